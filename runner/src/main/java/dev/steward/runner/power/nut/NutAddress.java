package dev.steward.runner.power.nut;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an upsd listens.
 *
 * @param host a name or an address, IPv6 without brackets
 * @param port from 1 to 65535
 */
public record NutAddress(String host, int port) {

    /** The port assigned to NUT. */
    public static final int PORT = 3493;

    private static final Pattern BRACKETS = Pattern.compile("\\[([0-9A-Fa-f:.]+(?:%[\\w.-]+)?)](?::(.*))?");
    private static final Pattern NAME = Pattern.compile("([^:\\[\\]@/\\s]+)(?::(.*))?");
    private static final Pattern BARE_V6 =
            Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?");

    /**
     * Of a text such as {@code pi}, {@code pi:3493}, {@code 192.0.2.1}, {@code [2001:db8::1]:3493} or {@code 2001:db8::1}.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    public static NutAddress of(String text) {
        String address = text.strip();
        if (address.contains("@")) {
            throw new IllegalArgumentException(
                    "'" + text + "' has the UPS's name in it; write the name as the key name, and here the host alone");
        }
        Matcher brackets = BRACKETS.matcher(address);
        if (brackets.matches()) {
            return new NutAddress(brackets.group(1), port(text, brackets.group(2)));
        }
        Matcher name = NAME.matcher(address);
        if (name.matches() && (name.group(2) == null || !name.group(2).matches(".*[:/].*"))) {
            return new NutAddress(name.group(1), port(text, name.group(2)));
        }
        if (BARE_V6.matcher(address).matches() && !address.matches("\\d{1,5}(:\\d{1,5})*|[^:]+(:\\d+){2}")) {
            return new NutAddress(address, PORT);
        }
        throw new IllegalArgumentException("'" + text
                + "' is no address of an upsd; write host, host:port or [IPv6 address]:port, as localhost:" + PORT);
    }

    private static int port(String text, String digits) {
        if (digits == null) {
            return PORT;
        }
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("'" + text + "' has no port from 1 to 65535 after the colon");
        }
        return port;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
