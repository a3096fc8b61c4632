package dev.steward.runner.event;

import java.time.Instant;

/**
 * An event in its place.
 *
 * @param run whose
 * @param number from 1 without gaps within the run
 * @param at when it was appended
 * @param event what happened
 */
public record NumberedEvent(long run, long number, Instant at, RunEvent event) {}
