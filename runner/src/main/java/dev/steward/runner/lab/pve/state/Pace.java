package dev.steward.runner.lab.pve.state;

import java.time.Duration;

/**
 * How long things take.
 *
 * @param refused what the server lets somebody wait whom it does not know; three seconds in life
 * @param noRoute the first call to a node that is away; twenty-one seconds in life
 * @param noRouteAgain later calls; a second in life
 * @param start of a guest's start task
 * @param ha from a wish to what HA does about it; 5 to 20 seconds in life
 * @param boot of a node
 * @param backup of one guest
 */
public record Pace(
        Duration refused,
        Duration noRoute,
        Duration noRouteAgain,
        Duration start,
        Duration ha,
        Duration boot,
        Duration backup) {

    /** As in life, but nobody is made to wait for a refusal. */
    public static Pace quick() {
        return new Pace(
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofMillis(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(90),
                Duration.ofSeconds(5));
    }

    /** As observed on real nodes. */
    public static Pace life() {
        return new Pace(
                Duration.ofSeconds(3),
                Duration.ofSeconds(21),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(90),
                Duration.ofSeconds(5));
    }
}
