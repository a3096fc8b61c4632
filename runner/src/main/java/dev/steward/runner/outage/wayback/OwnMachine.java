package dev.steward.runner.outage.wayback;

import java.time.Duration;

/**
 * The machine Steward runs on, as far as a UPS that cuts its outlets is concerned.
 *
 * @param where it is
 * @param fed whether it hangs on the UPS
 * @param goesOff whether it is switched off as the last after this
 * @param needs how long it takes from its order until it is off
 */
public record OwnMachine(Where where, boolean fed, boolean goesOff, Duration needs) {

    /** Where Steward runs. */
    public enum Where {
        /** In a guest: its node goes down after it, and nobody is left then to tell a UPS anything. */
        GUEST,
        /** On a node itself. */
        NODE,
        /** On a machine of its own. */
        OUTSIDE
    }
}
