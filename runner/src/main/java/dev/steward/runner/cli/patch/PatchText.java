package dev.steward.runner.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** Facts of packages and reboots as tables for a person. */
final class PatchText {

    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private PatchText() {}

    /** Rows under a head, each column as wide as its widest. */
    static List<String> table(List<String> head, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(head);
        all.addAll(rows);
        int[] widths = IntStream.range(0, head.size())
                .map(i ->
                        all.stream().mapToInt(row -> row.get(i).length()).max().orElse(1))
                .toArray();
        return all.stream()
                .map(row -> IntStream.range(0, head.size())
                        .mapToObj(i -> String.format("%-" + Math.max(1, widths[i]) + "s", row.get(i)))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .toList();
    }

    /** How up to date hosts are. */
    static List<String> hosts(JsonNode hosts) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode one : hosts) {
            rows.add(List.of(
                    text(one, "host"),
                    one.path("pending").isNull() ? "?" : text(one, "pending"),
                    one.path("pending_security").isNull() ? "?" : text(one, "pending_security"),
                    one.path("age_days").isNull()
                            ? "-"
                            : text(one, "age_days") + " d"
                                    + (one.path("overdue").asBoolean() ? " !" : ""),
                    time(one, "checked_at", "never"),
                    time(one, "patched_at", "never"),
                    one.path("reboot_required").asBoolean() ? "required" : "-",
                    text(one, "last_said")));
        }
        return table(List.of("host", "pending", "security", "age", "checked", "patched", "reboot", "last said"), rows);
    }

    /** Package work. */
    static List<String> operations(JsonNode operations) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode one : operations) {
            rows.add(List.of(
                    text(one, "id"),
                    text(one, "mode"),
                    text(one, "status"),
                    one.path("pending_before").isNull() ? "?" : text(one, "pending_before"),
                    one.path("pending_after").isNull() ? "?" : text(one, "pending_after"),
                    text(one, "packages_changed"),
                    time(one, "completed_at", "-"),
                    text(one, "message")));
        }
        return table(List.of("operation", "mode", "status", "before", "after", "changed", "ended", "message"), rows);
    }

    /** Lines of the ledger. */
    static List<String> ledger(JsonNode lines) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode one : lines) {
            rows.add(List.of(
                    time(one, "at", "-"),
                    text(one, "host"),
                    text(one, "name"),
                    change(one),
                    text(one, "action") + (one.path("security").asBoolean() ? " (security)" : ""),
                    "run " + text(one, "run")));
        }
        return table(List.of("when", "host", "package", "version", "what", "by"), rows);
    }

    /** From a version to another. */
    static String change(JsonNode one) {
        String from = text(one, "from");
        String to = text(one, "to");
        return from.isEmpty() ? to : to.isEmpty() ? from : from + " -> " + to;
    }

    /** Exceptions and exemptions. */
    static List<String> exceptions(JsonNode all) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode one : all) {
            String ended = text(one, "ended_by");
            rows.add(List.of(
                    text(one, "id"),
                    one.path("active").asBoolean() ? "active" : ended.isEmpty() ? "expired" : "ended by " + ended,
                    (text(one, "scope") + " " + text(one, "target")).strip(),
                    one.has("package") ? text(one, "package") : "reboot",
                    time(one, "until", "-"),
                    text(one, "by"),
                    text(one, "reason")));
        }
        return table(List.of("id", "state", "whom", "what", "until", "by", "reason"), rows);
    }

    /** Requested reboots. */
    static List<String> reboots(JsonNode all) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode one : all) {
            rows.add(List.of(
                    text(one, "id"),
                    text(one, "host"),
                    text(one, "status"),
                    time(one, "created_at", "-"),
                    text(one, "timeout_seconds") + " s",
                    text(one, "by"),
                    text(one, "reason"),
                    text(one, "message")));
        }
        return table(List.of("id", "host", "status", "asked", "limit", "by", "reason", "message"), rows);
    }

    /** Each word of an array. */
    static String words(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", "));
    }

    static String time(JsonNode row, String field, String none) {
        String said = text(row, field);
        return said.isEmpty() ? none : SHORT.format(Instant.parse(said));
    }

    static String text(JsonNode row, String field) {
        JsonNode value = row.path(field);
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }
}
