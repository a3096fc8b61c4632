package dev.steward.runner.config.notify;

import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices in a room of Matrix that is not encrypted.
 *
 * @param url of the home server, as {@code https://matrix.example.org}
 * @param token of a user who is in the room, or a reference {@code secret('path')}
 * @param room its id, as {@code !abc:example.org}; not its alias
 * @param on kinds that are told there, {@code *} for all; empty: those of {@code notices.on}
 * @param ca a PEM file of the authorities that vouch for the server; empty: the machine's
 */
public record MatrixConfig(String url, Secret token, String room, List<String> on, Optional<Path> ca) {

    /** What must be said is null. */
    public static final MatrixConfig DEFAULT = new MatrixConfig(null, null, null, List.of(), Optional.empty());

    public MatrixConfig {
        on = List.copyOf(on);
        KindWords.of(on);
        url = Address.base(url);
        if (room != null && !room.matches("![^\\s]{1,254}")) {
            throw new IllegalArgumentException(
                    "room is '" + room
                            + "'; expected a room's id, which begins with an exclamation mark (its settings, Advanced, show it)");
        }
    }

    /** What it says of the kinds told there; empty: nothing. */
    public Optional<Set<Kind>> kinds() {
        return KindWords.of(on);
    }

    /** With the token itself. */
    public MatrixConfig token(Secret other) {
        return new MatrixConfig(url, other, room, on, ca);
    }
}
