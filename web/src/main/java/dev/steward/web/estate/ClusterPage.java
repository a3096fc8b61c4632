package dev.steward.web.estate;

import dev.steward.runner.proxmox.detail.ClusterFacts;
import dev.steward.runner.proxmox.detail.Replication;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.HaService;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.web.format.When;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import java.util.List;
import java.util.Optional;

/** A cluster's status whole: quorum and votes, nodes with their versions, HA, storages, replication. */
public final class ClusterPage implements Page {

    private static final int CHANGES = 10;

    private final EstateKit kit;

    /** The page. */
    public ClusterPage(EstateKit kit) {
        this.kit = kit;
    }

    /**
     * What the page shows.
     *
     * @param cluster with its nodes
     * @param votes in words; empty: not known, or it needs none
     * @param members per node its votes and version
     * @param storages of all nodes
     * @param replication jobs with their last results
     * @param ha lines of the HA manager
     * @param changes of late
     * @param problems what could not be read
     * @param part the address of the part that renews itself
     */
    public record Whole(
            ClusterLine cluster,
            String votes,
            List<Member> members,
            List<StorageLine> storages,
            List<Job> replication,
            List<HaService> ha,
            List<Lately.Line> changes,
            List<String> problems,
            String part) {}

    /** A node with what only the whole status tells; differs: its release is not that of most. */
    public record Member(NodeLine line, String votes, String version, boolean differs) {}

    /** A replication job with its times. */
    public record Job(Replication job, Optional<When> last, Optional<When> next) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/estate/clusters/{cluster}", request -> {
                    Whole view = view(request);
                    return Reply.page("cluster", view.cluster().name(), view);
                }),
                Route.get("/parts/estate/clusters/{cluster}", request -> Reply.part("clusterparts", view(request))));
    }

    private Whole view(Request request) throws InterruptedException {
        Seen seen = kit.cluster(request);
        ClusterLine line = kit.lines().cluster(seen);
        String part = "/parts" + Links.cluster(seen.name());
        List<Lately.Line> changes = kit.lately().of(seen.name(), CHANGES);
        if (seen.view().isEmpty()) {
            return new Whole(line, "", List.of(), List.of(), List.of(), List.of(), changes, List.of(), part);
        }
        View view = seen.view().get();
        Read<ClusterFacts> read = seen.problem().isPresent()
                ? Read.good(ClusterFacts.NONE)
                : kit.reads().of(seen.name(), "status", Reads.FRESH, (api, details) -> ClusterFacts.read(api, view));
        ClusterFacts facts = read.value().orElseThrow();
        return new Whole(
                line,
                votes(facts, view),
                line.nodes().stream().map(node -> member(node, facts)).toList(),
                Lines.storages(view),
                facts.replication().stream().map(kit::job).toList(),
                view.ha(),
                changes,
                facts.problems(),
                part);
    }

    private static String votes(ClusterFacts facts, View view) {
        return facts.votes().isEmpty()
                ? ""
                : facts.present(view) + " of " + facts.expected() + " votes, " + facts.needed() + " needed";
    }

    private static Member member(NodeLine node, ClusterFacts facts) {
        String version = facts.versions().getOrDefault(node.name(), "");
        Long votes = facts.votes().get(node.name());
        return new Member(
                node, votes == null ? "" : votes.toString(), version, !version.isEmpty() && facts.differs(node.name()));
    }
}
