package dev.steward.web.design;

import dev.steward.runner.app.resume.Resumable;
import dev.steward.runner.event.Diff;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Matrix;
import dev.steward.runner.store.Run;
import dev.steward.web.compare.Comparison;
import dev.steward.web.format.DiffLines;
import dev.steward.web.format.LogLine;
import dev.steward.web.format.Span;
import dev.steward.web.format.Times;
import dev.steward.web.matrix.RunMatrix;
import dev.steward.web.matrix.Window;
import dev.steward.web.page.CellPage;
import dev.steward.web.page.PlaybookPage;
import dev.steward.web.page.RunHead;
import dev.steward.web.page.RunPage;
import dev.steward.web.page.RunRow;
import dev.steward.web.page.RunTextsPage;
import dev.steward.web.run.LogSearch;
import dev.steward.web.run.PlanOutline;
import dev.steward.web.run.UpidLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Runs of every status, and what their pages are made of. Their numbers are no run's. */
public final class RunSpecimens {

    private static final long NUMBER = 900_000;
    private static final String LONG =
            "Update every container of both clusters, the databases among them, and reboot what asks for it";
    private static final List<String> LOOKS =
            List.of("bold", "faint", "under", "red", "green", "yellow", "blue", "magenta", "cyan", "black", "white");

    private final Times times;
    private final Instant now;

    RunSpecimens(Times times, Instant now) {
        this.times = times;
        this.now = now;
    }

    /** One of each status, and one with all that a row may hold. */
    public List<RunRow> rows() {
        List<RunRow> rows = new ArrayList<>();
        for (RunStatus status : RunStatus.values()) {
            rows.add(row(status));
        }
        rows.add(new RunRow(
                NUMBER + 99,
                LONG,
                "ok",
                "webhook deploy-of-the-shop",
                "web-01.shop.example.com:web-02.shop.example.com",
                true,
                RunRow.Bar.of(new Run.Hosts(140, 31, 0, 0, 0, 0)),
                span(Duration.ofDays(3), "2 h 04 min", "fast", 0),
                "",
                "",
                List.of()));
        return rows;
    }

    private RunRow row(RunStatus status) {
        boolean running = status == RunStatus.RUNNING;
        return new RunRow(
                NUMBER + status.ordinal(),
                "Weekly updates",
                status.word(),
                status == RunStatus.OK ? "anna" : "schedule weekly-updates",
                status == RunStatus.CANCELLED ? "web:!web-3" : "",
                status == RunStatus.QUEUED,
                RunRow.Bar.of(hosts(status)),
                switch (status) {
                    case QUEUED, MISSED, HELD -> span(Duration.ofHours(30), "", "", 0);
                    case RUNNING -> span(Duration.ofMinutes(4), "4 min 02 s", "", 62);
                    case FAILED -> span(Duration.ofHours(9), "8 min 41 s", "slow", 0);
                    default -> span(Duration.ofHours(5), "4 min 12 s", "", 0);
                },
                note(status),
                running ? "about 2 min 10 s left" : "",
                running
                        ? List.of(
                                "'Upgrade packages' on mail is silent for 6 min 10 s, it usually takes 40 s",
                                "'Upgrade packages' on git is silent for 6 min 08 s, it usually takes 38 s")
                        : List.of());
    }

    private RunRow.Span span(Duration ago, String took, String tint, int percent) {
        return new RunRow.Span(
                times.when(now.minus(ago)),
                took,
                tint,
                "usually 4 min 12 s",
                percent > 0 ? Optional.of(percent) : Optional.empty());
    }

    private static Run.Hosts hosts(RunStatus status) {
        return switch (status) {
            case OK -> new Run.Hosts(9, 3, 0, 0, 0, 0);
            case RUNNING -> new Run.Hosts(4, 2, 0, 0, 0, 6);
            case FAILED -> new Run.Hosts(6, 3, 2, 1, 0, 0);
            case CANCELLED, LOST -> new Run.Hosts(2, 1, 0, 0, 4, 5);
            default -> new Run.Hosts(0, 0, 0, 0, 0, 0);
        };
    }

    private static String note(RunStatus status) {
        return switch (status) {
            case QUEUED -> "waits until another run of it is over";
            case RUNNING -> "Upgrade packages on mail";
            case FAILED -> "2 hosts failed, 1 unreachable";
            case CANCELLED -> "cancelled by anna";
            case LOST -> "Steward ended while it went on";
            case MISSED -> "Steward was down from 02:58 to 03:14";
            case HELD -> "a UPS is on battery";
            default -> "";
        };
    }

