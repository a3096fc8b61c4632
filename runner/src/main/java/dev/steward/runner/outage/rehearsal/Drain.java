package dev.steward.runner.outage.rehearsal;

import dev.steward.runner.lab.ups.UpsScript;
import java.time.Duration;

/** Writes what a UPS says while its battery runs down evenly, in the language of dummy-ups. */
final class Drain {

    /** So long it is on mains before anything happens. */
    static final Duration BEFORE = Duration.ofSeconds(60);

    /** Said at the beginning. */
    static final String ONLINE =
            "ups.status: OL\nups.load: 36\nbattery.charge: 100\nbattery.charge.low: 10\nbattery.runtime: 2640\n";

    private static final Duration STEP = Duration.ofSeconds(15);
    private static final double LOW = 10;

    private final Duration battery;
    private final StringBuilder text = new StringBuilder(ONLINE + "TIMER " + BEFORE.toSeconds() + "\n");
    private Duration at = Duration.ZERO;

    /** Of a battery that lasts so long. */
    Drain(Duration battery) {
        this.battery = battery;
    }

    /** On battery until so long after the first second of it. */
    Drain until(Duration end) {
        while (at.compareTo(end) < 0) {
            Duration left = battery.minus(at);
            double charge = Math.max(0, 100.0 * left.toMillis() / battery.toMillis());
            text.append("ups.status: ").append(charge <= LOW ? "OB LB DISCHRG" : "OB DISCHRG");
            text.append("\nbattery.charge: ").append(Math.round(charge));
            text.append("\nbattery.runtime: ").append(Math.max(0, left.toSeconds()));
            rest(end.minus(at).compareTo(STEP) < 0 ? end.minus(at) : STEP);
        }
        return this;
    }

    /** The mains is back. */
    Drain mains() {
        text.append("\nups.status: OL CHRG");
        return this;
    }

    /** Time passes. */
    Drain rest(Duration time) {
        text.append("\nTIMER ").append(time.toSeconds()).append('\n');
        at = at.plus(time);
        return this;
    }

    UpsScript script() {
        return UpsScript.of("scenario.dev", text + "\n");
    }
}
