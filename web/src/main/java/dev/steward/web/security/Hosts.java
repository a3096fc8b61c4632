package dev.steward.web.security;

import dev.steward.runner.config.access.Network;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Sender;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Which names this server answers to. A page of a stranger can point a name of its own at 127.0.0.1 and read through the
 * browser of somebody who visits it (DNS rebinding); the Host header still holds the stranger's name.
 */
public final class Hosts {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]+");

    private final IntSupplier port;
    private final Supplier<? extends Collection<String>> names;
    private final Supplier<String> address;

    /**
     * The names of loopback alone.
     *
     * @param port it listens on, once it does
     */
    public Hosts(IntSupplier port) {
        this(port, List::of, () -> "http://localhost:" + port.getAsInt());
    }

    /**
     * Those of loopback, and more.
     *
     * @param port it listens on, once it does
     * @param names it answers to besides, whatever the port: a proxy has one of its own; {@code *.} stands for one label
     * @param address where people find it
     */
    public Hosts(IntSupplier port, Supplier<? extends Collection<String>> names, Supplier<String> address) {
        this.port = port;
        this.names = names;
        this.address = address;
    }

    /**
     * Checks for whom a request asks.
     *
     * @throws Refused 421 where it is another
     */
    public void check(Sender sender) {
        if (!ours(sender.host().toLowerCase(Locale.ROOT), sender.secure())) {
            throw new Refused(
                    421,
                    "Wrong address",
                    "This Steward answers as " + address.get() + " only; open that address.",
                    List.of());
        }
    }

    /** Whether a Host header is one of this machine's own names, on whatever port. */
    public static boolean loopback(String host) {
        return LOOPBACK.contains(name(host.toLowerCase(Locale.ROOT)));
    }

    private boolean ours(String host, boolean secure) {
        String name = name(host);
        if (LOOPBACK.contains(name)) {
            String said = host.length() > name.length() ? host.substring(name.length() + 1) : secure ? "443" : "80";
            return said.equals(Integer.toString(port.getAsInt())) || names.get().contains(name);
        }
        return !name.isEmpty() && names.get().stream().anyMatch(own -> same(plain(own), plain(name)));
    }

    private static boolean same(String own, String name) {
        if (!own.startsWith("*.")) {
            return own.equals(name);
        }
        int label = name.length() - own.length() + 1;
        return label > 0
                && name.endsWith(own.substring(1))
                && LABEL.matcher(name.substring(0, label)).matches();
    }

    /** A Host header without its port. */
    private static String name(String host) {
        int cut = host.lastIndexOf(':');
        return cut > 0 && !host.endsWith("]") ? host.substring(0, cut) : host;
    }

    /** One way to write each: an address has several. */
    private static String plain(String name) {
        String bare = name.replaceAll("[\\[\\]]", "");
        return Network.address(bare).map(InetAddress::getHostAddress).orElse(name.toLowerCase(Locale.ROOT));
    }

    /**
     * Checks where a change comes from.
     *
     * @param origin the Origin header; null where the sender is no browser
     * @param site the Sec-Fetch-Site header; may be null
     * @param sender checked before
     * @throws Refused 403 where it comes from another site
     */
    public void checkOrigin(String origin, String site, Sender sender) {
        if (origin != null && !sender.secure() && origin.equalsIgnoreCase("https://" + sender.host())) {
            throw Refused.forbidden("The browser asked by https, and the proxy in between does not say so, or is not"
                    + " believed: it is to send X-Forwarded-Proto, and its address belongs to server.trustedProxies in"
                    + " steward.yml.");
        }
        boolean foreign = origin != null && !origin.equalsIgnoreCase(sender.origin());
        boolean crossing = site != null && !site.equals("same-origin") && !site.equals("none");
        if (foreign || crossing) {
            throw Refused.forbidden("This came from another page; use the form on Steward's own page.");
        }
    }
}
