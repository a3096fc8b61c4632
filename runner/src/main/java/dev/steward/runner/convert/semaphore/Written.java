package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.steward.runner.inventory.UnsafeText;
import dev.steward.runner.inventory.VaultText;
import java.util.List;
import java.util.Map;

/** Plain data as YAML; what a vault closed stays closed. */
final class Written {

    private static final String WORDS = "(?i)y|n|yes|no|on|off|true|false|null|none";

    private Written() {}

    /** A block below something, each line indented by so many blanks; ends with a line's end. */
    static String block(Object value, int indent) {
        StringBuilder text = new StringBuilder();
        String blanks = " ".repeat(indent);
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((key, one) ->
                    text.append(blanks).append(scalar(key)).append(':').append(after(one, indent)));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            list.forEach(one -> text.append(blanks).append('-').append(after(one, indent)));
        } else {
            text.append(blanks).append(scalar(value)).append('\n');
        }
        return text.toString();
    }

    /** What stands behind a colon or a dash. */
    private static String after(Object value, int indent) {
        if (value == null) {
            return "\n";
        }
        if (value instanceof VaultText vault) {
            StringBuilder text = new StringBuilder(" !vault |\n");
            vault.envelope().strip().lines().forEach(line -> text.append(" ".repeat(indent + 4))
                    .append(line)
                    .append('\n'));
            return text.toString();
        }
        boolean nested =
                value instanceof Map<?, ?> map && !map.isEmpty() || value instanceof List<?> list && !list.isEmpty();
        return nested ? "\n" + block(value, indent + 2) : " " + scalar(value) + "\n";
    }

    /** A single value, read back as this value and as nothing else. */
    static String scalar(Object value) {
        if (value instanceof Map<?, ?>) {
            return "{}";
        }
        if (value instanceof List<?>) {
            return "[]";
        }
        if (value instanceof UnsafeText text) {
            return "!unsafe " + quoted(text.text());
        }
        if (value instanceof Double number && !Double.isFinite(number)) {
            return Double.isNaN(number) ? ".nan" : number > 0 ? ".inf" : "-.inf";
        }
        if (value instanceof Double number) {
            return number.toString().replaceFirst("E(?!-)", "E+"); // YAML knows no exponent without a sign
        }
        if (!(value instanceof String text)) {
            return String.valueOf(value);
        }
        boolean plain = text.matches("[A-Za-z_/][A-Za-z0-9._/@-]*+") && !text.matches(WORDS);
        return plain ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        new String(JsonStringEncoder.getInstance().quoteAsString(text))
                .codePoints()
                .forEach(c -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\uFEFF') {
                        out.append(String.format("\\u%04x", c)); // YAML breaks a line there, or refuses it
                    } else {
                        out.appendCodePoint(c);
                    }
                });
        return out.append('"').toString();
    }
}
