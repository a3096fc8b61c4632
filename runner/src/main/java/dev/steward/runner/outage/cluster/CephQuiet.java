package dev.steward.runner.outage.cluster;

import dev.steward.runner.outage.aswas.Mark;
import dev.steward.runner.outage.aswas.Mark.What;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.cluster.CephFlags;
import dev.steward.runner.proxmox.act.gate.GateKeeper;
import dev.steward.runner.proxmox.act.gate.Gates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Keeps Ceph from moving data while its nodes go off and come back: flags are set when the guests are down and before the first node
 * goes, and unset when it is healthy again but for them.
 */
public final class CephQuiet {

    /** The flags of a planned shutdown of a whole cluster. */
    public static final List<String> FLAGS = List.of("noout", "nobackfill", "norecover", "norebalance");

    private static final PvePath PATH = PvePath.of("cluster", "ceph", "flags");
    private static final PvePath STATUS = PvePath.of("cluster", "ceph", "status");

    private final Acting acting;
    private final Duration limit;

    /**
     * Of one cluster.
     *
     * @param limit of each change
     */
    public CephQuiet(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /** The flags that are set now; empty: the cluster has no Ceph, or it does not answer. */
    public Optional<Set<String>> flags() throws InterruptedException {
        try {
            Set<String> set = new TreeSet<>();
            for (PveFields row : acting.api().get(PATH, Map.of()).list()) {
                row.text("name").filter(flag -> row.flag("value")).ifPresent(set::add);
            }
            return Optional.of(set);
        } catch (PveException e) {
            return Optional.empty();
        }
    }

    /** The nodes whose monitors form Ceph's quorum; none where there is no Ceph. */
    public Set<String> monitors() throws InterruptedException {
        try {
            JsonNames names = new JsonNames(acting.api().get(STATUS, Map.of()).fields());
            return names.of("quorum_names");
        } catch (PveException e) {
            return Set.of();
        }
    }

    private record JsonNames(PveFields fields) {

        Set<String> of(String name) {
            Set<String> all = new TreeSet<>();
            fields.node().path(name).forEach(one -> all.add(one.asText()));
            return all;
        }
    }

    /**
     * Sets the flags that are not set yet.
     *
     * @param diary is told of each before it is set
     * @return those that were set now
     */
    public List<String> set(Mark.Diary diary) throws PveException, ActException, InterruptedException {
        Optional<Set<String>> now = flags();
        if (now.isEmpty()) {
            return List.of();
        }
        List<String> missing = new ArrayList<>(FLAGS);
        missing.removeAll(now.get());
        if (!missing.isEmpty()) {
            missing.forEach(flag -> diary.note(new Mark(acting.cluster(), What.FLAG_SET, flag)));
            new CephFlags(acting, limit).change(missing, List.of(), false);
        }
        return missing;
    }

    /**
     * Unsets flags once Ceph is healthy but for them.
     *
     * @param ours flags that the outage set
     * @param patience until it is healthy
     * @return what is wrong with it still; none: the flags are gone
     */
    public List<String> unset(Collection<String> ours, Duration patience)
            throws PveException, ActException, InterruptedException {
        Optional<Set<String>> now = flags();
        List<String> set = ours.stream()
                .filter(flag -> now.map(flags -> flags.contains(flag)).orElse(true))
                .toList();
        if (set.isEmpty()) {
            return List.of();
        }
        Gates.CephHealth health = new Gates.CephHealth(List.copyOf(now.orElse(Set.of())));
        Gates gates = new Gates(false, List.of(), List.of(), false, Optional.of(health), List.of());
        List<String> missing = new GateKeeper(acting, gates).await(patience, words -> {});
        if (missing.isEmpty()) {
            new CephFlags(acting, limit).change(List.of(), set, false);
        }
        return missing;
    }
}
