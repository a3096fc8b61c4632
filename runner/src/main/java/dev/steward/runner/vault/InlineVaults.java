package dev.steward.runner.vault;

import dev.steward.runner.secret.AnsibleVault.VaultException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code !vault} values that stand in a YAML text; all else of it, comments and order included, is left as it is. */
public final class InlineVaults {

    private static final Pattern VALUE =
            Pattern.compile("!vault(?:-encrypted)?[ \\t]*\\|[-+0-9]*[ \\t]*(?<end>\\r?\\n)(?<indent>[ \\t]+)"
                    + "(?<envelope>\\$ANSIBLE_VAULT;[^\\r\\n]*\\r?\\n(?:[ \\t]+[0-9a-fA-F]+[ \\t]*(?:\\r?\\n|$))++)");

    private InlineVaults() {}

    /** What becomes of one envelope. */
    @FunctionalInterface
    public interface Change {

        /**
         * What stands in its place.
         *
         * @param envelope without its indent
         */
        String of(String envelope) throws VaultException;
    }

    /** Whether there is any. */
    public static boolean in(String text) {
        return VALUE.matcher(text).find();
    }

    /** The text with other envelopes, in the same places and indents. */
    public static String closedAnew(String text, Change envelope) throws VaultException {
        return changed(text, value -> {
            String indent = value.group("indent");
            String end = value.group("end");
            String anew = envelope.of(value.group("envelope").replaceAll("(?m)^[ \\t]+", ""));
            return value.group().substring(0, value.start("envelope") - value.start())
                    + anew.strip().replace("\n", end + indent)
                    + (value.group().endsWith("\n") ? end : "");
        });
    }

    /** The text with plain values instead of envelopes, each in double quotes. */
    public static String opened(String text, Change value) throws VaultException {
        return changed(
                text,
                found -> quoted(value.of(found.group("envelope").replaceAll("(?m)^[ \\t]+", "")))
                        + (found.group().endsWith("\n") ? found.group("end") : ""));
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append(String.format("\\x%02x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    /** By what a value is replaced. */
    @FunctionalInterface
    private interface Piece {

        String of(Matcher value) throws VaultException;
    }

    private static String changed(String text, Piece piece) throws VaultException {
        Matcher value = VALUE.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (value.find()) {
            out.append(text, from, value.start()).append(piece.of(value));
            from = value.end();
        }
        return out.append(text.substring(from)).toString();
    }
}
