package dev.steward.runner.proxmox.act.gate;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The votes of a cluster, read now: whether it would keep its quorum without some of its nodes.
 *
 * @param alive votes of the nodes that are online, and of a QDevice that votes
 * @param all votes there should be
 */
public record Votes(long alive, long all) {

    private static final PvePath MEMBERS = PvePath.of("cluster", "config", "nodes");
    private static final PvePath QDEVICE = PvePath.of("cluster", "config", "qdevice");

    /**
     * Counts them.
     *
     * @param without nodes taken as if they were off
     */
    public static Votes of(Acting acting, View view, Collection<String> without)
            throws PveException, InterruptedException {
        Map<String, Long> votes = new HashMap<>();
        for (PveFields member : acting.api().get(MEMBERS, Map.of()).list()) {
            member.text("node")
                    .or(() -> member.text("name"))
                    .ifPresent(node ->
                            votes.put(node, member.number("quorum_votes").orElse(1)));
        }
        long alive = 0;
        long all = 0;
        for (Node node : view.nodes().values()) {
            long its = votes.getOrDefault(node.name(), 1L);
            all += its;
            alive += node.online() && !without.contains(node.name()) ? its : 0;
        }
        Optional<Boolean> device = device(acting);
        return new Votes(alive + (device.orElse(false) ? 1 : 0), all + (device.isPresent() ? 1 : 0));
    }

    /** Whether the QDevice votes; empty: there is none. */
    private static Optional<Boolean> device(Acting acting) throws PveException, InterruptedException {
        try {
            PveFields device = acting.api().get(QDEVICE, Map.of()).fields();
            return device.names().isEmpty()
                    ? Optional.empty()
                    : Optional.of(device.text("State", device.text("state", "")).equalsIgnoreCase("Connected"));
        } catch (PveException e) {
            if (e.kind() == Kind.NOT_IMPLEMENTED || e.kind() == Kind.SERVER || e.kind() == Kind.MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether that is a majority. */
    public boolean quorate() {
        return alive * 2 > all;
    }

    @Override
    public String toString() {
        return alive + " of " + all + " votes";
    }
}
