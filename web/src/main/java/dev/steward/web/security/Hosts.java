package dev.steward.web.security;

import dev.steward.web.http.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Which names this server answers to. A page of a stranger can point a name of its own at 127.0.0.1 and read through the
 * browser of somebody who visits it (DNS rebinding); the Host header still holds the stranger's name.
 */
public final class Hosts {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final IntSupplier port;

    /**
     * The names of one server.
     *
     * @param port it listens on, once it does
     */
    public Hosts(IntSupplier port) {
        this.port = port;
    }

    /**
     * Checks the Host header.
     *
     * @param host as sent; may be null
     * @throws Refused 421 where it is another's
     */
    public void check(String host) {
        if (host == null || !ours(host.toLowerCase(Locale.ROOT))) {
            throw new Refused(
                    421,
                    "Wrong address",
                    "This Steward answers as http://localhost:" + port.getAsInt() + " only; open that address.",
                    List.of());
        }
    }

    private boolean ours(String host) {
        int cut = host.lastIndexOf(':');
        boolean withPort = cut > 0 && !host.endsWith("]");
        String name = withPort ? host.substring(0, cut) : host;
        String said = withPort ? host.substring(cut + 1) : "80";
        return NAMES.contains(name) && said.equals(Integer.toString(port.getAsInt()));
    }

    /**
     * Checks where a change comes from.
     *
     * @param origin the Origin header; null where the sender is no browser
     * @param site the Sec-Fetch-Site header; may be null
     * @param host the Host header, checked before
     * @throws Refused 403 where it comes from another site
     */
    public void checkOrigin(String origin, String site, String host) {
        boolean foreign = origin != null && !origin.equalsIgnoreCase("http://" + host);
        boolean crossing = site != null && !site.equals("same-origin") && !site.equals("none");
        if (foreign || crossing) {
            throw Refused.forbidden("This came from another page; use the form on Steward's own page.");
        }
    }
}
