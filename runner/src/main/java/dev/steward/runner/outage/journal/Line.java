package dev.steward.runner.outage.journal;

import dev.steward.runner.event.EventJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/** An entry as a line: its check sum, its kind, its JSON. A line that was cut or changed is none. */
final class Line {

    private static final EventJson JSON = new EventJson();
    private static final Map<String, Class<?>> KINDS = Arrays.stream(Entry.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type));

    private Line() {}

    /** With its line feed. */
    static String of(Entry entry) {
        String body = entry.getClass().getSimpleName() + " " + JSON.text(entry);
        return sum(body) + " " + body + "\n";
    }

    /** The entry of a line without its line feed; empty: it is none. */
    static Optional<Entry> read(String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length < 3 || !sum(parts[1] + " " + parts[2]).equals(parts[0])) {
            return Optional.empty();
        }
        Class<?> kind = KINDS.get(parts[1]);
        try {
            return kind == null ? Optional.empty() : Optional.of((Entry) JSON.value(parts[2], kind));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String sum(String body) {
        CRC32C crc = new CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
