package dev.steward.web.estate;

import java.util.Optional;

/**
 * What a call answered, or why it did not.
 *
 * @param value empty: it failed
 * @param problem with the next step; empty: it went well
 */
public record Read<T>(Optional<T> value, Optional<String> problem) {

    static <T> Read<T> good(T value) {
        return new Read<>(Optional.of(value), Optional.empty());
    }

    static <T> Read<T> bad(String why) {
        return new Read<>(Optional.empty(), Optional.of(why));
    }
}
