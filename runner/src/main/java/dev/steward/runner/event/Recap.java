package dev.steward.runner.event;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counts per host, as Ansible's PLAY RECAP counts them.
 *
 * @param hosts by name, sorted
 */
public record Recap(SortedMap<String, Counts> hosts) {

    public Recap {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    }

    /** No host yet. */
    public static final Recap EMPTY = new Recap(new TreeMap<>());

    /**
     * The counts of one host. Changed is part of ok; an ignored failure counts as ok and ignored.
     *
     * @param aborted 1 where the host was stopped by another host's failure or a cancel
     * @param notReached 1 where the host was planned but no task began on it
     */
    public record Counts(
            int ok,
            int changed,
            int unreachable,
            int failed,
            int skipped,
            int rescued,
            int ignored,
            int aborted,
            int notReached) {

        /** Nothing counted. */
        public static final Counts ZERO = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Whether something went wrong there, or the run did not come to it. */
        public boolean bad() {
            return worst().compareTo(Worst.CHANGED) > 0;
        }

        /** The worst that happened there. */
        public Worst worst() {
            if (unreachable > 0) {
                return Worst.UNREACHABLE;
            }
            if (failed > 0) {
                return Worst.FAILED;
            }
            if (aborted > 0) {
                return Worst.ABORTED;
            }
            if (notReached > 0) {
                return Worst.NOT_REACHED;
            }
            return changed > 0 ? Worst.CHANGED : Worst.OK;
        }

        /** Both added up. */
        public Counts plus(Counts o) {
            return new Counts(
                    ok + o.ok,
                    changed + o.changed,
                    unreachable + o.unreachable,
                    failed + o.failed,
                    skipped + o.skipped,
                    rescued + o.rescued,
                    ignored + o.ignored,
                    aborted + o.aborted,
                    notReached + o.notReached);
        }
    }

    /** What a host's counts come to. */
    public enum Worst {
        OK,
        CHANGED,
        FAILED,
        UNREACHABLE,
        ABORTED,
        NOT_REACHED;

        /** As tables and metrics know it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The sum over all hosts. */
    public Counts total() {
        return hosts.values().stream().reduce(Counts.ZERO, Counts::plus);
    }

    /** The counts of one host, zeros where it is absent. */
    public Counts of(String host) {
        return hosts.getOrDefault(host, Counts.ZERO);
    }

    /** With further counts for a host. */
    public Recap plus(String host, Counts counts) {
        Map<String, Counts> all = new TreeMap<>(hosts);
        all.merge(host, counts, Counts::plus);
        return new Recap(new TreeMap<>(all));
    }
}
