package dev.steward.runner.power;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a UPS said of itself in one answer. What it did not say is empty and compares with nothing; numbers are decimal strings in
 * NUT ("023.4").
 *
 * @param tokens of {@code ups.status}, whole words; unknown ones are kept and mean nothing
 * @param charge {@code battery.charge} in per cent
 * @param runtime {@code battery.runtime}
 * @param load {@code ups.load} in per cent
 * @param variables all that was said, by NUT's names, raw
 */
public record UpsStatus(
        Set<String> tokens,
        Optional<Double> charge,
        Optional<Duration> runtime,
        Optional<Double> load,
        Map<String, String> variables) {

    /** Per cent: some devices say a little more than full. */
    private static final double MOST_CHARGE = 200;
    /** Seconds of a year: what says more does not know. */
    private static final double MOST_RUNTIME = 31_536_000;

    public UpsStatus {
        tokens = Set.copyOf(tokens);
        variables = Map.copyOf(variables);
    }

    /** Of the variables of one {@code LIST VAR}. */
    public static UpsStatus of(Map<String, String> variables) {
        Set<String> tokens = Arrays.stream(
                        variables.getOrDefault("ups.status", "").split(" "))
                .filter(token -> !token.isBlank())
                .collect(Collectors.toUnmodifiableSet());
        return new UpsStatus(
                tokens,
                number(variables, "battery.charge").filter(charge -> charge <= MOST_CHARGE),
                number(variables, "battery.runtime")
                        .filter(seconds -> seconds <= MOST_RUNTIME)
                        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000))),
                number(variables, "ups.load"),
                variables);
    }

    /** A variable as a finite number of at least 0; empty where it is absent or none. */
    public static Optional<Double> number(Map<String, String> variables, String name) {
        try {
            return Optional.ofNullable(variables.get(name))
                    .map(text -> Double.parseDouble(text.strip()))
                    .filter(number -> Double.isFinite(number) && number >= 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether a token is among them, as {@code OB}. */
    public boolean has(String token) {
        return tokens.contains(token);
    }
}
