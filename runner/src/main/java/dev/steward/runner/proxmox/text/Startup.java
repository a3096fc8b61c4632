package dev.steward.runner.proxmox.text;

import java.time.Duration;
import java.util.Optional;

/**
 * When a guest starts and stops among the others of its node.
 *
 * @param order ascending at start, descending at stop; empty: started last, stopped first
 * @param up how long the next one waits after its start
 * @param down how long it may take to shut down
 * @param text all of it
 */
public record Startup(Optional<Integer> order, Optional<Duration> up, Optional<Duration> down, PropertyString text) {

    /** Reads {@code order=2,up=30,down=120} and {@code 2}. */
    public static Startup parse(String value) {
        PropertyString text = PropertyString.parse(value);
        return new Startup(
                text.bareOr("order")
                        .filter(digits -> digits.matches("\\d{1,9}"))
                        .map(Integer::valueOf),
                text.number("up").map(Duration::ofSeconds),
                text.number("down").map(Duration::ofSeconds),
                text);
    }

    /** With another time to shut down; order and the rest stay as they are. */
    public Startup withDown(Duration time) {
        return parse(text.with("down", time.toSeconds()).toString());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
