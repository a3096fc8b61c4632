package dev.steward.runner.store.ups;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What a UPS said once.
 *
 * @param ups as it is configured
 * @param at when
 * @param charge of its battery in per cent; empty: it does not say
 * @param load in per cent
 * @param runtime left on battery at this load, in seconds
 * @param volts at its input
 * @param status its tokens as NUT says them, as {@code OL CHRG}
 */
public record UpsRow(
        String ups,
        Instant at,
        OptionalDouble charge,
        OptionalDouble load,
        OptionalDouble runtime,
        OptionalDouble volts,
        String status) {}
