package dev.steward.runner.lab.process;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options and operands of a call as GNU getopt_long reads them: options may stand after operands. */
public final class Arguments {

    private final Map<String, List<String>> found = new HashMap<>();
    private final List<String> rest = new ArrayList<>();

    private Arguments() {}

    /**
     * Reads a call.
     *
     * @param flags the letters without a value
     * @param valued the letters with one
     * @param names long options, separated by spaces: {@code name=letter}; {@code name:} is one with a value and no letter
     * @throws UsageException for an option the program does not have
     */
    public static Arguments of(Call call, String flags, String valued) {
        return of(call, flags, valued, "");
    }

    /** The same with long options. */
    public static Arguments of(Call call, String flags, String valued, String names) {
        Arguments arguments = new Arguments();
        List<String> words = call.arguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                arguments.rest.addAll(words.subList(i + 1, words.size()));
                break;
            }
            if (word.startsWith("--")) {
                i += arguments.named(call, i, valued, names);
            } else if (word.startsWith("-") && word.length() > 1) {
                i += arguments.letters(call, i, flags, valued);
            } else if (flags.startsWith("+")) {
                arguments.rest.addAll(words.subList(i, words.size()));
                break;
            } else {
                arguments.rest.add(word);
            }
        }
        return arguments;
    }

    private int letters(Call call, int index, String flags, String valued) {
        String word = call.arguments().get(index);
        for (int at = 1; at < word.length(); at++) {
            String letter = word.substring(at, at + 1);
            if (flags.contains(letter) && !letter.equals("+")) {
                put(letter, "");
            } else if (!valued.contains(letter)) {
                throw refuse(call, "invalid option -- '" + letter + "'");
            } else if (at + 1 < word.length()) {
                put(letter, word.substring(at + 1));
                return 0;
            } else if (index + 1 < call.arguments().size()) {
                put(letter, call.arguments().get(index + 1));
                return 1;
            } else {
                throw refuse(call, "option requires an argument -- '" + letter + "'");
            }
        }
        return 0;
    }

    private int named(Call call, int index, String valued, String names) {
        String word = call.arguments().get(index);
        int equal = word.indexOf('=');
        String name = word.substring(2, equal < 0 ? word.length() : equal);
        String key = null;
        for (String known : names.split(" ")) {
            String plain = known.replaceFirst("[=:].*", "");
            if (plain.equals(name)) {
                key = known;
            }
        }
        if (key == null) {
            throw refuse(call, "unrecognized option '" + word + "'");
        }
        String letter = key.contains("=") ? key.substring(key.indexOf('=') + 1) : name;
        boolean takes = key.endsWith(":") || (letter.length() == 1 && valued.contains(letter));
        if (equal >= 0 || !takes) {
            put(letter, equal < 0 ? "" : word.substring(equal + 1));
            return 0;
        }
        if (index + 1 >= call.arguments().size()) {
            throw refuse(call, "option '" + word + "' requires an argument");
        }
        put(letter, call.arguments().get(index + 1));
        return 1;
    }

    /** What a GNU program says about a call it does not understand. */
    public static UsageException refuse(Call call, String problem) {
        int status =
                switch (call.name()) {
                    case "grep", "sort", "ls", "cmp", "diff", "egrep", "fgrep" -> 2;
                    case "env", "timeout", "nohup", "nice" -> 125;
                    default -> 1;
                };
        return new UsageException(
                status, call.name() + ": " + problem + "\nTry '" + call.name() + " --help' for more information.");
    }

    private void put(String key, String value) {
        found.computeIfAbsent(key, any -> new ArrayList<>()).add(value);
    }

    public boolean has(String key) {
        return found.containsKey(key);
    }

    /** The last value, or the other one. */
    public String value(String key, String otherwise) {
        List<String> values = found.get(key);
        return values == null ? otherwise : values.get(values.size() - 1);
    }

    public List<String> values(String key) {
        return found.getOrDefault(key, List.of());
    }

    public List<String> rest() {
        return rest;
    }

    /** The operands, or a dash for standard input where there are none. */
    public List<String> files() {
        return rest.isEmpty() ? List.of("-") : rest;
    }

    /** UTF-8 text as the bytes the host's programs print. */
    public static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
