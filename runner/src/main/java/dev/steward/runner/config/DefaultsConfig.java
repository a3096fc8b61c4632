package dev.steward.runner.config;

import java.time.Duration;

/**
 * What holds for tasks that say nothing.
 *
 * @param commandTimeout for each try of a {@code command}, {@code shell} or {@code script} on a host, a second at least; a
 *     task's own {@code timeout} goes before it. Modules that know their own end (package work, reboot, waitFor, confirm,
 *     uri) do not take it
 */
public record DefaultsConfig(Duration commandTimeout) {

    /** A minute: a command that asks or hangs must not hold up a night's run, and who knows better says so in the task. */
    public static final DefaultsConfig DEFAULT = new DefaultsConfig(Duration.ofSeconds(60));

    public DefaultsConfig {
        if (commandTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("commandTimeout is shorter than 1s");
        }
    }
}
