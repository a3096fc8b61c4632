package dev.steward.runner.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What programs usually make of a secret: base64 (RFC 4648, both alphabets, at each of its three alignments, as in the
 * {@code user:password} of RFC 7617), URL, JSON and XML escapes, shell quoting, and its single lines.
 */
final class SecretForms {

    /** Shorter lines of a secret are ordinary text, as the braces of a JSON document. */
    private static final int SHORTEST_LINE = 4;
    /** Shorter secrets would make base64 pieces that stand in any text. */
    private static final int SHORTEST_BASE64 = 5;

    private static final Pattern ESCAPE = Pattern.compile("%..");

    private SecretForms() {}

    /** All forms, none empty; none at all of a blank secret. */
    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        if (secret.isBlank()) {
            return forms;
        }
        add(forms, secret);
        String stripped = secret.strip();
        add(forms, stripped);
        if (secret.indexOf('\n') >= 0) {
            secret.lines()
                    .map(String::strip)
                    .filter(l -> l.length() >= SHORTEST_LINE)
                    .forEach(l -> add(forms, l));
        }
        return forms;
    }

    private static void add(Set<String> forms, String text) {
        forms.add(text);
        String url = URLEncoder.encode(text, StandardCharsets.UTF_8);
        forms.add(url);
        forms.add(url.replace("+", "%20"));
        forms.add(ESCAPE.matcher(url.replace("+", "%20"))
                .replaceAll(m -> m.group().toLowerCase(Locale.ROOT)));
        String json = json(text);
        forms.add(json);
        forms.add(json.replace("/", "\\/"));
        forms.add(text.replace("'", "'\\''"));
        forms.add(text.replace("'", "'\"'\"'"));
        forms.add(xml(text));
        base64(forms, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String text) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return out.toString();
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** The characters of the encoding that depend on the secret's bytes alone, wherever it stands in what is encoded. */
    private static void base64(Set<String> forms, byte[] bytes) {
        if (bytes.length < SHORTEST_BASE64) {
            return;
        }
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String plain = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = before == 0 ? 0 : before + 1;
            int to = shifted.length / 3 * 4 + (shifted.length % 3 == 0 ? 0 : shifted.length % 3);
            String certain = plain.substring(from, to);
            forms.add(certain);
            forms.add(certain.replace('+', '-').replace('/', '_'));
        }
        String whole = Base64.getEncoder().encodeToString(bytes);
        forms.add(whole);
        forms.add(whole.replace('+', '-').replace('/', '_'));
    }
}