    /** Of that status. */
    public RunRow of(String status) {
        return rows().stream()
                .filter(row -> row.status().equals(status))
                .findFirst()
                .orElseThrow();
    }

    /** One that goes on, one that failed and whose playbook changed since, one that did not begin. */
    public List<RunHead> heads() {
        return List.of(
                head("running", false, 0, List.of()),
                head("failed", true, 3, List.of("weekly-updates.groovy")),
                head("missed", true, 0, List.of()));
    }

    private RunHead head(String status, boolean ended, int failed, List<String> changed) {
        RunRow row = of(status);
        return new RunHead(
                row,
                ended,
                ended,
                row.times().begun(),
                failed,
                changed,
                ended ? "1a2b3c4" : "",
                ended ? "/approvals" : "",
                resume(status),
                "overview");
    }

    private static Resumable resume(String status) {
        return status.equals("failed")
                ? new Resumable(
                        Optional.empty(),
                        List.of("'Restart the service' on mail", "'Restart the service' on web-1"),
                        List.of("mail", "web-1"),
                        Optional.of(3L),
                        Optional.empty())
                : Resumable.NEVER;
    }

    /** Every word of a cell. */
    public RunMatrix matrix() {
        List<Matrix.Column> columns = List.of(
                new Matrix.Column("0.0", "Update containers", "Upgrade packages", "apt"),
                new Matrix.Column("0.1", "Update containers", "Check whether a reboot is required", "stat"),
                new Matrix.Column("1.0", "Report", "Say what is left", "debug"));
        List<RunMatrix.Row> rows = List.of(
                matrixRow(0, "mail", "failed", "", ""),
                matrixRow(1, "wiki", "unreachable", "", ""),
                matrixRow(2, "git", "ignored", "running", ""),
                matrixRow(3, "a-host-with-a-name-of-its-own.example.com", "changed", "ok", "skipped"));
        List<RunMatrix.Group> groups = List.of(
                new RunMatrix.Group(
                        "a",
                        "Upgrade packages",
                        "0.0",
                        "failed",
                        "E: Could not get lock /var/lib/dpkg/lock-frontend: it is held by process 4321 (unattended-upgr)",
                        List.of("mail")),
                new RunMatrix.Group(
                        "b",
                        "Upgrade packages",
                        "0.0",
                        "unreachable",
                        "no route to wiki: connect timed out after 10 s",
                        Stream.concat(
                                        Stream.of("wiki"),
                                        Stream.iterate(1, n -> n < 10, n -> n + 1)
                                                .map(n -> "web-" + n))
                                .toList()));
        return new RunMatrix(
                new Window(0, 40, 0, 3, 4, 3),
                List.of(new RunMatrix.PlayHead("Update containers", 2), new RunMatrix.PlayHead("Report", 1)),
                columns,
                rows,
                groups,
                Optional.of(groups.get(0)));
    }

    private static RunMatrix.Row matrixRow(int place, String host, String first, String second, String third) {
        List<RunMatrix.Cell> cells = new ArrayList<>();
        for (String word : List.of(first, second, third)) {
            cells.add(new RunMatrix.Cell(
                    List.of("0.0", "0.1", "1.0").get(cells.size()), word, host + ": " + word, word.equals("running")));
        }
        boolean bad = first.equals("failed") || first.equals("unreachable");
        return new RunMatrix.Row(
                place, host, first, new Recap.Counts(bad ? 0 : 2, 1, 0, bad ? 1 : 0, 0, 0, 0, 0, 0), cells);
    }

    /** Every kind of line, and what a program may colour. */
    public List<LogLine> lines() {
        List<LogLine> lines = new ArrayList<>();
        for (String kind : List.of(
                "play", "task", "ok", "changed", "failed", "unreachable", "skipped", "note", "warn", "out", "err")) {
            lines.add(new LogLine(
                    String.valueOf(lines.size() + 1),
                    times.clock(now),
                    kind.equals("play") ? "" : "mail",
                    "0.0",
                    kind,
                    List.of(new Span("", "A line of the kind " + kind))));
        }
        List<Span> looks = new ArrayList<>(List.of(new Span("", "What a program prints: ")));
        LOOKS.forEach(look -> looks.add(new Span("a-" + look, look + " ")));
        looks.add(new Span("hit", "what was searched for"));
        lines.add(new LogLine(lines.size() + ".1", times.clock(now), "mail", "0.0", "out", looks));
        return lines;
    }

    /** What is looked for in a log. */
    public LogSearch.Wanted wanted() {
        return new LogSearch.Wanted("tzdata", true, Optional.empty());
    }

