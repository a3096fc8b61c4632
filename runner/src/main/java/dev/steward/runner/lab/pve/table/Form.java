package dev.steward.runner.lab.pve.table;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters of a query or form as pve-http-server reads them (AnyEvent.pm, decode_urlencoded). */
public final class Form {

    private Form() {}

    /**
     * Parameters by name; a repeated one is a list. As the real one does, it splits at {@code ;} too, cuts a value at an
     * unescaped {@code =}, and drops a parameter without a value.
     */
    public static Map<String, Object> decode(String text) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (String pair : text.split("[&;]")) {
            String[] sides = pair.split("=");
            if (sides.length < 2) {
                continue;
            }
            String value = percent(sides[1]);
            all.merge(percent(sides[0]), value, (old, more) -> joined(old, value));
        }
        return all;
    }

    private static Object joined(Object old, String more) {
        List<Object> list = new ArrayList<>();
        if (old instanceof List<?> several) {
            list.addAll(several);
        } else {
            list.add(old);
        }
        list.add(more);
        return list;
    }

    /** A text without its percent signs and plus signs. */
    public static String percent(String text) {
        return bytes(text.replace('+', ' '));
    }

    /** A path's segment without its percent signs; a plus is a plus there. */
    public static String segment(String text) {
        return bytes(text);
    }

    private static String bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (escaped(text, i)) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                byte[] one = text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8);
                bytes.write(one, 0, one.length);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean escaped(String text, int at) {
        return text.charAt(at) == '%'
                && at + 2 < text.length()
                && Character.digit(text.charAt(at + 1), 16) >= 0
                && Character.digit(text.charAt(at + 2), 16) >= 0;
    }
}
