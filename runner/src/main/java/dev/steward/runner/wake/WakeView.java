package dev.steward.runner.wake;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a guest that sleeps and wakes.
 *
 * @param guest its name and place, as far as known
 * @param since when the state began
 * @param words for people; may be empty
 * @param forward where a visitor is sent; empty: nobody may be sent there yet
 */
public record WakeView(
        WakeRule rule, String guest, WakeState state, Instant since, String words, Optional<String> forward) {}
