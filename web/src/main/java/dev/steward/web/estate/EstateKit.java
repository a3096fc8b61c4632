package dev.steward.web.estate;

import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.detail.Replication;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.web.format.Times;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Request;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Optional;

/**
 * What the estate's pages share.
 *
 * @param parts of the server
 * @param times how times are told
 * @param lines makes lines
 * @param reads asks the clusters for more
 * @param lately what changed
 * @param pending what could be upgraded
 */
public record EstateKit(WebParts parts, Times times, Lines lines, Reads reads, Lately lately, Pending pending) {

    /** The kit on these parts. */
    public static EstateKit of(WebParts parts, Times times) {
        return new EstateKit(
                parts,
                times,
                new Lines(times),
                new Reads(parts.estates(), parts.time()),
                new Lately(parts.store().estateChanges(), times),
                new Pending(parts.store().queries(), parts.time()));
    }

    Estates estates() {
        return parts.estates();
    }

    /** The estate as it is known; it is kept fresh for a while now. */
    public Estate known() {
        estates().glance();
        return estates().known();
    }

    /**
     * The cluster of a request.
     *
     * @throws Refused 404 where none of that name is configured
     */
    public Seen cluster(Request request) {
        String name = request.place("cluster");
        return Optional.ofNullable(known().clusters().get(name))
                .orElseThrow(() -> Refused.notFound("There is no cluster '" + name + "'."
                        + (estates().any()
                                ? " There are " + String.join(", ", estates().names()) + "."
                                : "")));
    }

    /**
     * Its view.
     *
     * @throws Refused 503 where it was never seen
     */
    public static View view(Seen seen) {
        return seen.view()
                .orElseThrow(() -> new Refused(
                        503,
                        "Not known yet",
                        "The cluster " + seen.name() + " was not seen yet: "
                                + seen.problem().orElse("it is being asked") + ".",
                        List.of()));
    }

    /**
     * The node of a request.
     *
     * @throws Refused 404 where the cluster has none of that name
     */
    public static Node node(Seen seen, Request request) {
        String name = request.place("node");
        return Optional.ofNullable(view(seen).nodes().get(name))
                .orElseThrow(() -> Refused.notFound("The cluster " + seen.name() + " has no node '" + name
                        + "'. It has " + String.join(", ", view(seen).nodes().keySet()) + "."));
    }

    /**
     * The guest of a request.
     *
     * @throws Refused 404 where the cluster has none of that id
     */
    public static Guest guest(Seen seen, Request request) {
        String id = request.place("vmid");
        return Vmid.find(id)
                .flatMap(vmid -> view(seen).guest(vmid))
                .orElseThrow(() ->
                        Refused.notFound("The cluster " + seen.name() + " has no guest '" + id + "' (any more)."));
    }

    /** Why a node is not asked, as every call would wait for it; empty: it is. */
    public Optional<String> silent(Seen seen, String node) {
        boolean online = seen.view()
                .map(view -> view.nodes().get(node))
                .filter(Node::online)
                .isPresent();
        if (!online) {
            return Optional.of("the node " + node + " is offline");
        }
        return seen.problem().map(problem -> "the cluster does not answer");
    }

    /** A guest as a line. */
    GuestLine line(Seen seen, Guest guest) {
        long packages = pending(guest).map(Pending.Count::packages).orElse(0L);
        return lines.guest(guest, seen.of(guest), packages);
    }

    /** What the last run that counted them said of a guest's packages. */
    public Optional<Pending.Count> pending(Guest guest) {
        return pending.of(parts.guestHosts().of(guest));
    }

    /** A replication job with its times. */
    ClusterPage.Job job(Replication job) {
        return new ClusterPage.Job(job, job.last().map(times::when), job.next().map(times::when));
    }
}
