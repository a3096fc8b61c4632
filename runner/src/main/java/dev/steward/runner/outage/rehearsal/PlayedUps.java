package dev.steward.runner.outage.rehearsal;

import dev.steward.runner.lab.ups.UpsScript;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsStatus;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A UPS that does what a scenario says, from the moment it is made, on any clock. */
public final class PlayedUps {

    private final Scenario scenario;
    private final Time time;
    private final long began;

    /** From now on. */
    public PlayedUps(Scenario scenario, Time time) {
        this.scenario = scenario;
        this.time = time;
        this.began = time.nanos();
    }

    /** How it stands now. */
    public UpsReading ask() {
        Duration at = Duration.ofNanos(time.nanos() - began);
        return scenario.silent(at)
                ? new UpsReading.Silent(UpsReading.Why.UNREACHABLE, "the scenario lets the UPS be silent")
                : new UpsReading.Answered(UpsStatus.of(said(at)));
    }

    /**
     * What its battery has left so long after the beginning, whether it says so or not; empty: the scenario does not tell.
     *
     * @param at from the beginning
     */
    public Optional<Duration> battery(Duration at) {
        UpsStatus status = UpsStatus.of(said(at));
        Duration since = status.has("OB") ? at.minus(changed(at)) : Duration.ZERO;
        return status.runtime().map(left -> left.compareTo(since) < 0 ? Duration.ZERO : left.minus(since));
    }

    /** When it last said something new. */
    private Duration changed(Duration at) {
        Duration passed = Duration.ZERO;
        Duration last = Duration.ZERO;
        for (UpsScript.Line line : scenario.script().lines()) {
            if (line instanceof UpsScript.Line.Waits waits) {
                passed = passed.plus(waits.time());
            } else if (passed.compareTo(at) <= 0) {
                last = passed;
            }
        }
        return last;
    }

    private Map<String, String> said(Duration at) {
        Map<String, String> said = new TreeMap<>();
        Duration passed = Duration.ZERO;
        for (UpsScript.Line line : scenario.script().lines()) {
            if (line instanceof UpsScript.Line.Waits waits) {
                passed = passed.plus(waits.time());
                if (passed.compareTo(at) > 0) {
                    break;
                }
            } else if (line instanceof UpsScript.Line.Says says) {
                said.put(says.variable(), says.value());
            }
        }
        return said;
    }
}
