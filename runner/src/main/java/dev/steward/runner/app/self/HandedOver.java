package dev.steward.runner.app.self;

import dev.steward.runner.engine.SelfReboot;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.store.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reboot of the machine Steward runs on: asked for inside a run, carried out after it has ended, and compared after the
 * boot. What was handed over is kept in the store, so it outlives the process.
 */
public final class HandedOver implements SelfReboot {

    private static final Logger LOG = LoggerFactory.getLogger(HandedOver.class);
    private static final String KEY = "reboot.handed-over";
    private static final String POWER_OFF = "poweroff";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Settings settings;
    private final Rebooter rebooter;
    private final NodeOrders nodes;
    private final Supplier<String> bootId;

    /** Reboots this machine. */
    @FunctionalInterface
    public interface Rebooter {

        /**
         * Asks the machine to reboot soon; returns before it does.
         *
         * @throws IOException when it cannot be asked
         */
        void rebootSoon() throws IOException;

        /**
         * Asks the machine to switch itself off soon; returns before it does.
         *
         * @throws IOException when it cannot be asked
         */
        default void powerOffSoon() throws IOException {
            throw new IOException("nobody switches this machine off");
        }
    }

    /** Gives orders to nodes. */
    @FunctionalInterface
    public interface NodeOrders {

        /**
         * Orders a node to shut down or to reboot; returns before it does.
         *
         * @throws IOException when it cannot be asked
         */
        void give(String cluster, String node, String command) throws IOException;
    }

    /**
     * Handed-over reboots.
     *
     * @param settings keep what is handed over
     * @param rebooter reboots this machine
     * @param bootId of this machine, another after each boot
     */
    public HandedOver(Settings settings, Rebooter rebooter, Supplier<String> bootId) {
        this(
                settings,
                rebooter,
                (cluster, node, command) -> {
                    throw new IOException("no cluster is configured");
                },
                bootId);
    }

    /**
     * Handed-over reboots, of nodes that carry this machine too.
     *
     * @param settings keep what is handed over
     * @param rebooter reboots this machine
     * @param nodes gives orders to nodes of Proxmox clusters
     * @param bootId of this machine, another after each boot
     */
    public HandedOver(Settings settings, Rebooter rebooter, NodeOrders nodes, Supplier<String> bootId) {
        this.nodes = nodes;
        this.settings = settings.ofThisMachine();
        this.rebooter = rebooter;
        this.bootId = bootId;
    }

    @Override
    public Optional<String> handOver(Host host, Map<String, Object> arguments) {
        if (POWER_OFF.equals(arguments.get("command"))) {
            settings.put(KEY, "wanted " + host.name() + " " + bootId.get() + " " + POWER_OFF);
            return Optional.of(
                    host.name() + " is switched off as the last: Steward itself runs there; it follows after the run");
        }
        if (arguments.containsKey("command")) {
            settings.put(
                    KEY,
                    String.join(
                            " ",
                            "wanted",
                            host.name(),
                            bootId.get(),
                            String.valueOf(arguments.get("cluster")),
                            String.valueOf(arguments.get("node")),
                            String.valueOf(arguments.get("command"))));
            return Optional.of("the " + arguments.get("command") + " of node " + arguments.get("node")
                    + " is handed over: Steward itself runs there; it follows after the run");
        }
        settings.put(KEY, "wanted " + host.name() + " " + bootId.get());
        return Optional.of("the reboot is handed over: this is the machine Steward runs on; it follows after the run");
    }

    /** When no run is at work any more: reboots where one asked for it. */
    public void carryOut() {
        Optional<String[]> wanted = entry().filter(words -> words[0].equals("wanted"));
        wanted.ifPresent(words -> {
            String order = words.length == 6 ? " " + words[5] + " " + words[4] : words.length == 4 ? " shutdown" : "";
            settings.put(KEY, "asked " + words[1] + " " + words[2] + order);
            try {
                if (words.length == 6) {
                    nodes.give(words[3], words[4], words[5]);
                } else if (words.length == 4) {
                    rebooter.powerOffSoon();
                } else {
                    rebooter.rebootSoon();
                }
                LOG.info("{}, the machine Steward runs on, goes down now as a run asked", words[1]);
            } catch (IOException e) {
                settings.put(KEY, "");
                LOG.error("What was handed over for {} could not be asked for: {}", words[1], e.getMessage());
            }
        });
    }

    /**
     * What became of a handed-over reboot or shutdown.
     *
     * @param host the machine
     * @param order what a node that carries it was told, as {@code shutdown pve1}; empty: it was to reboot itself
     * @param proven whether it has booted since
     */
    public record Became(String host, Optional<String> order, boolean proven) {

        /** One sentence for the history. */
        public String words() {
            if (order.isPresent()) {
                return proven
                        ? "The " + order.get() + " was carried out after the run that asked for it; " + host
                                + " has booted since"
                        : "The " + order.get() + " was not carried out although a run asked for it: " + host
                                + " still has the same boot id";
            }
            return proven
                    ? host + " was rebooted after the run that asked for it; its boot id has changed"
                    : host + " was not rebooted although a run asked for it: it still has the same boot id";
        }
    }

    /** At start: what became of a reboot that was asked for; empty where none was. */
    public Optional<Became> reconcile() {
        Optional<String[]> asked = entry().filter(words -> words[0].equals("asked"));
        asked.ifPresent(words -> settings.put(KEY, ""));
        return asked.map(words -> new Became(words[1], order(words), !words[2].equals(bootId.get())));
    }

    private static Optional<String> order(String[] asked) {
        return switch (asked.length) {
            case 5 -> Optional.of(asked[3] + " of node " + asked[4]);
            case 4 -> Optional.of(asked[3] + " of this machine");
            default -> Optional.empty();
        };
    }

    private Optional<String[]> entry() {
        return settings.get(KEY).filter(text -> !text.isBlank()).map(text -> text.split(" "));
    }

    /** The boot id of this machine (random(4)). */
    public static String kernelBootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
