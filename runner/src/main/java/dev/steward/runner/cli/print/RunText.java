package dev.steward.runner.cli.print;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The facts of runs as lines for a person. */
public final class RunText {

    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter LONG =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private RunText() {}

    /** The longest text of a column. */
    public static int width(JsonNode rows, String field) {
        int width = 1;
        for (JsonNode row : rows) {
            width = Math.max(width, row.path(field).asText("").length());
        }
        return width;
    }

    /** Number, status word, begin, duration, playbook, who, and what there is to say. */
    public static String line(JsonNode row, int playbook) {
        String message = row.path("message").asText("");
        String word = row.path("status").asText();
        String told = message.startsWith(word + ": ") ? message.substring(word.length() + 2) : message;
        return String.format(
                        "%6d  %-9s  %s  %7s  %-" + playbook + "s  %-20s  %s",
                        row.path("id").asLong(),
                        word,
                        time(first(row, "started", "scheduledAt", "created"), SHORT),
                        took(row),
                        row.path("playbook").asText(),
                        who(row),
                        told)
                .stripTrailing();
    }

    /** The facts of one run, a line each; what is not known is left out. */
    public static List<String> facts(JsonNode run) {
        List<String> lines = new ArrayList<>();
        add(lines, "run", run.path("id").asText());
        add(
                lines,
                "playbook",
                run.path("playbook").asText() + "  (" + run.path("file").asText() + ")");
        add(lines, "status", run.path("status").asText());
        add(lines, "message", run.path("message").asText(""));
        add(lines, "resumes", run.path("resumes").asText(""));
        add(lines, "resumed by", run.path("resumedBy").asText(""));
        add(lines, "last step", run.path("lastStep").asText(""));
        add(lines, "begun by", who(run));
        add(lines, "due", time(run.path("scheduledAt").asText(""), LONG));
        add(lines, "started", time(run.path("started").asText(""), LONG));
        add(lines, "finished", time(run.path("finished").asText(""), LONG));
        add(lines, "took", took(run));
        add(lines, "exit code", run.path("exit").asText(""));
        add(lines, "limit", run.path("limit").asText(""));
        if (run.path("check").asBoolean()) {
            add(lines, "check", "nothing was changed");
        }
        run.path("upids").forEach(upid -> add(lines, "upid", upid(upid)));
        run.path("parameters").properties().forEach(p -> add(lines, "var " + p.getKey(), plain(p.getValue())));
        return lines;
    }

    private static String upid(JsonNode upid) {
        String status = upid.path("status").asText();
        String exit = upid.path("exitStatus").asText("");
        String told = status.equals("ok") || exit.isEmpty() || exit.equals("null") ? "" : ": " + exit;
        return UpidText.of(upid.path("upid").asText()) + "  " + status + told + "  " + took(upid);
    }

    private static void add(List<String> lines, String name, String value) {
        if (!value.isBlank() && !value.equals("null")) {
            lines.add(String.format("%-14s  %s", name, value));
        }
    }

    private static String plain(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }

    private static String who(JsonNode run) {
        String by = run.path("by").asText("");
        String kind = run.path("cause").asText();
        return kind.equals("person") ? by : by.isEmpty() ? kind : kind + " " + by;
    }

    private static String took(JsonNode run) {
        JsonNode seconds = run.path("seconds");
        return seconds.isNumber() ? Spans.words(Duration.ofMillis((long) (seconds.asDouble() * 1000))) : "";
    }

    private static String first(JsonNode row, String... fields) {
        for (String field : fields) {
            if (row.path(field).isTextual()) {
                return row.path(field).asText();
            }
        }
        return "";
    }

    private static String time(String instant, DateTimeFormatter form) {
        return instant.isEmpty() || instant.equals("null")
                ? ""
                : form.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
    }
}
