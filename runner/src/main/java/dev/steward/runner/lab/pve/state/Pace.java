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
 * @param heard what the cluster says of a guest is as old as this at most; its node tells the others every ten seconds in life
 */
public record Pace(
        Duration refused,
        Duration noRoute,
        Duration noRouteAgain,
        Duration start,
        Duration ha,
        Duration boot,
        Duration backup,
        Duration heard) {

    /** What the cluster says of a guest is as old as the call. */
    public Pace(
            Duration refused,
            Duration noRoute,
            Duration noRouteAgain,
            Duration start,
            Duration ha,
            Duration boot,
            Duration backup) {
        this(refused, noRoute, noRouteAgain, start, ha, boot, backup, Duration.ZERO);
    }

    /** With this for what the cluster says of a guest. */
    public Pace heard(Duration other) {
        return new Pace(refused, noRoute, noRouteAgain, start, ha, boot, backup, other);
    }

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
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }
}
