package dev.steward.runner.outage;

import dev.steward.runner.inventory.Host;
import dev.steward.runner.power.PowerSignal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is done for the clusters around the phases of one outage. Nothing of it throws; what takes long is bounded, and says so.
 */
public interface House {

    /** No cluster. */
    House NONE = new House() {

        @Override
        public void told(Consumer<String> told) {
            // there is nothing to say
        }

        @Override
        public String asItWas() {
            return "";
        }

        @Override
        public void phase(int phase) {
            // there is nothing to prepare
        }

        @Override
        public List<String> allOver() {
            return List.of();
        }

        @Override
        public Optional<String> notYet(PowerSignal signal) {
            return signal.onBattery() || signal.onlineFor().isZero()
                    ? Optional.of("still on battery")
                    : Optional.empty();
        }

        @Override
        public List<String> wake() {
            return List.of();
        }

        @Override
        public Back bringBack(String asItWas, List<String> deeds) {
            return new Back(true, List.of());
        }

        @Override
        public Set<Integer> irrevocable() {
            return Set.of();
        }

        @Override
        public Optional<String> stays(Host host) {
            return Optional.empty();
        }
    };

    /**
     * Begins, side by side and without waiting, to find out what {@link #asItWas} and {@link #irrevocable} tell: an outage that is
     * about to begin has other things to do meanwhile. Changes nothing, and the outage need not begin.
     */
    default void getReady() {
        // there is nothing to find out
    }

    /** From now on what is done is said there. */
    void told(Consumer<String> told);

    /** What runs where now, as text that is understood after a restart. */
    String asItWas();

    /**
     * Before a phase: HA, Ceph and jobs of others are put out of the way where it stops something. Doing it twice does no harm.
     *
     * @param phase index from 0
     */
    void phase(int phase);

    /** After the last phase, and before the machine Steward runs on goes down: the UPS is told to cut its outlets. What it did, in words. */
    List<String> allOver();

    /** After the last phase, where Steward stays up: why nobody is woken yet; empty: now is the time. */
    Optional<String> notYet(PowerSignal signal);

    /** Wakes the machines that the plan names, and waits for them; what did not come on, in words. */
    List<String> wake();

    /**
     * Brings back what this outage did to clusters, and only that.
     *
     * @param asItWas as {@link #asItWas} said before anything was stopped
     * @param deeds what was done, of this process or the ones before
     */
    Back bringBack(String asItWas, List<String> deeds);

    /** Phases, by index, after which nobody could undo: they stop the machine Steward runs on, or break the quorum. */
    Set<Integer> irrevocable();

    /** Why a host takes no part in any phase now, as one that still has power; empty: it takes part. */
    Optional<String> stays(Host host);

    /**
     * What came back.
     *
     * @param whole whether all is as it was
     * @param words the report, a line each
     */
    record Back(boolean whole, List<String> words) {

        public Back {
            words = List.copyOf(words);
        }
    }
}
