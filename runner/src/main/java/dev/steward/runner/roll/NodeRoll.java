package dev.steward.runner.roll;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a rolling update has come on one node: kept before each step that changes something, so that whoever goes on after a
 * crash knows what is ours to undo, and does nothing twice.
 *
 * @param cluster our name of it
 * @param node its name
 * @param began the run that began it, and when
 * @param stage how far it is
 * @param ours what was done to the node and its cluster, or is about to be
 * @param job the ticket of the package work that may be at work there; empty: none
 * @param boot which boot it was before the reboot was ordered; empty: it was not
 * @param notes what is remembered of it
 * @param homes guests that are away from it, or are about to leave it, by id
 */
public record NodeRoll(
        String cluster,
        String node,
        Began began,
        Stage stage,
        Ours ours,
        Optional<String> job,
        Optional<String> boot,
        Notes notes,
        Map<Integer, Home> homes) {

    public NodeRoll {
        homes = Collections.unmodifiableMap(new TreeMap<>(homes));
    }

    /** How far it is. */
    public enum Stage {
        /** It is being emptied and upgraded. */
        BEGUN,
        /** Its packages are new. */
        UPGRADED,
        /** Its reboot was ordered. */
        REBOOTING,
        /** It is a sound member again. */
        BACK,
        /** It is in service, its guests are home. */
        DONE
    }

    /**
     * Who began it.
     *
     * @param ticket of the run's task
     * @param at when
     */
    public record Began(String ticket, Instant at) {}

    /**
     * What is ours.
     *
     * @param maintenance whether we took the node into maintenance, or were about to
     * @param noout whether we set Ceph's noout, or were about to
     * @param empty whether we have emptied the node
     */
    public record Ours(boolean maintenance, boolean noout, boolean empty) {

        static final Ours NOTHING = new Ours(false, false, false);
    }

    /**
     * What is remembered.
     *
     * @param bootReasons why it has to boot
     * @param wellBefore what worked there before, and has to work again, as {@code storage local}
     * @param overrides gates that were passed although they were shut, with who and why
     */
    public record Notes(List<String> bootReasons, List<String> wellBefore, List<String> overrides) {

        static final Notes NONE = new Notes(List.of(), List.of(), List.of());

        public Notes {
            bootReasons = List.copyOf(bootReasons);
            wellBefore = List.copyOf(wellBefore);
            overrides = List.copyOf(overrides);
        }
    }

    /**
     * A guest that belongs to this node.
     *
     * @param guest which
     * @param way how it left
     * @param to where it went; empty: it stayed, or HA decides
     */
    public record Home(Resident.Who guest, Way way, Optional<String> to) {}

    /** One that begins. */
    public static NodeRoll begin(String cluster, String node, Began began) {
        return new NodeRoll(
                cluster,
                node,
                began,
                Stage.BEGUN,
                Ours.NOTHING,
                Optional.empty(),
                Optional.empty(),
                Notes.NONE,
                Map.of());
    }

    /** Whether somebody has to go on with it. */
    public boolean open() {
        return stage != Stage.DONE;
    }

    /** Whether it is at least so far. */
    public boolean reached(Stage other) {
        return stage.compareTo(other) >= 0;
    }

    /** At a stage. */
    public NodeRoll at(Stage next) {
        return new NodeRoll(cluster, node, began, next, ours, job, boot, notes, homes);
    }

    private NodeRoll ours(Ours now) {
        return new NodeRoll(cluster, node, began, stage, now, job, boot, notes, homes);
    }

    /** With its maintenance ours or not. */
    public NodeRoll maintained(boolean now) {
        return ours(new Ours(now, ours.noout(), ours.empty()));
    }

    /** With noout ours or not. */
    public NodeRoll quiet(boolean now) {
        return ours(new Ours(ours.maintenance(), now, ours.empty()));
    }

    /** Emptied, or filled again. */
    public NodeRoll emptied(boolean now) {
        return ours(new Ours(ours.maintenance(), ours.noout(), now));
    }

    /** With package work at work there, or none. */
    public NodeRoll working(Optional<String> ticket) {
        return new NodeRoll(cluster, node, began, stage, ours, ticket, boot, notes, homes);
    }

    /** About to be told to reboot, from this boot. */
    public NodeRoll rebooting(String from) {
        return new NodeRoll(cluster, node, began, Stage.REBOOTING, ours, job, Optional.of(from), notes, homes);
    }

    /** With other notes. */
    public NodeRoll noted(Notes now) {
        return new NodeRoll(cluster, node, began, stage, ours, job, boot, now, homes);
    }

    /** With a guest that is about to leave. */
    public NodeRoll with(Home home) {
        Map<Integer, Home> all = new TreeMap<>(homes);
        all.put(home.guest().vmid(), home);
        return homes(all);
    }

    /** Without a guest that is home. */
    public NodeRoll without(int vmid) {
        Map<Integer, Home> all = new TreeMap<>(homes);
        all.remove(vmid);
        return homes(all);
    }

    private NodeRoll homes(Map<Integer, Home> all) {
        return new NodeRoll(cluster, node, began, stage, ours, job, boot, notes, all);
    }

    /** What state the node is left in, for whoever reads of a failure; empty: as it was. */
    public Optional<String> left() {
        List<String> words = new ArrayList<>();
        if (ours.maintenance()) {
            words.add(node + " stays in maintenance");
        }
        long away = homes.values().stream().filter(home -> home.way().leaves()).count();
        long down =
                homes.values().stream().filter(home -> home.way() == Way.STOP).count();
        if (away > 0) {
            words.add(away + (away == 1 ? " guest" : " guests") + " of it moved away");
        }
        if (down > 0) {
            words.add(down + (down == 1 ? " guest" : " guests") + " of it shut down");
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", words));
    }
}
