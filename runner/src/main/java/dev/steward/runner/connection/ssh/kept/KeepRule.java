package dev.steward.runner.connection.ssh.kept;

import java.time.Duration;

/**
 * How long sessions are kept after a run.
 *
 * @param idle so long a session waits for the next run; zero: none is kept
 * @param most so many in all; those that wait longest are closed first
 */
public record KeepRule(Duration idle, int most) {

    /** Nothing is kept. */
    public static final KeepRule NONE = new KeepRule(Duration.ZERO, 0);

    /** So often its idle time a session may live: what only a login shows, as new groups, must come to be seen. */
    private static final int AGES = 10;

    boolean none() {
        return idle.isZero() || most == 0;
    }

    boolean tooOld(Duration age) {
        return age.compareTo(idle.multipliedBy(AGES)) > 0;
    }
}
