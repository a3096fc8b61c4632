package dev.steward.web.security;

import java.util.Locale;
import java.util.regex.Pattern;

/** The addresses that are listened on without TLS. */
public final class Loopback {

    private static final Pattern V4 = Pattern.compile("127\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private Loopback() {}

    /**
     * The address to listen on.
     *
     * @param bind what was asked for
     * @throws BindRefused where it is not this machine's own loopback
     */
    public static String address(String bind) throws BindRefused {
        return address(bind, false);
    }

    /**
     * The address to listen on.
     *
     * @param bind what was asked for
     * @param further whether any of this machine will do
     * @throws BindRefused where it will not
     */
    public static String address(String bind, boolean further) throws BindRefused {
        String asked = bind.strip().toLowerCase(Locale.ROOT);
        if (asked.equals("localhost") || asked.equals("127.0.0.1")) {
            return "127.0.0.1";
        }
        if (asked.equals("::1") || asked.equals("[::1]")) {
            return "::1";
        }
        if (further) {
            return asked.replaceAll("[\\[\\]]", "");
        }
        String hint = V4.matcher(asked).matches() ? " (of 127.0.0.0/8 only 127.0.0.1)" : "";
        throw new BindRefused(
                "will not listen on '" + bind + "'" + hint
                        + " without TLS: whoever is in between could read along, passwords too."
                        + " Name a certificate under server.tls in steward.yml, or under server.trustedProxies the proxy that has one;"
                        + " or set 'server.bind: 127.0.0.1' in steward.yml and reach it by 'ssh -L PORT:127.0.0.1:PORT THIS-MACHINE'");
    }
}
