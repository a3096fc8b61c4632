package dev.steward.web.estate;

import dev.steward.runner.proxmox.detail.GuestConfig;
import dev.steward.runner.proxmox.detail.PveTask;
import dev.steward.runner.proxmox.detail.Series;
import dev.steward.runner.proxmox.detail.Series.Span;
import dev.steward.runner.proxmox.detail.Snapshot;
import dev.steward.runner.proxmox.estate.Address;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.web.chart.Chart;
import dev.steward.web.chart.Charts;
import dev.steward.web.format.Amounts;
import dev.steward.web.format.When;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import java.util.List;
import java.util.Optional;

/** A guest: what it is, what it used, what it is made of, and what was done to it. */
public final class GuestPage implements Page {

    private static final int TASKS = 10;
    private static final int CHANGES = 8;

    private final EstateKit kit;
    private final GuestRuns runs;

    /** The page. */
    public GuestPage(EstateKit kit) {
        this.kit = kit;
        this.runs = new GuestRuns(kit.parts().store().queries(), kit.times());
    }

    /**
     * What the page shows.
     *
     * @param cluster of it
     * @param guest itself
     * @param addresses with who says so
     * @param config what it is made of
     * @param charts what it used
     * @param snapshots the oldest first
     * @param tasks of PVE about it, on the node where it is
     * @param pending packages that could be upgraded; empty: no run counted them
     * @param hosts the names under which runs know it
     * @param runs those that touched it, the newest first
     * @param changes of late
     * @param spans which time the charts show
     */
    public record Whole(
            ClusterLine cluster,
            GuestLine guest,
            List<Address> addresses,
            Read<GuestConfig> config,
            Read<List<Chart>> charts,
            Read<List<Taken>> snapshots,
            Read<List<TaskLine>> tasks,
            Optional<Counted> pending,
            List<String> hosts,
            List<GuestRuns.Line> runs,
            List<Lately.Line> changes,
            Spans spans) {

        /** A size in words; empty: not written. */
        public static String size(Optional<Long> bytes) {
            return bytes.map(Amounts::bytes).orElse("");
        }

        /** MiB in words. */
        public static String mebibytes(int count) {
            return Amounts.bytes((double) count * (1 << 20));
        }

        /** Who says that it has an address. */
        public static String origin(Address address) {
            return switch (address.origin()) {
                case INTERFACES -> "the container says so";
                case AGENT -> "its agent says so";
                case CONFIG -> "as configured";
            };
        }
    }

    /** What a run counted, and when. */
    public record Counted(Pending.Count count, When when) {}

    /** A snapshot and when it was taken. */
    public record Taken(Snapshot snapshot, Optional<When> when) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/estate/clusters/{cluster}/guests/{vmid}", request -> {
                    Whole view = view(request);
                    return Reply.page("guest", view.guest().name(), view);
                }),
                Route.get(
                        "/parts/estate/clusters/{cluster}/guests/{vmid}",
                        request -> Reply.part("guestparts", view(request))));
    }

    private Whole view(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        Guest guest = EstateKit.guest(seen, request);
        Spans spans = Spans.of(request, Links.guest(guest));
        List<String> hosts = kit.parts().guestHosts().of(guest);
        return new Whole(
                kit.lines().cluster(seen),
                kit.line(seen, guest),
                seen.of(guest).all(),
                read(seen, guest, "config", (api, details) -> details.config(guest)),
                charts(seen, guest, spans.span()),
                snapshots(seen, guest),
                tasks(seen, guest),
                kit.pending(guest).map(count -> new Counted(count, kit.times().when(count.when()))),
                hosts,
                runs.of(hosts),
                kit.lately().of(seen.name(), guest.id(), CHANGES),
                spans);
    }

    private Read<List<Chart>> charts(Seen seen, Guest guest, Span span) throws InterruptedException {
        Read<Series> series = read(seen, guest, "series " + span, (api, details) -> details.series(guest, span));
        return new Read<>(
                series.value().map(all -> new Charts(
                                all, span, kit.parts().time().now(), kit.parts().zone())
                        .guest()),
                series.problem());
    }

    private Read<List<Taken>> snapshots(Seen seen, Guest guest) throws InterruptedException {
        Read<List<Snapshot>> taken = read(seen, guest, "snapshots", (api, details) -> details.snapshots(guest));
        return new Read<>(
                taken.value().map(all -> all.stream()
                        .map(one -> new Taken(one, one.at().map(kit.times()::when)))
                        .toList()),
                taken.problem());
    }

    private Read<List<TaskLine>> tasks(Seen seen, Guest guest) throws InterruptedException {
        Read<List<PveTask>> tasks = read(seen, guest, "tasks", (api, details) -> details.tasks(guest, TASKS));
        return new Read<>(tasks.value().map(all -> TaskLine.of(all, kit.times())), tasks.problem());
    }

    private <T> Read<T> read(Seen seen, Guest guest, String what, Reads.Asking<T> asking) throws InterruptedException {
        Optional<String> silent = kit.silent(seen, guest.node());
        if (silent.isPresent()) {
            return Read.bad(silent.get());
        }
        return kit.reads()
                .of(
                        seen.name(),
                        guest.id() + "@" + guest.node() + " " + what,
                        what.startsWith("series") ? Reads.MEASURED : Reads.FRESH,
                        asking);
    }
}
