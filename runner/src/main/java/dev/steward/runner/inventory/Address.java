package dev.steward.runner.inventory;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host name, perhaps with ranges and a port, told apart from a text that is none, by the very patterns of Ansible
 * ({@code ansible/parsing/utils/addresses.py}).
 *
 * @param host without port and the brackets around it
 * @param port empty: none was written
 */
public record Address(String host, OptionalInt port) {

    private static final int LONGEST = 1024;
    private static final String NUMERIC = "\\[[0-9]+:[0-9]+(?::[0-9]+)?\\]";
    private static final String HEX = "\\[[0-9a-f]+:[0-9a-f]+(?::[0-9]+)?\\]";
    private static final String ALPHANUMERIC = "\\[(?:[a-z]:[a-z]|[0-9]+:[0-9]+)(?::[0-9]+)?\\]";

    private static final Pattern BRACKETED_PORT = Pattern.compile("\\[(.+)\\]:([0-9]+)");
    private static final Pattern PORT = Pattern.compile("((?:[^:\\[\\]]|\\[[^\\]]*\\])*+):([0-9]+)");
    private static final Pattern V4 =
            pattern("(?:{0}\\.){3}{0}", "(?:[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]|" + NUMERIC + ")");
    private static final Pattern V6 = pattern(
            "(?:{0}:){7}{0}|(?:{0}:){1,6}:|(?:{0}:)(?::{0}){1,6}|(?:{0}:){2}(?::{0}){1,5}|(?:{0}:){3}(?::{0}){1,4}|"
                    + "(?:{0}:){4}(?::{0}){1,3}|(?:{0}:){5}(?::{0}){1,2}|(?:{0}:){6}(?::{0})|:(?::{0}){1,6}|{0}?::|"
                    + "(?:0:){6}(?:{0}\\.){3}{0}|::(?:ffff:)?(?:{0}\\.){3}{0}|(?:0:){5}ffff:(?:{0}\\.){3}{0}$",
            "(?:[0-9a-f]{1,4}|" + HEX + ")");
    private static final Pattern NAME =
            pattern("{0}(?:\\.{0})*", "(?:\\w|" + ALPHANUMERIC + ")(?:[\\w_-]|" + ALPHANUMERIC + ")*(?<![_-])");

    private static Pattern pattern(String text, String part) {
        return Pattern.compile(
                text.replace("{0}", part),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);
    }

    /** Reads a text; empty where it is no address. A port that no number can hold is no address either. */
    public static Optional<Address> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String host = text;
        OptionalInt port = OptionalInt.empty();
        for (Pattern pattern : new Pattern[] {BRACKETED_PORT, PORT}) {
            Matcher match = pattern.matcher(host);
            if (match.matches()) {
                if (match.group(2).length() > 9) {
                    return Optional.empty();
                }
                host = match.group(1);
                port = OptionalInt.of(Integer.parseInt(match.group(2)));
            }
        }
        boolean known = isIp(host) || NAME.matcher(host).matches();
        return known ? Optional.of(new Address(host, port)) : Optional.empty();
    }

    /** Whether a text is an IPv4 or IPv6 address; as in Ansible, what follows a compressed IPv6 address is not looked at. */
    public static boolean isIp(String text) {
        return text.length() <= LONGEST
                && (V4.matcher(text).matches() || V6.matcher(text).lookingAt());
    }
}
