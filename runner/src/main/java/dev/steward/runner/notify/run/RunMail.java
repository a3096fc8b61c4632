package dev.steward.runner.notify.run;

import dev.steward.runner.event.Cause;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RecapText;
import dev.steward.runner.event.Status;
import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunDetail;
import dev.steward.runner.store.RunQueries;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The words about the end of a run, as a tired operator needs them: what, how bad, where and why, what next.
 *
 * @param queries what happened in it
 * @param url of the page; empty: no links
 * @param zone of the times
 */
public record RunMail(RunQueries queries, Optional<String> url, ZoneId zone) {

    private static final int FAILURES = 30;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

    /** As "Weekly updates, run 12: failed (1 failed, 3 changed, 1 ok)". */
    String title(Run run, Kind kind) {
        String hosts = hosts(run.hosts());
        return run.playbook() + ", run " + run.id() + ": "
                + (kind == Kind.RECOVERED ? "ok again" : run.status().word())
                + (hosts.isEmpty() ? "" : " (" + hosts + ")");
    }

    private static String hosts(Run.Hosts hosts) {
        return Stream.of(
                        Map.entry("failed", hosts.failed()),
                        Map.entry("unreachable", hosts.unreachable()),
                        Map.entry("aborted", hosts.aborted()),
                        Map.entry("not reached", hosts.notReached()),
                        Map.entry("changed", hosts.changed()),
                        Map.entry("ok", hosts.ok()))
                .filter(count -> count.getValue() > 0)
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    Optional<String> link(Run run) {
        return url.map(base -> base + "/runs/" + run.id());
    }

    String text(RunDetail detail, Kind kind) {
        Run run = detail.run();
        List<String> lines = new ArrayList<>(facts(run, kind));
        List<String> failures = kind == Kind.RECOVERED ? List.of() : failures(run.id(), detail.recap());
        if (!failures.isEmpty()) {
            lines.add("");
            lines.add("What failed");
            lines.addAll(failures);
        }
        if (!detail.recap().hosts().isEmpty()) {
            lines.add("");
            lines.add("Hosts");
            RecapText.of(detail.recap()).lines().map(line -> "  " + line).forEach(lines::add);
        }
        lines.add("");
        lines.addAll(next(run, kind));
        return String.join("\n", lines) + "\n";
    }

    private List<String> facts(Run run, Kind kind) {
        List<String> lines = new ArrayList<>();
        lines.add(title(run, kind));
        if (!run.message().isBlank()) {
            lines.add(plain(run.message()));
        }
        lines.add("");
        lines.add("Begun by  " + cause(run));
        run.scheduledAt().ifPresent(due -> lines.add("Due       " + time(due)));
        run.times().started().ifPresent(at -> lines.add("Started   " + time(at)));
        run.times()
                .finished()
                .ifPresent(at -> lines.add("Ended     " + time(at)
                        + run.times().took().map(RunMail::after).orElse("")));
        Optional.ofNullable(run.options().get("limit")).ifPresent(limit -> lines.add("Limit     " + limit));
        lines.add("Playbook  " + run.file());
        return lines;
    }

    private static String cause(Run run) {
        String kind = run.cause().kind() == Cause.Kind.PERSON
                ? ""
                : run.cause().kind().word() + " ";
        return kind + run.cause().name();
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    private static String after(Duration took) {
        return took.toMinutes() == 0
                ? ", after " + took.toSeconds() + " s"
                : ", after " + took.toMinutes() + " min " + took.toSecondsPart() + " s";
    }

    private List<String> failures(long run, Recap recap) {
        Matrix matrix = queries.matrix(run);
        Map<String, String> names =
                matrix.tasks().stream().collect(Collectors.toMap(Matrix.Column::step, Matrix.Column::name));
        List<Matrix.Cell> bad = matrix.cells().stream()
                .filter(cell -> failed(cell, recap.of(cell.host())))
                .toList();
        List<String> lines = new ArrayList<>();
        bad.stream().limit(FAILURES).forEach(cell -> {
            lines.add("  " + cell.host() + "  '" + names.getOrDefault(cell.step(), cell.step()) + "' " + cell.status());
            plain(cell.message()).lines().map(line -> "      " + line).forEach(lines::add);
        });
        if (bad.size() > FAILURES) {
            lines.add("  and " + (bad.size() - FAILURES) + " more");
        }
        return lines;
    }

    /** A rescued failure is none; its host has none in the recap. */
    private static boolean failed(Matrix.Cell cell, Recap.Counts host) {
        boolean bad =
                cell.status().equals(Status.FAILED.word()) || cell.status().equals(Status.UNREACHABLE.word());
        return bad && !cell.ignored() && host.failed() + host.unreachable() + host.aborted() > 0;
    }

    private List<String> next(Run run, Kind kind) {
        List<String> lines = new ArrayList<>();
        link(run).ifPresent(lines::add);
        lines.add("steward runs show " + run.id());
        if (kind == Kind.FAILED || kind == Kind.LOST) {
            lines.add("steward runs retry " + run.id()
                    + " --failed    begins it again on the hosts that did not end well");
        }
        return lines;
    }

    /** Without the escape sequences of colours. */
    private static String plain(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "");
    }
}
