package dev.steward.web.design;

import dev.steward.runner.collect.usage.Measure;
import dev.steward.runner.collect.usage.Usage;
import dev.steward.runner.proxmox.detail.PveTask;
import dev.steward.runner.proxmox.detail.Replication;
import dev.steward.runner.proxmox.detail.Series.Span;
import dev.steward.web.chart.Drawn;
import dev.steward.web.chart.Happening;
import dev.steward.web.estate.ClusterLine;
import dev.steward.web.estate.ClusterPage;
import dev.steward.web.estate.GuestFilter;
import dev.steward.web.estate.GuestLine;
import dev.steward.web.estate.Lately;
import dev.steward.web.estate.LoadLine;
import dev.steward.web.estate.Meter;
import dev.steward.web.estate.NodeLine;
import dev.steward.web.estate.Read;
import dev.steward.web.estate.Spans;
import dev.steward.web.estate.StorageLine;
import dev.steward.web.estate.TaskLine;
import dev.steward.web.format.Times;
import dev.steward.web.http.Params;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Clusters, nodes, guests and what they use, in each of their states. */
public final class EstateSpecimens {

    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int STEPS = 288;

    private final Times times;
    private final Instant now;
    private final ZoneId zone;

    EstateSpecimens(Times times, Instant now, ZoneId zone) {
        this.times = times;
        this.now = now;
        this.zone = zone;
    }

    /** Empty, half, high, full, and words alone. */
    public List<Meter> meters() {
        return List.of(meter(40), meter(510), meter(840), meter(960), words("3 days"));
    }

    private static Meter meter(int permille) {
        String level = permille >= 900 ? "full" : permille >= 800 ? "high" : "";
        return new Meter("specimen:" + permille, permille / 10 + " % of 8 GiB", permille, level, permille / 10 + " %");
    }

    private static Meter words(String words) {
        return new Meter("specimen:" + words, words, -1, "", "");
    }

    /** That answers, that never answered, and that does no more. */
    public List<ClusterLine> clusters() {
        return List.of(
                cluster(
                        "home",
                        new ClusterLine.State("ok", "quorum"),
                        Optional.empty(),
                        List.of(storages().get(1))),
                cluster(
                        "away",
                        new ClusterLine.State("unknown", "not known"),
                        Optional.of("Connection refused; check that the node is on and that port 8006 is open"),
                        List.of()),
                cluster(
                        "half",
                        new ClusterLine.State("failed", "no quorum: 1 of 3 votes"),
                        Optional.empty(),
                        List.of()));
    }

    private ClusterLine cluster(
            String name, ClusterLine.State quorum, Optional<String> problem, List<StorageLine> full) {
        boolean seen = !name.equals("away");
        return new ClusterLine(
                name,
                seen ? "lab" : "",
                "/estate",
                problem,
                seen ? Optional.of(times.when(now.minusSeconds(12))) : Optional.empty(),
                seen ? "9.2.11" : "",
                quorum,
                seen ? List.of(words("2 of 2 nodes online"), words("3 of 6 guests running")) : List.of(),
                seen ? List.of(words("0.1 of 5"), words("341 MiB of 1.0 GiB"), words("6.0 GiB")) : List.of(),
                List.of(),
                full);
    }

    /** Online, offline, and kept out for maintenance. */
    public List<NodeLine> nodes() {
        return List.of(node("pve1", "online", 510), node("pve2", "offline", 0), node("pve3", "maintenance", 960));
    }

    private static NodeLine node(String name, String status, int load) {
        return new NodeLine(
                "specimen/" + name,
                name,
                "/estate",
                status,
                "192.0.2.11",
                load(load),
                words("2 of 4"),
                List.of(words("0.1 of 5"), words("341 MiB of 1.0 GiB"), words("6.0 GiB")),
                "/estate");
    }

    private static LoadLine load(int permille) {
        return permille == 0
                ? new LoadLine(words(""), words(""), words(""), words(""))
                : new LoadLine(meter(permille), meter(permille), meter(permille / 2), words("41 days"));
    }

    /** Running with all that may be said of one, stopped, paused, and a template. */
    public List<GuestLine> guests() {
        List<String> tags = List.of("prod", "shop");
        return List.of(
                guest(
                        "web-1",
                        "running",
                        840,
                        new GuestLine.Words(
                                List.of("192.0.2.21", "2001:db8::21"), "", tags, "shop", "backup", "started", 12)),
                guest("a-guest-with-a-name-of-its-own-that-is-long", "stopped", 0, quiet("")),
                guest("gpu-1", "paused", 40, quiet("the guest agent does not answer")),
                guest("debian-12", "template", 0, quiet("")));
    }

