package dev.steward.runner.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What programs usually make of a secret: base64 (RFC 4648, both alphabets, at each of its three alignments, as in the
 * {@code user:password} of RFC 7617, and in lines, as OpenSSL and coreutils write it), hex, URL, JSON and XML
 * escapes as the usual languages write them, shell quoting, and its single lines.
 */
final class SecretForms {

    /** Shorter lines of a secret are ordinary text, as the braces of a JSON document. */
    private static final int SHORTEST_LINE = 4;
    /** Shorter secrets would make base64 pieces that stand in any text. */
    private static final int SHORTEST_BASE64 = 5;

    /** Of a base64 text in lines, in letters; shorter ones stand in any text. */
    private static final int PIECE = 12;
    /** In bytes; of shorter secrets no piece may be left on either side of a line's end. */
    private static final int WITH_A_PIECE = 18;

    /** Of what a hex dump shows, in bytes; fewer stand in any. */
    private static final int HEX_PIECE = 4;
    /** In bytes; nobody dumps a longer one, and its pieces would be more than all its forms. */
    private static final int LONGEST_IN_HEX = 4096;

    private static final Pattern ESCAPE = Pattern.compile("%..");
    private static final Pattern SHELL = Pattern.compile("[^A-Za-z0-9_./:=@%+,\\n-]");
    /** Bash leaves letters of other alphabets as they are, where its locale has them. */
    private static final Pattern SHELL_ASCII = Pattern.compile("[^A-Za-z0-9_./:=@%+,\\n\\u0080-\\uffff-]");

    /** What {@code printf %q} of Bash 5 sets a backslash before; a # or ~ only where it would mean something. */
    private static final Pattern BASH = Pattern.compile("[ !\"$&'()*,;<>?\\[\\\\\\]^`{|}]|^#|(?:^|(?<=[:=]))~");

    private static final String UNRESERVED = "-._~";

    private SecretForms() {}

