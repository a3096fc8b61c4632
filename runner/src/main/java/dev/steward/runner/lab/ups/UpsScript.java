package dev.steward.runner.lab.ups;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a UPS says in the course of time: a {@code .dev} or {@code .seq} file as NUT's dummy-ups reads it, lines of
 * {@code variable: value}, {@code TIMER seconds} and {@code ALARM text}.
 *
 * @param lines in order
 * @param again whether it begins anew at its end, as dummy-ups does with a {@code .seq}
 */
public record UpsScript(List<Line> lines, boolean again) {

    public UpsScript {
        lines = List.copyOf(lines);
    }

    /** A line. */
    public sealed interface Line {

        /** A variable takes a value. */
        record Says(String variable, String value) implements Line {}

        /** Time passes. */
        record Waits(Duration time) implements Line {}

        /** {@code ups.alarm} is set, or with no text cleared. */
        record Alarms(String text) implements Line {}
    }

    /**
     * Of a file.
     *
     * @throws IllegalArgumentException naming the line that is wrong
     */
    public static UpsScript read(Path file) throws IOException {
        return of(file.getFileName().toString(), Files.readString(file));
    }

    /**
     * Of a text.
     *
     * @param name of its file; one that ends in {@code .seq} begins anew at its end
     * @throws IllegalArgumentException naming the line that is wrong
     */
    public static UpsScript of(String name, String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            List<String> words = words(line);
            if (!words.isEmpty()) {
                lines.add(line(words, name + ":" + number));
            }
        }
        return new UpsScript(lines, name.endsWith(".seq"));
    }

    /** The same, played once. */
    public UpsScript once() {
        return new UpsScript(lines, false);
    }

    /** All its waits. */
    public Duration length() {
        return lines.stream()
                .map(line -> line instanceof Line.Waits waits ? waits.time() : Duration.ZERO)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Line line(List<String> words, String at) {
        String first = words.get(0);
        String rest = String.join(" ", words.subList(1, words.size()));
        if (first.equals("TIMER")) {
            if (!rest.matches("\\d{1,7}")) {
                throw new IllegalArgumentException(at + ": TIMER wants a number of seconds, as TIMER 60");
            }
            return new Line.Waits(Duration.ofSeconds(Long.parseLong(rest)));
        }
        if (first.equals("ALARM")) {
            return new Line.Alarms(rest);
        }
        String variable = first.replaceFirst(":.*", "");
        if (!variable.matches("[a-z][A-Za-z0-9]*(\\.[A-Za-z0-9-]+)+")) {
            throw new IllegalArgumentException(
                    at + ": '" + first + "' is no variable; write a line such as ups.status: OB, or TIMER 60");
        }
        return new Line.Says(variable, rest);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        java.util.regex.Matcher matcher = java.util.regex.Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|#.*|[^\\s\"]+")
                .matcher(line);
        while (matcher.find() && !matcher.group().startsWith("#")) {
            words.add(
                    matcher.group(1) == null
                            ? matcher.group()
                            : matcher.group(1).replaceAll("\\\\(.)", "$1"));
        }
        return words;
    }
}
