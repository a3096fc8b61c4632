package dev.steward.web.estate;

import dev.steward.runner.proxmox.detail.GuestConfig;
import dev.steward.runner.proxmox.detail.PveTask;
import dev.steward.runner.proxmox.detail.Snapshot;
import dev.steward.runner.proxmox.estate.Address;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.web.chart.Drawn;
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
    private final UsageReads usages;

    /** The page. */
    public GuestPage(EstateKit kit) {
        this.kit = kit;
        this.runs = new GuestRuns(kit.parts().store().queries(), kit.times());
        this.usages = new UsageReads(kit);
    }

    /**
     * What the page shows.
     *
     * @param cluster of it
     * @param guest itself
     * @param addresses with who says so
     * @param config what it is made of
     * @param used what it used; empty: the page has it already
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
            Optional<Read<Drawn>> used,
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
                    Whole view = view(request, true);
                    return Reply.page("guest", view.guest().name(), view);
                }),
                Route.get(
                        "/parts/estate/clusters/{cluster}/guests/{vmid}",
                        request -> Reply.part("guestparts", view(request, false))),
                Route.get("/parts/estate/clusters/{cluster}/guests/{vmid}/used", this::used));
    }

    private Reply used(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        Guest guest = EstateKit.guest(seen, request);
        return UsageReads.reply(
                usages.drawn(seen, guest, Spans.ofPage(request)), kit.parts().zone());
    }

    private Whole view(Request request, boolean whole) throws InterruptedException {
        Seen seen = kit.cluster(request);
        Guest guest = EstateKit.guest(seen, request);
        Spans spans = Spans.of(request, Links.guest(guest));
        List<String> hosts = kit.parts().guestHosts().of(guest);
        return new Whole(
                kit.lines().cluster(seen),
                kit.line(seen, guest),
                seen.of(guest).all(),
                read(seen, guest, "config", (api, details) -> details.config(guest)),
                whole ? Optional.of(usages.drawn(seen, guest, spans.span())) : Optional.empty(),
                snapshots(seen, guest),
                tasks(seen, guest),
                kit.pending(guest).map(count -> new Counted(count, kit.times().when(count.when()))),
                hosts,
                runs.of(hosts),
                kit.lately().of(seen.name(), guest.id(), CHANGES),
                spans);
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
        return kit.reads().of(seen.name(), guest.id() + "@" + guest.node() + " " + what, Reads.FRESH, asking);
    }
}
