package dev.steward.runner.proxmox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster says of itself.
 *
 * @param name its own name; of a node that stands alone the node's
 * @param cluster whether it is a cluster at all
 * @param version of the node that was asked
 * @param quorate whether it has quorum; a node that stands alone always has
 * @param nodes its members
 */
public record PveInfo(String name, boolean cluster, PveVersion version, boolean quorate, List<Member> nodes) {

    public PveInfo {
        nodes = List.copyOf(nodes);
    }

    /**
     * A member.
     *
     * @param name of the node
     * @param online as the others see it
     * @param ip of the cluster network; empty: not said
     * @param local whether it is the one that was asked
     */
    public record Member(String name, boolean online, Optional<String> ip, boolean local) {}

    /**
     * Asks.
     *
     * @param limit for all of it
     * @throws PveException whose reason begins with "timeout fetching proxmox cluster info" where the limit ended it, else
     *     with "failed to fetch proxmox cluster info"
     */
    public static PveInfo fetch(PveApi api, Duration limit) throws PveException, InterruptedException {
        try {
            return fetch(api.within(limit));
        } catch (PveException e) {
            String start = e.kind() == PveException.Kind.TIMEOUT ? "timeout fetching" : "failed to fetch";
            PveReply reply = new PveReply(e.status(), start + " proxmox cluster info: " + e.reason(), e.errors());
            throw new PveException(e.kind(), e.call(), reply, e.remedy(), e);
        }
    }

    private static PveInfo fetch(PveApi api) throws PveException, InterruptedException {
        PveFields version = api.get(PvePath.of("version"), Map.of()).fields();
        List<PveFields> status =
                api.get(PvePath.of("cluster", "status"), Map.of()).list();
        Optional<PveFields> cluster = status.stream()
                .filter(entry -> entry.text("type", "").equals("cluster"))
                .findFirst();
        List<Member> nodes = status.stream()
                .filter(entry -> entry.text("type", "").equals("node"))
                .flatMap(entry -> entry
                        .text("name")
                        .map(name -> new Member(name, entry.flag("online"), entry.text("ip"), entry.flag("local")))
                        .stream())
                .toList();
        String alone = nodes.stream().map(Member::name).findFirst().orElse(api.cluster());
        return new PveInfo(
                cluster.flatMap(entry -> entry.text("name")).orElse(alone),
                cluster.isPresent(),
                PveVersion.find(version.text("version", "0")).orElse(new PveVersion("unknown", 0, 0, 0)),
                cluster.map(entry -> entry.flag("quorate")).orElse(true),
                nodes);
    }
}
