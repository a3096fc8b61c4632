package dev.steward.runner.store.estate;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How something was.
 *
 * @param at when
 * @param facts where they were new; empty: as before
 * @param readings what moved
 */
public record Noted(Instant at, Optional<Map<String, Object>> facts, Map<String, Object> readings) {}
