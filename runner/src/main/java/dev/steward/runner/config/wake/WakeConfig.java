package dev.steward.runner.config.wake;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A guest that sleeps while nobody needs it, and is woken by a link or the API.
 *
 * @param cluster the configured one it is in; empty: the only one
 * @param vmid its id; 0: a node's own pages, which are never put to sleep
 * @param node with vmid 0: which
 * @param idle so long without traffic puts it to sleep; empty: it is only ever woken
 * @param quiet bytes a minute, in both directions together, that count as no traffic: broadcasts reach a sleeping service too
 * @param except times of day, as {@code 08:00-18:00}, in which it is left running
 * @param zone of these times; empty: the machine's
 * @param action what puts it to sleep
 * @param url where a visitor is sent once it is awake; empty: its own address
 * @param port that is knocked at; empty: the one of the url, else 80; with vmid 0 8006
 * @param wakeTimeout from the wish to the first address that answers
 * @param stopTimeout what it is given to shut down
 * @param linkLife how long a link that wakes it holds where nobody says otherwise
 */
public record WakeConfig(
        Optional<String> cluster,
        Integer vmid,
        Optional<String> node,
        Optional<Duration> idle,
        int quiet,
        List<String> except,
        Optional<ZoneId> zone,
        Action action,
        Optional<String> url,
        Optional<Integer> port,
        Duration wakeTimeout,
        Duration stopTimeout,
        Duration linkLife) {

    /** What puts a guest to sleep. */
    public enum Action {
        /** It shuts down in good order. */
        SHUTDOWN,
        /** It stands still and keeps its memory; VMs only. */
        SUSPEND,
        /** Its plug is pulled. */
        STOP;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The vmid must be said. */
    public static final WakeConfig DEFAULT = new WakeConfig(
            Optional.empty(),
            null,
            Optional.empty(),
            Optional.empty(),
            20_000,
            List.of(),
            Optional.empty(),
            Action.SHUTDOWN,
            Optional.empty(),
            Optional.empty(),
            Duration.ofMinutes(3),
            Duration.ofMinutes(1),
            Duration.ofDays(30));

    private static final int HIGHEST_PORT = 65_535;

    public WakeConfig {
        except = List.copyOf(except);
        // null only while other problems of the section are collected
        if (vmid != null && vmid != 0 && (vmid < 100 || vmid > 999_999_999)) {
            throw new IllegalArgumentException(
                    "vmid is " + vmid + "; expected a guest's id from 100 on, or 0 for a node");
        }
        if (vmid != null && (vmid == 0) != node.isPresent()) {
            throw new IllegalArgumentException(
                    vmid == 0
                            ? "node is missing: vmid 0 is a node's own pages"
                            : "node is given for a guest, which may move");
        }
        if (vmid != null && vmid == 0 && idle.isPresent()) {
            throw new IllegalArgumentException("idle is given for a node; nodes are not put to sleep");
        }
        least("idle", idle.orElse(Duration.ofDays(1)), Duration.ofMinutes(1), "1m");
        least("wakeTimeout", wakeTimeout, Duration.ofSeconds(5), "5s");
        least("stopTimeout", stopTimeout, Duration.ofSeconds(5), "5s");
        least("linkLife", linkLife, Duration.ofMinutes(1), "1m");
        if (quiet < 0) {
            throw new IllegalArgumentException("quiet is below 0");
        }
        if (port.filter(p -> p < 1 || p > HIGHEST_PORT).isPresent()) {
            throw new IllegalArgumentException("port is " + port.get() + ", expected 1 to " + HIGHEST_PORT);
        }
        url.ifPresent(WakeConfig::address);
        Hours.of(except);
    }

    private static void least(String name, Duration said, Duration least, String words) {
        if (said.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " is shorter than " + words);
        }
    }

    private static void address(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(notAnAddress(text), e);
        }
        throw new IllegalArgumentException(notAnAddress(text));
    }

    private static String notAnAddress(String text) {
        return "url is '" + text + "'; expected an address such as https://media.example.com/";
    }

    /** The times in which it is left running. */
    public Hours hours() {
        return Hours.of(except);
    }

    /** The port that is knocked at. */
    public int knock() {
        int usual = vmid == 0 ? 8006 : 80;
        return port.orElseGet(() -> url.map(URI::create)
                .map(uri -> uri.getPort() > 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80)
                .orElse(usual));
    }
}