    /** All forms, none empty; none at all of a blank secret. */
    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        texts(secret).forEach(text -> add(forms, text));
        return forms;
    }

    /** What a {@link HexDump} shows of a secret, wherever its lines end: each few bytes of it, in small letters. */
    static Set<String> inHex(String secret) {
        Set<String> pieces = new LinkedHashSet<>();
        for (String text : texts(secret)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length >= SHORTEST_BASE64 && bytes.length <= LONGEST_IN_HEX) {
                for (int at = 0; at + HEX_PIECE <= bytes.length; at++) {
                    pieces.add(HexFormat.of().formatHex(bytes, at, at + HEX_PIECE));
                }
            }
        }
        return pieces;
    }

    /** The secret itself, and its single lines. */
    private static Set<String> texts(String secret) {
        Set<String> texts = new LinkedHashSet<>();
        if (secret.isBlank()) {
            return texts;
        }
        texts.add(secret);
        texts.add(secret.strip());
        if (secret.indexOf('\n') >= 0) {
            secret.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE)
                    .forEach(texts::add);
        }
        return texts;
    }

    private static void add(Set<String> forms, String text) {
        forms.add(text);
        // what takes UTF-8 for Latin-1 makes of it
        forms.add(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        url(forms, text);
        json(forms, text, HexFormat.of());
        json(forms, text, HexFormat.of().withUpperCase());
        shell(forms, text);
        xml(forms, text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= SHORTEST_BASE64) {
            base64(forms, bytes);
            forms.add(HexFormat.of().formatHex(bytes));
            forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
        }
    }

    /** A form's body, RFC 3986, Python's quote, JavaScript's encodeURIComponent; each with both cases of its digits. */
    private static void url(Set<String> forms, String text) {
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String path = form.replace("+", "%20");
        for (String url : List.of(
                form,
                path,
                percent(text, UNRESERVED),
                percent(text, UNRESERVED + "/"),
                percent(text, UNRESERVED + "!'()*"))) {
            forms.add(url);
            forms.add(ESCAPE.matcher(url).replaceAll(m -> m.group().toLowerCase(Locale.ROOT)));
        }
    }

    private static String percent(String text, String kept) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            out.append(letter || kept.indexOf(c) >= 0 ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }

    /** Within single and double quotes, and with a backslash before what means something, as {@code printf %q} does. */
    private static void shell(Set<String> forms, String text) {
        forms.add(text.replace("'", "'\\''"));
        forms.add(text.replace("'", "'\"'\"'"));
        forms.add(text.replaceAll("[\\\\\"$`]", "\\\\$0"));
        forms.add(text.replace("\\", "\\\\").replace("'", "\\'"));
        forms.add(SHELL.matcher(text).replaceAll("\\\\$0"));
        forms.add(SHELL_ASCII.matcher(text).replaceAll("\\\\$0"));
        forms.add(BASH.matcher(text).replaceAll("\\\\$0"));
        forms.add(quoted(text));
        forms.add(octal(text));
    }

    /** Within {@code $'…'}, which {@code printf %q} writes where there are lines. */
    private static String quoted(String text) {
        return text.replace("\\", "\\\\")
                .replace("'", "\\'")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
    }

    /** The same for what its locale has no sign for. */
    private static String octal(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : quoted(text).getBytes(StandardCharsets.UTF_8)) {
            out.append(b < 0 ? String.format("\\%03o", b & 0xff) : String.valueOf((char) b));
        }
        return out.toString();
    }

    /** As it is; as PHP has its strokes; in ASCII as Python, Go and Jackson write it; .NET writes signs and quotes by number too. */
    private static void json(Set<String> forms, String text, HexFormat digits) {
        String json = escaped(text, digits);
        forms.add(json);
        forms.add(json.replace("/", "\\/"));
        String quotes = json.replace("\\\"", "\\u0022");
        for (String signs : List.of("", "<>&", "<>&'+", "<>&'+`")) {
            forms.add(ascii(json, signs, digits));
            forms.add(ascii(quotes, signs, digits));
        }
    }

    private static String ascii(String json, String signs, HexFormat digits) {
        StringBuilder out = new StringBuilder();
        for (char c : json.toCharArray()) {
            out.append(c > 0x7e || signs.indexOf(c) >= 0 ? "\\u" + digits.toHexDigits(c) : String.valueOf(c));
        }
        return out.toString();
    }

    private static String escaped(String text, HexFormat digits) {
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c < 0x20 ? "\\u" + digits.toHexDigits(c) : String.valueOf(c));
            }
        }
        return out.toString();
    }

    /** The five signs, with each way to write a quote: XML, Python, Go. */
    private static void xml(Set<String> forms, String text) {
        String signs = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        forms.add(signs);
        forms.add(signs.replace("\"", "&quot;").replace("'", "&#39;"));
        forms.add(signs.replace("\"", "&quot;").replace("'", "&apos;"));
        forms.add(signs.replace("\"", "&quot;").replace("'", "&#x27;"));
        forms.add(signs.replace("\"", "&#34;").replace("'", "&#39;"));
    }

    /** The characters of the encoding that depend on the secret's bytes alone, wherever it stands in what is encoded. */
    private static void base64(Set<String> forms, byte[] bytes) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String plain = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = before == 0 ? 0 : before + 1;
            int to = shifted.length / 3 * 4 + (shifted.length % 3 == 0 ? 0 : shifted.length % 3);
            String certain = plain.substring(from, to);
            for (String encoded : List.of(certain, certain.replace('+', '-').replace('/', '_'))) {
                forms.add(encoded);
                pieces(forms, encoded, from);
            }
            if (bytes.length < WITH_A_PIECE) {
                broken(forms, certain, from);
            }
        }
        String whole = Base64.getEncoder().encodeToString(bytes);
        forms.add(whole);
        forms.add(whole.replace('+', '-').replace('/', '_'));
        forms.add(whole.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"));
    }

    /** A line may end behind each whole quartet. */
    private static void broken(Set<String> forms, String encoded, int before) {
        for (int at = 4 - before % 4; at < encoded.length(); at += 4) {
            forms.add(encoded.substring(0, at) + "\n" + encoded.substring(at));
            forms.add(encoded.substring(0, at) + "\r\n" + encoded.substring(at));
        }
    }

    /**
     * Where an encoded text is written in lines, what stands before the secret says where they end: whole quartets, whose
     * first may be anywhere.
     */
    private static void pieces(Set<String> forms, String encoded, int before) {
        for (int from = (4 - before % 4) % 4; from + PIECE <= encoded.length(); from += 4) {
            forms.add(encoded.substring(from, from + PIECE));
        }
    }
}
