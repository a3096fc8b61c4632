package dev.steward.web.security;

import java.util.Locale;
import java.util.regex.Pattern;

/** The only addresses to listen on until there are accounts and TLS. */
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
        String asked = bind.strip().toLowerCase(Locale.ROOT);
        if (asked.equals("localhost") || asked.equals("127.0.0.1")) {
            return "127.0.0.1";
        }
        if (asked.equals("::1") || asked.equals("[::1]")) {
            return "::1";
        }
        String hint = V4.matcher(asked).matches() ? " (of 127.0.0.0/8 only 127.0.0.1)" : "";
        throw new BindRefused(
                "will not listen on '" + bind + "'" + hint
                        + ": there are no accounts and no TLS yet, so only this machine may connect."
                        + " Set 'server.bind: 127.0.0.1' in steward.yml and reach it by 'ssh -L PORT:127.0.0.1:PORT THIS-MACHINE'");
    }
}
