package dev.steward.runner.proxmox.estate;

import java.util.Locale;
import java.util.regex.Pattern;

/** Texts that are addresses; nothing here asks a name server. */
final class Ip {

    private static final Pattern FOUR = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern SIX = Pattern.compile("[0-9a-f:.]*:[0-9a-f:.]*");

    private Ip() {}

    /** Whether a text has the form of an address. */
    static boolean is(String text) {
        return FOUR.matcher(text).matches()
                || SIX.matcher(text.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether others can reach something by it: no loopback, unspecified or link-local address. */
    static boolean usable(String text) {
        String ip = text.toLowerCase(Locale.ROOT);
        if (!is(ip)) {
            return false;
        }
        return !(ip.startsWith("127.")
                || ip.startsWith("169.254.")
                || ip.equals("0.0.0.0")
                || ip.equals("::")
                || ip.equals("::1")
                || ip.matches("fe[89ab][0-9a-f]:.*"));
    }
}
