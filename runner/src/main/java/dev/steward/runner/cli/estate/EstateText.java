package dev.steward.runner.cli.estate;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Rows as aligned text. */
final class EstateText {

    /** Keys whose value stands in the line of another. */
    private static final Set<String> TOLD = Set.of("processors", "memoryLimit", "sums", "lastSeen");

    private EstateText() {}

    static void clusters(PrintStream out, List<Map<String, Object>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("CLUSTER", "QUORUM", "NODES", "GUESTS", "VERSION", "CALLS ITSELF"));
        for (Map<String, Object> row : rows) {
            boolean seen = row.containsKey("name");
            lines.add(
                    seen
                            ? List.of(
                                    text(row, "cluster"),
                                    !Boolean.TRUE.equals(row.get("clustered"))
                                            ? "stands alone"
                                            : Boolean.TRUE.equals(row.get("quorate")) ? "yes" : "LOST",
                                    row.get("online") + " of " + row.get("members") + " online",
                                    row.get("running") + " of " + row.get("guests") + " running",
                                    text(row, "version"),
                                    text(row, "name"))
                            : List.of(text(row, "cluster"), "not known", "", "", "", ""));
        }
        print(out, lines);
    }

    static void nodes(PrintStream out, List<Map<String, Object>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("NODE", "CLUSTER", "STATUS", "CPU", "MEMORY", "UP", "GUESTS", "ADDRESS"));
        rows.forEach(row -> lines.add(List.of(
                text(row, "name"),
                text(row, "cluster"),
                text(row, "status"),
                cpu(row),
                memory(row),
                up(row),
                text(row, "guests"),
                text(row, "address"))));
        print(out, lines);
    }

    static void guests(PrintStream out, List<Map<String, Object>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("GUEST", "NAME", "NODE", "STATUS", "CPU", "MEMORY", "UP", "ADDRESS", "TAGS"));
        rows.forEach(row -> lines.add(List.of(
                text(row, "id"),
                text(row, "name"),
                text(row, "node"),
                status(row),
                cpu(row),
                memory(row),
                up(row),
                address(row),
                String.join(" ", strings(row.get("tags"))))));
        print(out, lines);
    }

    static void one(PrintStream out, List<Map<String, Object>> rows) {
        rows.forEach(row -> row.forEach((key, value) -> {
            if (value != null && !String.valueOf(value).equals("[]") && !TOLD.contains(key)) {
                out.printf("%-10s %s%n", key.equals("uptimeSeconds") ? "up" : key, shown(key, value, row));
            }
        }));
    }

    private static String shown(String key, Object value, Map<String, Object> row) {
        return switch (key) {
            case "cpu" -> cpu(row) + " of " + Math.round((Double) row.get("processors"));
            case "memory" -> memory(row);
            case "uptimeSeconds" -> up(row);
            case "tags" -> String.join(" ", strings(value));
            case "addresses" -> addresses(value);
            default -> String.valueOf(value);
        };
    }

    private static String addresses(Object value) {
        List<String> all = new ArrayList<>();
        for (Object one : (List<?>) value) {
            Map<?, ?> address = (Map<?, ?>) one;
            all.add(address.get("ip") + " (" + address.get("device") + ", from " + address.get("from") + ")");
        }
        return String.join(", ", all);
    }

    private static String status(Map<String, Object> row) {
        String status = Boolean.TRUE.equals(row.get("template")) ? "template" : text(row, "status");
        return row.get("lock") == null ? status : status + " (" + row.get("lock") + ")";
    }

    private static String address(Map<String, Object> row) {
        List<?> all = (List<?>) row.get("addresses");
        return all.isEmpty() ? "" : String.valueOf(((Map<?, ?>) all.get(0)).get("ip"));
    }

    private static String cpu(Map<String, Object> row) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * (Double) row.get("cpu"));
    }

    private static String memory(Map<String, Object> row) {
        return gib(row, "memory") + "/" + gib(row, "memoryLimit") + " GiB";
    }

    private static String gib(Map<String, Object> row, String key) {
        return String.format(Locale.ROOT, "%.1f", (Long) row.get(key) / (double) (1 << 30));
    }

    private static String up(Map<String, Object> row) {
        Duration up = Duration.ofSeconds((Long) row.get("uptimeSeconds"));
        if (up.isZero()) {
            return "-";
        }
        return up.toDays() > 0
                ? up.toDays() + "d" + up.toHoursPart() + "h"
                : up.toHours() > 0 ? up.toHours() + "h" + up.toMinutesPart() + "m" : up.toMinutes() + "m";
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String::valueOf).toList();
    }

    private static String text(Map<String, Object> row, String key) {
        Object value = row.get(key);
        return value == null ? "" : String.valueOf(value);
    }

    static void print(PrintStream out, List<List<String>> lines) {
        int columns = lines.get(0).size();
        int[] width = new int[columns];
        lines.forEach(line -> {
            for (int i = 0; i < columns; i++) {
                width[i] = Math.max(width[i], line.get(i).length());
            }
        });
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                text.append(line.get(i))
                        .append(" ".repeat(width[i] - line.get(i).length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
