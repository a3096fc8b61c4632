package dev.steward.web.matrix;

import dev.steward.runner.store.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Failures that differ in nothing but what differs on every host are one. */
public final class Failures {

    private static final Pattern UUID = Pattern.compile(
            "\\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern TEMPORARY = Pattern.compile("(/tmp|/var/tmp|/dev/shm)/[^\\s:;,'\"()]+");
    private static final Pattern MADE = Pattern.compile("(?i)\\b(te?mp)[-._][A-Za-z0-9]{4,}\\b");
    private static final Pattern HEX =
            Pattern.compile("\\b(0x[0-9a-f]+|(?=[a-f]*[0-9])[0-9a-f]{8,})\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern BLANK = Pattern.compile("\\s+");

    private Failures() {}

    /**
     * Groups of failures, the most frequent first.
     *
     * @param names of the tasks by step
     * @param cells that failed or were unreachable
     */
    static List<RunMatrix.Group> groups(Map<String, String> names, List<Matrix.Cell> cells) {
        Map<String, RunMatrix.Group> groups = new LinkedHashMap<>();
        for (Matrix.Cell cell : cells) {
            if (!cell.ignored()) {
                String likeness = cell.step() + '|' + cell.status() + '|' + likeness(cell.host(), cell.message());
                RunMatrix.Group one = new RunMatrix.Group(
                        Integer.toHexString(likeness.hashCode()),
                        names.getOrDefault(cell.step(), cell.step()),
                        cell.step(),
                        cell.status(),
                        cell.message(),
                        List.of(cell.host()));
                groups.merge(likeness, one, Failures::together);
            }
        }
        return groups.values().stream()
                .sorted(Comparator.comparingInt(
                        (RunMatrix.Group group) -> -group.hosts().size()))
                .toList();
    }

    private static RunMatrix.Group together(RunMatrix.Group one, RunMatrix.Group other) {
        List<String> hosts = new ArrayList<>(one.hosts());
        hosts.addAll(other.hosts());
        return new RunMatrix.Group(one.key(), one.task(), one.step(), one.word(), one.message(), List.copyOf(hosts));
    }

    /** A message without the host's name, numbers, identifiers and temporary paths. */
    public static String likeness(String host, String message) {
        String text = name(host).matcher(message).replaceAll("HOST");
        text = TEMPORARY.matcher(text).replaceAll("$1/X");
        text = MADE.matcher(text).replaceAll("$1X");
        text = UUID.matcher(text).replaceAll("ID");
        text = HEX.matcher(text).replaceAll("0");
        text = NUMBER.matcher(text).replaceAll("0");
        return BLANK.matcher(text).replaceAll(" ").strip();
    }

    /** The host's name, with or without its domain, where it stands as a word of its own. */
    private static Pattern name(String host) {
        int dot = host.indexOf('.');
        String text = Pattern.quote(host) + (dot > 0 ? "|" + Pattern.quote(host.substring(0, dot)) : "");
        return Pattern.compile("(?<![\\w-])(" + text + ")(?![\\w-])", Pattern.CASE_INSENSITIVE);
    }
}
