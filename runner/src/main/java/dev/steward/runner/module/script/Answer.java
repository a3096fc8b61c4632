package dev.steward.runner.module.script;

import dev.steward.runner.connection.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a module's script answered: records {@code key=value}, each ended by a NUL byte, so that a value may hold any text
 * that a shell variable can. {@code raw:key=n} announces n bytes that follow. A key said several times is a list.
 */
public final class Answer {

    private static final Pattern SIZE = Pattern.compile("\\d{1,9}");

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final Map<String, byte[]> raws = new LinkedHashMap<>();

    private Answer() {}

    /** The answer in a command's standard output; one that failed where its end is missing. */
    public static Answer of(Result result) {
        Answer answer = parse(result.stdout(), 0);
        if (!answer.has("end")) {
            answer.add("failed", unfinished(result));
        }
        return answer;
    }

    /**
     * The records in some bytes.
     *
     * @param bytes that end with a whole record, or are cut
     * @param from where the first record begins
     */
    public static Answer parse(byte[] bytes, int from) {
        Answer answer = new Answer();
        int at = from;
        while (at < bytes.length) {
            int nul = indexOf(bytes, at);
            if (nul < 0) {
                break;
            }
            String entry = new String(bytes, at, nul - at, StandardCharsets.UTF_8);
            at = nul + 1;
            int equals = entry.indexOf('=');
            if (equals < 0) {
                break;
            }
            at = answer.take(entry.substring(0, equals), entry.substring(equals + 1), bytes, at);
        }
        return answer;
    }

    private int take(String key, String value, byte[] bytes, int at) {
        if (!key.startsWith("raw:")) {
            add(key, value);
            return at;
        }
        if (!SIZE.matcher(value.strip()).matches()) {
            // no script says so; without its end the answer is one that failed
            return bytes.length;
        }
        int size = Math.min(Integer.parseInt(value.strip()), bytes.length - at);
        byte[] raw = new byte[size];
        System.arraycopy(bytes, at, raw, 0, size);
        raws.put(key.substring(4), raw);
        return at + size;
    }

    private void add(String key, String value) {
        values.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    }

    private static int indexOf(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static String unfinished(Result result) {
        String last = result.err().strip();
        String why = last.isEmpty() ? "" : ": " + last.substring(last.lastIndexOf('\n') + 1);
        return switch (result.end()) {
            case TIMED_OUT -> "timed out after " + result.took().toSeconds() + " s" + why;
            case IDLE -> "gave no sign of life in time" + why;
            case SIGNALLED -> "was ended by signal " + (result.exit() - 128) + why;
            case EXITED -> "the host's shell ended with status " + result.exit() + why;
        };
    }

    /** Why it failed; empty where it did not. */
    public Optional<String> failure() {
        return values.containsKey("failed") ? Optional.of(text("failed")) : Optional.empty();
    }

    /** Whether something was said of a key. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** The last value of a key; the empty text where nothing was said. */
    public String text(String key) {
        List<String> all = values.getOrDefault(key, List.of());
        return all.isEmpty() ? "" : all.get(all.size() - 1);
    }

    /** All values of a key in the order they were said. */
    public List<String> texts(String key) {
        return List.copyOf(values.getOrDefault(key, List.of()));
    }

    /** Whether a key's value is {@code 1}. */
    public boolean flag(String key) {
        return text(key).equals("1");
    }

    /** A key's value as a whole number; 0 where it is none. */
    public long number(String key) {
        String text = text(key).strip();
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    /** The bytes of a key; empty where there are none. */
    public Optional<byte[]> raw(String key) {
        return Optional.ofNullable(raws.get(key));
    }

    /** All keys with their values, last said wins. */
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        values.keySet().forEach(key -> all.put(key, text(key)));
        return all;
    }
}