    /** A question that nobody answered yet. */
    public RunPage.View asks() {
        return new RunPage.View(
                heads().get(0),
                List.of(new RunPage.Question(
                        "0.0",
                        "docker-1",
                        "Reboot docker-1 now? Two people are logged in.",
                        times.when(now.plus(Duration.ofMinutes(9))))),
                matrix(),
                List.of(),
                new RunPage.Tail(List.of(), 0, 0));
    }

    /** A task on a host with all that it leaves. */
    public CellPage.View cell() {
        return new CellPage.View(
                heads().get(1),
                new Matrix.Column("0.0", "Update containers", "Upgrade packages", "apt"),
                "mail",
                "changed",
                lines().subList(1, 4),
                List.of(),
                List.of(change()),
                Map.of("upgraded", 3, "rebootRequired", true));
    }

    private static RunTextsPage.Change change() {
        return new RunTextsPage.Change(
                List.of("mail", "git"),
                "0.0",
                "packages",
                DiffLines.of(new Diff(
                        "packages",
                        "libssl3 3.0.14-1\nopenssl 3.0.14-1\ntzdata 2026a",
                        "libssl3 3.0.15-1\nopenssl 3.0.15-1\ntzdata 2026a")));
    }

    /** Tasks of Proxmox VE as a run awaits them. */
    public List<UpidLine> upids() {
        List<String> tail =
                List.of("INFO: starting new backup job: vzdump 201", "INFO:  41% (13.1 GiB of 32.0 GiB) in 31s");
        return List.of(
                upid(1, "vzdump 201 on pve1", "back up VM 201 docker-1", "running", "", OptionalInt.of(41), tail),
                upid(2, "qmsnapshot 201 on pve1", "snapshot VM 201 docker-1", "ok", "", OptionalInt.empty(), List.of()),
                upid(
                        3,
                        "qmigrate 102 on pve2",
                        "migrate VM 102 gpu-1",
                        "warnings",
                        "1 warning",
                        OptionalInt.empty(),
                        List.of()),
                upid(
                        4,
                        "vzshutdown 104 on pve1",
                        "shut down CT 104 mail",
                        "failed",
                        "exit code 1",
                        OptionalInt.empty(),
                        List.of()),
                upid(5, "vzstart 104 on pve2", "start CT 104 mail", "unknown", "", OptionalInt.empty(), List.of()));
    }

    private static UpidLine upid(
            int number, String what, String action, String word, String told, OptionalInt percent, List<String> tail) {
        return new UpidLine(
                "UPID:specimen:" + number,
                what,
                action,
                "0.0",
                "docker-1",
                word,
                told,
                "31 s",
                percent,
                number == 1 ? Optional.of("https://pve1.example.com:8006/") : Optional.empty(),
                true,
                tail);
    }

    /** A play with what a step may say. */
    public List<PlanOutline.PlayLine> plan() {
        return List.of(new PlanOutline.PlayLine(
                "Update containers",
                "lxc_containers:!mail",
                "serial 25 %, forks 5",
                List.of(
                        new PlanOutline.StepLine(
                                0, "Upgrade packages", "apt upgrade: dist", List.of("tags packages"), "task"),
                        new PlanOutline.StepLine(
                                0, "only where it is required", "", List.of("when rebootRequired.exists"), "block"),
                        new PlanOutline.StepLine(
                                1, "Reboot", "reboot timeout: 10 min", List.of("at most 10 min", "once"), "task"),
                        new PlanOutline.StepLine(0, "Reload nginx", "service name: nginx", List.of(), "handler"))));
    }

    /** Hosts that a limit leaves: some, none, and a limit that is wrong. */
    public PlaybookPage.Reach reach() {
        return new PlaybookPage.Reach(
                "mail:gti",
                List.of(
                        new PlaybookPage.PlayHosts(
                                "Update containers", "lxc_containers", List.of("dns-1", "git", "mail")),
                        new PlaybookPage.PlayHosts("Update Docker VMs", "docker_vms", List.of())),
                List.of("reboots pve1, and its 4 guests go down with it"),
                List.of("'gti' matches no host; did you mean 'git'?"),
                List.of());
    }

    /** A task that went differently, and one that was not reached. */
    public List<Comparison.Side> sides() {
        return List.of(
                new Comparison.Side("0.0", "changed", "3 upgraded: libssl3 3.0.14-1 -> 3.0.15-1"),
                new Comparison.Side("", "", ""));
    }

    /** Values that differ, one of them on one side alone. */
    public List<Comparison.Value> values() {
        return List.of(
                new Comparison.Value("rebootDelay", "10 s", "1 min"), new Comparison.Value("autoReboot", "", "true"));
    }
}
