package dev.steward.runner.outage.comeback;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is back after an outage, and what is not.
 *
 * @param clusters one each, in the order they were noted
 */
public record Comeback(List<ClusterBack> clusters) {

    public Comeback {
        clusters = List.copyOf(clusters);
    }

    /**
     * One cluster.
     *
     * @param name ours
     * @param before how many guests ran before the outage
     * @param notBack guests that ran before and do not now
     * @param gates what was waited for, in order
     * @param notes what is otherwise than before though nothing is missing, one sentence each
     */
    public record ClusterBack(String name, int before, List<NotBack> notBack, List<Gate> gates, List<String> notes) {

        public ClusterBack {
            notBack = List.copyOf(notBack);
            gates = List.copyOf(gates);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A guest that is not back.
     *
     * @param id as {@code lxc/101}
     * @param name as PVE has it
     * @param reason in words
     */
    public record NotBack(String id, String name, String reason) {

        /** As {@code web-1 (lxc/101): its node pve2 is offline}. */
        public String words() {
            return name + " (" + id + "): " + reason;
        }
    }

    /**
     * Something that had to be so before guests were started.
     *
     * @param name as quorum, nodes, votes, storage, HA, Ceph, guests
     * @param fine whether it is
     * @param words what was found
     */
    public record Gate(String name, boolean fine, String words) {}

    /** Whether everything is as it was. */
    public boolean whole() {
        return clusters.stream()
                .allMatch(one -> one.notBack().isEmpty() && one.gates().stream().allMatch(Gate::fine));
    }

    /** How many guests ran before. */
    public int before() {
        return clusters.stream().mapToInt(ClusterBack::before).sum();
    }

    /** The guests that are not back, of all clusters. */
    public List<NotBack> notBack() {
        return clusters.stream().flatMap(one -> one.notBack().stream()).toList();
    }

    /** One sentence: {@code 3 of 41 guests are not back: …}. */
    public String words() {
        List<NotBack> missing = notBack();
        List<String> open = clusters.stream()
                .flatMap(one -> one.gates().stream()
                        .filter(gate -> !gate.fine())
                        .map(gate -> "cluster " + one.name() + ": " + gate.words()))
                .toList();
        String guests = missing.isEmpty()
                ? (before() == 1 ? "the guest that ran is back" : "all " + before() + " guests that ran are back")
                : missing.size() + " of " + before() + (missing.size() == 1 ? " guests is" : " guests are")
                        + " not back: " + missing.stream().map(NotBack::words).collect(Collectors.joining("; "));
        return open.isEmpty() ? guests : guests + "; " + String.join("; ", open);
    }

    /** All of it, a line each: the sentence, then what was waited for, what is otherwise, and whether the next outage may come. */
    public List<String> lines(Optional<Double> charge, Optional<Integer> wanted) {
        List<String> lines = new ArrayList<>();
        lines.add(words());
        for (ClusterBack one : clusters) {
            one.gates()
                    .forEach(gate -> lines.add("cluster " + one.name() + ", " + gate.name() + ": " + gate.words()
                            + (gate.fine() ? "" : " (!)")));
            one.notes().forEach(note -> lines.add("cluster " + one.name() + ": " + note));
        }
        lines.add(readiness(charge, wanted));
        return lines;
    }

    /**
     * Whether another outage could be borne now.
     *
     * @param charge of the battery in per cent; empty: not known
     * @param wanted the least that is wanted; empty: nobody says
     */
    public static String readiness(Optional<Double> charge, Optional<Integer> wanted) {
        if (charge.isEmpty()) {
            return "the next outage: the battery's charge is not known";
        }
        String now = "charge " + Math.round(charge.get()) + " %";
        if (wanted.isEmpty()) {
            return "the next outage: " + now;
        }
        boolean ready = charge.get() >= wanted.get();
        return (ready ? "ready for the next outage: " : "not ready for the next outage yet: ") + now + ", wanted "
                + wanted.get() + " %";
    }
}
