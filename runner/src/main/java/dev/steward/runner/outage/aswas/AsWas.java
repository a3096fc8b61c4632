package dev.steward.runner.outage.aswas;

import dev.steward.runner.event.EventJson;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the clusters were before anything was stopped: what is brought back afterwards, and compared with.
 *
 * @param at when it was taken
 * @param clusters by our name
 */
public record AsWas(Instant at, Map<String, ClusterWas> clusters) {

    private static final EventJson JSON = new EventJson();

    public AsWas {
        clusters = Map.copyOf(clusters);
    }

    /** As JSON, to be kept over a restart. */
    public String json() {
        return JSON.text(this);
    }

    /**
     * From its JSON.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static AsWas of(String json) {
        return JSON.value(json, AsWas.class);
    }

    /** How many guests ran in all clusters. */
    public int running() {
        return clusters.values().stream().mapToInt(one -> one.guests().size()).sum();
    }

    /**
     * One cluster.
     *
     * @param name ours
     * @param age of what is known; zero: it was read for this
     * @param problem why it is no newer, or not complete; empty: nothing is wrong
     * @param nodes by name: online, offline or maintenance
     * @param guests that ran, with their places
     * @param ha what HA was asked for, by resource ({@code ct:101}): started, stopped, disabled, ignored
     * @param armed how HA was: armed, standby, disarming, disarmed; empty: this release does not say
     * @param storages ids of those that could be used, as {@code storage/pve1/local}
     * @param flags of its Ceph that were set; empty: it has no Ceph, or it did not answer
     */
    public record ClusterWas(
            String name,
            Duration age,
            Optional<String> problem,
            Map<String, String> nodes,
            List<GuestWas> guests,
            Map<String, String> ha,
            Optional<String> armed,
            Set<String> storages,
            Optional<Set<String>> flags) {

        public ClusterWas {
            nodes = new LinkedHashMap<>(nodes);
            guests = List.copyOf(guests);
            ha = new TreeMap<>(ha);
            storages = new TreeSet<>(storages);
        }

        /** Nodes that were members. */
        public List<String> online() {
            return nodes.entrySet().stream()
                    .filter(node -> !node.getValue().equals("offline"))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /**
     * A guest that ran.
     *
     * @param id as {@code lxc/101}
     * @param name as PVE has it
     * @param node where it was
     */
    public record GuestWas(String id, String name, String node) {

        /** As {@code web-1 (lxc/101)}. */
        public String words() {
            return name + " (" + id + ")";
        }
    }
}
