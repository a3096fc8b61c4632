package dev.steward.runner.vault;

import dev.steward.runner.secret.AnsibleVault;
import dev.steward.runner.secret.AnsibleVault.VaultException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code !vault} values that stand in a YAML text; all else of it, comments and order included, is left as it is. */
public final class InlineVaults {

    private static final Pattern VALUE =
            Pattern.compile("!vault(?:-encrypted)?(?<anchor>[ \\t]+&[^\\s,\\[\\]{}]+)?[ \\t]*\\|[-+0-9]*"
                    + "(?:[ \\t]+#[^\\r\\n]*|[ \\t]*)(?<end>\\r?\\n)(?<indent>[ \\t]+)"
                    + "(?<envelope>\\$ANSIBLE_VAULT;[^\\r\\n]*\\r?\\n(?:[ \\t]+[0-9a-fA-F]+[ \\t]*(?:\\r?\\n|$))++)");
    private static final Pattern COMMENT = Pattern.compile("(?s)[ \\t]*#.*");

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

    /**
     * A content with other envelopes, in the same places and indents; every byte around them stays.
     *
     * @throws VaultException where one of them is in another form, comments excepted: it would stay as it was unnoticed
     */
    public static byte[] closedAnew(byte[] content, Change envelope) throws VaultException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        refuseOthers(text);
        return changed(text, value -> {
                    String indent = value.group("indent");
                    String end = value.group("end");
                    byte[] was = value.group("envelope")
                            .replaceAll("(?m)^[ \\t]+", "")
                            .getBytes(StandardCharsets.ISO_8859_1);
                    byte[] anew =
                            envelope.of(new String(was, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
                    return value.group().substring(0, value.start("envelope") - value.start())
                            + new String(anew, StandardCharsets.ISO_8859_1)
                                    .strip()
                                    .replace("\n", end + indent)
                            + (value.group().endsWith("\n") ? end : "");
                })
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void refuseOthers(String text) throws VaultException {
        String rest = VALUE.matcher(text).replaceAll(value -> "\n"
                .repeat((int) value.group().chars().filter(c -> c == '\n').count()));
        int line = 0;
        for (String one : rest.split("\n", -1)) {
            line++;
            if (one.contains(AnsibleVault.HEADER)
                    && !COMMENT.matcher(one.stripTrailing()).matches()) {
                throw new VaultException("in line " + line
                        + " is a vault text that is no '!vault |' with the text below it and would keep its password;"
                        + " write it so, or take it out");
            }
        }
    }

    /** The text with plain values instead of envelopes, each in double quotes. */
    public static String opened(String text, Change value) throws VaultException {
        return changed(
                text,
                found -> anchor(found)
                        + quoted(value.of(found.group("envelope").replaceAll("(?m)^[ \\t]+", "")))
                        + (found.group().endsWith("\n") ? found.group("end") : ""));
    }

    private static String anchor(Matcher found) {
        return found.group("anchor") == null ? "" : found.group("anchor").strip() + " ";
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