    private static GuestLine.Words quiet(String unknown) {
        return new GuestLine.Words(List.of(), unknown, List.of(), "", "", "", 0);
    }

    private static GuestLine guest(String name, String status, int load, GuestLine.Words words) {
        return new GuestLine(
                "specimen/" + name,
                "lxc/101",
                name,
                "/estate",
                new GuestLine.Place("home", "pve1", "/estate"),
                "Agentless",
                status,
                words,
                load(load));
    }

    /** Sorted by use of processors, so that a head of the table says so. */
    public GuestFilter filter() {
        return new GuestFilter(new Params(List.of(new Params.Param("sort", "-cpu"))));
    }

    /** With room, with little left, and one that cannot be used. */
    public List<StorageLine> storages() {
        return List.of(
                new StorageLine("local-zfs", "pve1", "zfspool", "images, rootdir", true, meter(510)),
                new StorageLine("backups", "shared", "pbs", "backup", true, meter(960)),
                new StorageLine("iso", "shared", "nfs", "iso", false, meter(0)));
    }

    /** A task that goes on, one that ended well, one that failed. */
    public Read<List<TaskLine>> tasks() {
        return new Read<>(
                Optional.of(List.of(
                        task("vzdump", Optional.empty(), ""),
                        task("vzstart", Optional.of("OK"), "2.1 s"),
                        task("vzshutdown", Optional.of("exit code 1"), "1 min 00 s"))),
                Optional.empty());
    }

    private TaskLine task(String type, Optional<String> status, String took) {
        Instant begun = now.minusSeconds(300);
        return new TaskLine(
                new PveTask(
                        "UPID:specimen:" + type,
                        type,
                        "101",
                        "root@pam!steward",
                        begun,
                        status.map(ended -> now),
                        status),
                times.when(begun),
                took);
    }

    /** None could be read. */
    public Read<List<TaskLine>> unread() {
        return new Read<>(Optional.empty(), Optional.of("the node does not answer; check that it is on"));
    }

    /** In time, failed, not yet begun, and switched off. */
    public List<ClusterPage.Job> jobs() {
        return List.of(
                job("101-0", 0, true, false),
                job("102-0", 3, true, false),
                job("103-0", 0, false, false),
                job("104-0", 0, true, true));
    }

    private ClusterPage.Job job(String id, long failures, boolean ran, boolean disabled) {
        Optional<Instant> last = ran ? Optional.of(now.minusSeconds(840)) : Optional.empty();
        Optional<Instant> next = disabled ? Optional.empty() : Optional.of(now.plusSeconds(60));
        Optional<String> error = failures > 0 ? Optional.of("the target has no such storage") : Optional.empty();
        return new ClusterPage.Job(
                new Replication(id, id, "pve1", "pve2", "*/15", last, next, failures, error, disabled),
                last.map(times::when),
                next.map(times::when));
    }

    /** What changed lately. */
    public List<Lately.Line> changes() {
        return List.of(
                new Lately.Line("home", "web-1 (lxc/101) moved from pve2 to pve1", times.when(now.minusSeconds(200))),
                new Lately.Line("away", "the cluster does not answer", times.when(now.minusSeconds(7200))));
    }

    /** The times a chart may show. */
    public Spans spans() {
        return new Spans(Span.DAY, "/design");
    }

    /** A day with two lines, one line with a gap in it, and a measure that nobody took. */
    public Optional<Read<Drawn>> charts() {
        Map<Measure, Usage.Line> lines = Map.of(
                Measure.CPU, line(0.35, 0.25, 0, 0),
                Measure.MEMORY, line(5e9, 1e9, 120, 150),
                Measure.MEMORY_LIMIT, line(8e9, 0, 0, 0),
                Measure.RECEIVED, line(4e5, 3e5, 0, 0),
                Measure.SENT, line(2e5, 1e5, 0, 0));
        Usage usage = new Usage(Span.DAY, now.minus(STEP.multipliedBy(STEPS)), STEP, STEPS, lines);
        List<Happening> happened =
                List.of(happening(false, "failed", "Weekly updates", 9), happening(true, "changed", "On battery", 4));
        return Optional.of(
                new Read<>(Optional.of(Drawn.guest(usage, zone, happened)), Optional.of("the node does not answer")));
    }

    private Happening happening(boolean power, String status, String text, int hours) {
        Instant at = now.minus(Duration.ofHours(hours));
        return new Happening(at, power, status, status, text, "/runs", times.when(at), 0);
    }

    private static Usage.Line line(double middle, double swing, int gapFrom, int gapTo) {
        List<OptionalDouble> means = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            means.add(
                    i >= gapFrom && i < gapTo
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(middle + swing * Math.sin(i / 23.0)));
        }
        return new Usage.Line(means, middle + swing);
    }
}
