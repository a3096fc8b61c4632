package dev.steward.web.compare;

import dev.steward.web.format.Span;
import java.util.List;

/**
 * What differs between a run and another.
 *
 * @param groups of tasks on hosts that went differently, the worst first
 * @param more groups beyond those
 * @param same how many tasks on hosts went alike in both
 * @param only hosts and tasks that the one had and the other had not
 * @param setup what they were made from
 */
public record Comparison(List<Group> groups, int more, int same, Only only, Setup setup) {

    /** With nothing there is nothing that differs. */
    public static final Comparison NONE = new Comparison(
            List.of(),
            0,
            0,
            new Only(List.of(), List.of(), List.of(), List.of()),
            new Setup(List.of(), List.of(), List.of()));

    /** What kind of difference. */
    public enum Kind {
        STATUS("ended differently"),
        MESSAGE("said something else"),
        DIFF("changed something else"),
        TIME("took another time");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As a heading says it. */
        public String words() {
            return words;
        }
    }

    /**
     * The same difference of a task on several hosts.
     *
     * @param kind of difference
     * @param task its name
     * @param now how it is in this run
     * @param then how it was in the other
     * @param hosts where
     */
    public record Group(Kind kind, String task, Side now, Side then, List<String> hosts) {

        private static final int NAMED = 8;

        /** The hosts that are named one by one. */
        public List<String> named() {
            return hosts.subList(0, Math.min(NAMED, hosts.size()));
        }

        /** "7 hosts". */
        public String count() {
            return hosts.size() + (hosts.size() == 1 ? " host" : " hosts");
        }
    }

    /**
     * A task in one of the runs.
     *
     * @param step its id there; empty: it did not come to it
     * @param word of its status
     * @param words its message or time, of the first host
     */
    public record Side(String step, String word, String words) {}

    /** What is in one of the runs alone. */
    public record Only(List<String> hostsNow, List<String> hostsThen, List<String> tasksNow, List<String> tasksThen) {

        /** Whether both have the same hosts and tasks. */
        public boolean none() {
            return hostsNow.isEmpty() && hostsThen.isEmpty() && tasksNow.isEmpty() && tasksThen.isEmpty();
        }
    }

    /**
     * What the runs were made from.
     *
     * @param texts scripts that differ
     * @param values vars and options that differ
     * @param inventory hosts whose place in the inventory or whose variables differ
     */
    public record Setup(List<TextChange> texts, List<Value> values, List<Value> inventory) {

        /** Whether both were made from the same. */
        public boolean none() {
            return texts.isEmpty() && values.isEmpty() && inventory.isEmpty();
        }
    }

    /** A script that differs, from the other run to this one. */
    public record TextChange(String file, List<Span> lines) {}

    /** A named value that differs; empty text: it is not there. */
    public record Value(String name, String then, String now) {}
}
