package dev.steward.runner.cli.image;

import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a host's containers were made from, as lines. */
final class ImageText {

    private static final List<String> TELLING = List.of("newer", "unknown");
    private static final int DIGEST = 19;

    private ImageText() {}

    /**
     * The lines of a host; none where it has no Docker.
     *
     * @param newer only what has a newer version, or could not be compared
     */
    static List<String> of(String host, RunEvent.TaskFinished said, boolean newer) {
        if (said.status() == Status.SKIPPED) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(host + "  " + said.message()));
        List<Map<?, ?>> rows = rows(said).stream()
                .filter(row -> !newer || TELLING.contains(text(row, "state")))
                .toList();
        int name = width(rows.stream().map(ImageText::name).toList());
        int image = width(rows.stream().map(row -> text(row, "image")).toList());
        for (Map<?, ?> row : rows) {
            lines.add(("  " + padded(name(row), name) + "  " + padded(text(row, "image"), image) + "  "
                            + padded(text(row, "state"), 7) + "  " + more(row))
                    .stripTrailing());
        }
        return lines;
    }

    private static List<Map<?, ?>> rows(RunEvent.TaskFinished said) {
        List<Map<?, ?>> rows = new ArrayList<>();
        if (said.data().get("images") instanceof List<?> all) {
            for (Object one : all) {
                if (one instanceof Map<?, ?> row) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private static String name(Map<?, ?> row) {
        return text(row, "project").isEmpty()
                ? text(row, "container")
                : text(row, "project") + "/" + text(row, "service");
    }

    private static String more(Map<?, ?> row) {
        return text(row, "state").equals("newer")
                ? cut(text(row, "digest")) + " -> " + cut(text(row, "newest"))
                : text(row, "why");
    }

    private static String cut(String digest) {
        return digest.length() <= DIGEST ? digest : digest.substring(0, DIGEST);
    }

    private static String text(Map<?, ?> row, String field) {
        Object value = row.get(field);
        return value == null ? "" : value.toString();
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
