package dev.steward.runner.app.power;

import dev.steward.runner.power.PowerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How power protection stands, for people.
 *
 * @param configured whether there is a {@code power} section at all
 * @param planned whether a plan is configured, valid or not; where none is, UPSes are only watched
 * @param armed whether an outage would stop anything
 * @param state of the house
 * @param upses one line each, in configured order
 * @param plan the playbook's name; empty: none that is valid
 * @param planHash of the plan in effect
 * @param outage the one that is on, or whose recovery is; empty: none
 * @param troubles what is wrong with power protection itself, one sentence each, the gravest first
 */
public record PowerView(
        boolean configured,
        boolean planned,
        boolean armed,
        PowerState state,
        List<UpsLine> upses,
        Optional<String> plan,
        Optional<String> planHash,
        Optional<Outage> outage,
        List<String> troubles) {

    public PowerView {
        upses = List.copyOf(upses);
        troubles = List.copyOf(troubles);
    }

    /** The same with troubles that are graver than its own. */
    PowerView troubled(List<String> first) {
        List<String> all = Stream.concat(first.stream(), troubles.stream()).toList();
        return new PowerView(configured, planned, armed, state, upses, plan, planHash, outage, all);
    }

    /**
     * One UPS.
     *
     * @param name as configured
     * @param address as {@code cyberpower@192.0.2.164:3493}
     * @param status its tokens as NUT says them, as {@code OL CHRG}; empty: not known
     * @param charge in per cent
     * @param runtime left
     * @param load in per cent
     * @param answered when it last did; empty: never
     * @param trouble why nothing is known; empty: it answers
     * @param model of the device
     */
    public record UpsLine(
            String name,
            String address,
            Optional<String> status,
            Optional<Double> charge,
            Optional<Duration> runtime,
            Optional<Double> load,
            Optional<Instant> answered,
            Optional<String> trouble,
            Optional<String> model) {}

    /**
     * An outage that is on.
     *
     * @param run its number in the history; 0: the history cannot be written
     * @param since its first second on battery
     * @param onBatteryFor so far
     * @param committed whether the point of no return is behind
     * @param rehearsal whether it is only played
     * @param needs what the rest of the plan likely takes; empty: not known, or nothing is ahead
     * @param phases in order
     */
    public record Outage(
            long run,
            Instant since,
            Duration onBatteryFor,
            boolean committed,
            boolean rehearsal,
            Optional<Duration> needs,
            List<PhaseLine> phases) {

        public Outage {
            phases = List.copyOf(phases);
        }
    }

    /**
     * A phase of it.
     *
     * @param name as written
     * @param state one of waiting, running, done, failed, skipped, recovering, recovered
     * @param gate the condition it waits for, as written
     * @param began when; empty: not yet
     * @param took so far
     * @param note what happened, in one line; perhaps empty
     */
    public record PhaseLine(
            String name,
            String state,
            Optional<String> gate,
            Optional<Instant> began,
            Optional<Duration> took,
            String note) {}
}
