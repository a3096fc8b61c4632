package dev.steward.runner.app.power;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An outage of the history.
 *
 * @param run its number
 * @param kind outage, applied, rehearsal or recovery
 * @param began when
 * @param took until it was over; empty: it is on, or nobody knows
 * @param cause as "on battery for 5 min 12 s", or who asked
 * @param ended in words, as "power came back after 7 min; everything as before"
 */
public record OutageLine(long run, String kind, Instant began, Optional<Duration> took, String cause, String ended) {}
