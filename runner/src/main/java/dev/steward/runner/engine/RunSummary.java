package dev.steward.runner.engine;

import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunStatus;

/**
 * How a run ended.
 *
 * @param status OK, FAILED or CANCELLED
 * @param exit 0 all well, 1 it could not be run, 2 hosts failed, 4 hosts were unreachable, 99 cancelled
 * @param recap the counts
 * @param message why it ended so; empty when all went well
 */
public record RunSummary(RunStatus status, int exit, Recap recap, String message) {}
