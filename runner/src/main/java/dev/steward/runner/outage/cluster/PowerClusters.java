package dev.steward.runner.outage.cluster;

import dev.steward.runner.outage.aswas.Mark;
import dev.steward.runner.outage.aswas.Mark.What;
import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.Deed;
import dev.steward.runner.proxmox.act.HouseRules;
import dev.steward.runner.proxmox.act.Means;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The clusters as a power run acts on them: what its modules do goes by the rules of an outage. One for each outage; thread-safe.
 */
public final class PowerClusters implements HouseRules {

    private final Parts parts;
    private final Map<String, Leaving> leaving = new ConcurrentHashMap<>();
    private volatile Map<String, Set<String>> together = Map.of();

    /**
     * What it needs.
     *
     * @param own where Steward itself runs
     * @param known the clusters as they were last seen; asks nobody
     * @param shell the way to nodes whose API does not answer
     * @param diary keeps what is done, for the way back
     * @param told hears what is done
     */
    public record Parts(OwnPlace own, Supplier<Estate> known, NodeShell shell, Mark.Diary diary, Told told) {}

    /** For one outage. */
    public PowerClusters(Parts parts) {
        this.parts = parts;
    }

    /** The same clusters by the rules of this outage. */
    public ActingSource over(ActingSource usual) {
        return new ActingSource() {

            @Override
            public List<String> names() {
                return usual.names();
            }

            @Override
            public Means of(String cluster) {
                return usual.of(cluster).by(PowerClusters.this);
            }

            @Override
            public Optional<String> pages(String cluster) {
                return usual.pages(cluster);
            }
        };
    }

    /**
     * Says which nodes the phase that begins switches off, by cluster: the guests of all of them are brought down before the first
     * one goes.
     */
    public void phase(Map<String, Set<String>> nodes) {
        together = Map.copyOf(nodes);
    }

    @Override
    public boolean outage() {
        return true;
    }

    @Override
    public boolean own(Guest guest) {
        return parts.own().is(guest);
    }

    @Override
    public boolean own(String cluster, String node) {
        return parts.own().goesWith(cluster, node);
    }

    @Override
    public void stops(Guest guest) {
        parts.diary().note(new Mark(guest.cluster(), What.GUEST_STOPPED, guest.id()));
    }

    @Override
    public Optional<Deed> switchOff(Acting acting, Off how) throws PveException, ActException, InterruptedException {
        Leaving cluster = leaving.computeIfAbsent(acting.cluster(), name -> new Leaving());
        Set<String> those = together.getOrDefault(acting.cluster(), Set.of());
        return Optional.of(new NodeOff(acting, parts, cluster, those).off(how));
    }

    /** The last view of a cluster. */
    static Optional<View> lastSeen(Parts parts, String cluster) {
        return Optional.ofNullable(parts.known().get().clusters().get(cluster)).flatMap(Estate.Seen::view);
    }
}
