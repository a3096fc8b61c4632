package dev.steward.runner.account;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The playbooks that somebody may run.
 *
 * @param patterns of names, in which {@code *} stands for anything: {@code update-*}; none: every playbook
 */
public record PlaybookLimit(List<String> patterns) {

    /** Every playbook. */
    public static final PlaybookLimit NONE = new PlaybookLimit(List.of());

    /** So much of it is kept. */
    public static final int LONGEST = 2_000;

    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}*][\\p{L}\\p{N}*._/-]{0,199}");

    public PlaybookLimit {
        patterns = patterns.stream().map(PlaybookLimit::bare).distinct().toList();
    }

    /**
     * As it is written, with commas or blanks between the patterns.
     *
     * @throws IllegalArgumentException where one of them is none, in words for whoever typed it
     */
    public static PlaybookLimit of(String text) {
        List<String> patterns = Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .toList();
        for (String pattern : patterns) {
            if (!FORM.matcher(pattern).matches()) {
                throw new IllegalArgumentException(
                        "'" + pattern + "' is no pattern of playbooks; expected names such as update-* or backup.");
            }
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("That is too long: at most " + LONGEST + " characters of patterns.");
        }
        return new PlaybookLimit(patterns);
    }

    /** Whether there is none: every playbook may be run. */
    public boolean open() {
        return patterns.isEmpty();
    }

    /** Whether a playbook may be run, with the ending of its file or without. */
    public boolean allows(String playbook) {
        String name = bare(playbook);
        return open() || patterns.stream().anyMatch(pattern -> name.matches(regex(pattern)));
    }

    /** As it is written and kept; empty: every playbook. */
    public String text() {
        return String.join(", ", patterns);
    }

    private static String bare(String name) {
        return name.endsWith(".groovy") ? name.substring(0, name.length() - ".groovy".length()) : name;
    }

    private static String regex(String pattern) {
        return Arrays.stream(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
