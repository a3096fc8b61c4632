package dev.steward.runner.app.power;

import dev.steward.runner.power.UpsReading;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people and programs may ask of power protection; the command line, pages and the API all go through it. Thread-safe. */
public interface PowerDesk {

    /** How it stands now. */
    PowerView view();

    /** The plan in effect with its phases, the guests and nodes they mean now, and the time they need. */
    PlanView plan();

    /**
     * Arms or disarms: a disarmed plan watches and tells, and stops nothing.
     *
     * @throws PowerRefused where it is not possible now
     */
    void arm(boolean on, Who who) throws PowerRefused;

    /**
     * Carries the plan out now, as if the mains were gone.
     *
     * @return the run's number
     * @throws PowerRefused with what is to be done instead
     */
    long apply(Apply how, Who who) throws PowerRefused;

    /**
     * Ends an outage before its point of no return and undoes what it did.
     *
     * @throws PowerRefused where nothing is on, or the point of no return is behind
     */
    void abort(Who who) throws PowerRefused;

    /**
     * Brings back what the last outage stopped, where that is not done yet.
     *
     * @param check only says what would be done
     * @return the run's number
     * @throws PowerRefused where recovery is disabled or nothing is left to recover
     */
    long recover(boolean check, Who who) throws PowerRefused;

    /**
     * Plays an outage on a settable clock, in check mode against the real inventory.
     *
     * @param scenario a named one, or the path of a {@code .seq} file as NUT's dummy-ups reads it
     * @return the run's number
     * @throws PowerRefused where there is no such scenario or no plan
     */
    long rehearse(String scenario, Who who) throws PowerRefused;

    /** Outages, rehearsals and recoveries, the latest first. */
    List<OutageLine> history(int most);

    /** What the UPSes last said, by configured name; none where none is watched. */
    default Map<String, UpsReading> readings() {
        return Map.of();
    }

    /**
     * Who asks.
     *
     * @param name for the audit
     * @param reason why, in words; perhaps empty where none is needed
     */
    record Who(String name, String reason) {}

    /**
     * How the plan is carried out by hand.
     *
     * @param now without waiting for gates
     * @param check nothing is changed
     * @param phase only this one, from 1; empty: all
     * @param task only this one of that phase, from 1; empty: all
     */
    record Apply(boolean now, boolean check, Optional<Integer> phase, Optional<Integer> task) {}

    /** A desk in front of another, which it asks where it does not answer itself. */
    interface InFront extends PowerDesk {

        /** The one behind. */
        PowerDesk desk();

        @Override
        default PowerView view() {
            return desk().view();
        }

        @Override
        default PlanView plan() {
            return desk().plan();
        }

        @Override
        default void arm(boolean on, Who who) throws PowerRefused {
            desk().arm(on, who);
        }

        @Override
        default long apply(Apply how, Who who) throws PowerRefused {
            return desk().apply(how, who);
        }

        @Override
        default void abort(Who who) throws PowerRefused {
            desk().abort(who);
        }

        @Override
        default long recover(boolean check, Who who) throws PowerRefused {
            return desk().recover(check, who);
        }

        @Override
        default long rehearse(String scenario, Who who) throws PowerRefused {
            return desk().rehearse(scenario, who);
        }

        @Override
        default List<OutageLine> history(int most) {
            return desk().history(most);
        }

        @Override
        default Map<String, UpsReading> readings() {
            return desk().readings();
        }
    }
}
