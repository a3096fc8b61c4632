package dev.steward.web.estate;

import dev.steward.runner.proxmox.detail.NodeStatus;
import dev.steward.runner.proxmox.detail.PveTask;
import dev.steward.runner.proxmox.detail.Replication;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.web.chart.Drawn;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import java.util.List;
import java.util.Optional;

/** A node: what it is, what it used, its guests, storages, replication and tasks. */
public final class NodePage implements Page {

    private static final int TASKS = 15;
    private static final int CHANGES = 8;

    private final EstateKit kit;
    private final UsageReads usages;

    /** The page. */
    public NodePage(EstateKit kit) {
        this.kit = kit;
        this.usages = new UsageReads(kit);
    }

    /**
     * What the page shows.
     *
     * @param cluster of it
     * @param node itself
     * @param ha what the HA manager makes of it; may be empty
     * @param status what it says of itself
     * @param used what it used; empty: the page has it already
     * @param guests on it
     * @param storages it sees
     * @param replication jobs it sends
     * @param tasks its last ones
     * @param changes of late
     * @param spans which time the charts show
     */
    public record Whole(
            ClusterLine cluster,
            NodeLine node,
            String ha,
            Read<NodeStatus> status,
            Optional<Read<Drawn>> used,
            List<GuestLine> guests,
            List<StorageLine> storages,
            Read<List<ClusterPage.Job>> replication,
            Read<List<TaskLine>> tasks,
            List<Lately.Line> changes,
            Spans spans) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/estate/clusters/{cluster}/nodes/{node}", request -> {
                    Whole view = view(request, true);
                    return Reply.page("node", view.node().name(), view);
                }),
                Route.get(
                        "/parts/estate/clusters/{cluster}/nodes/{node}",
                        request -> Reply.part("nodeparts", view(request, false))),
                Route.get("/parts/estate/clusters/{cluster}/nodes/{node}/used", this::used));
    }

    private Reply used(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        Node node = EstateKit.node(seen, request);
        return UsageReads.reply(
                usages.drawn(seen, node, Spans.ofPage(request)), kit.parts().zone());
    }

    private Whole view(Request request, boolean whole) throws InterruptedException {
        Seen seen = kit.cluster(request);
        View view = EstateKit.view(seen);
        Node node = EstateKit.node(seen, request);
        Spans spans = Spans.of(request, Links.node(seen.name(), node.name()));
        return new Whole(
                kit.lines().cluster(seen),
                kit.lines().node(node, view),
                node.haState().orElse(""),
                read(seen, node, "status", (api, details) -> details.status(node.name())),
                whole ? Optional.of(usages.drawn(seen, node, spans.span())) : Optional.empty(),
                view.guestsOf(node.name()).stream()
                        .map(guest -> kit.line(seen, guest))
                        .toList(),
                Lines.storages(view, node.name()),
                jobs(seen, node),
                tasks(seen, node),
                kit.lately().ofNode(seen.name(), node.name(), CHANGES),
                spans);
    }

    private Read<List<ClusterPage.Job>> jobs(Seen seen, Node node) throws InterruptedException {
        Read<List<Replication>> jobs =
                read(seen, node, "replication", (api, details) -> details.replication(node.name()));
        return new Read<>(
                jobs.value().map(all -> all.stream()
                        .filter(job ->
                                job.source().equals(node.name()) || job.target().equals(node.name()))
                        .map(kit::job)
                        .toList()),
                jobs.problem());
    }

    private Read<List<TaskLine>> tasks(Seen seen, Node node) throws InterruptedException {
        Read<List<PveTask>> tasks = read(seen, node, "tasks", (api, details) -> details.tasks(node.name(), TASKS));
        return new Read<>(tasks.value().map(all -> TaskLine.of(all, kit.times())), tasks.problem());
    }

    /* A node that is offline is not asked: every call would wait for it. */
    private <T> Read<T> read(Seen seen, Node node, String what, Reads.Asking<T> asking) throws InterruptedException {
        Optional<String> silent = kit.silent(seen, node.name());
        if (silent.isPresent()) {
            return Read.bad(silent.get());
        }
        return kit.reads().of(seen.name(), node.id() + " " + what, Reads.FRESH, asking);
    }
}
