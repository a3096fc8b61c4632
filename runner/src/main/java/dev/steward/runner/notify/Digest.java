package dev.steward.runner.notify;

import dev.steward.runner.notice.Notice;
import dev.steward.runner.store.outbox.Posted;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Several notices as one. */
final class Digest {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);

    private Digest() {}

    /** One notice of at least two; of the kind and loudness of its loudest. */
    static Notice of(List<Posted> all, Instant now, ZoneId zone) {
        Notice loudest = all.stream()
                .map(Posted::notice)
                .max(Comparator.comparing(Notice::severity))
                .orElseThrow();
        StringBuilder text = new StringBuilder();
        for (Posted one : all) {
            Notice notice = one.notice();
            text.append(TIME.format(notice.at().atZone(zone)))
                    .append("  ")
                    .append(notice.severity())
                    .append("  ")
                    .append(notice.title())
                    .append('\n');
        }
        text.append("\nsteward notices list    shows each with its words\n");
        return new Notice(
                "digest-" + all.get(0).id() + "-" + all.get(all.size() - 1).id(),
                loudest.kind(),
                loudest.severity(),
                "",
                all.size() + " notices, the loudest: " + loudest.title(),
                text.toString(),
                Optional.empty(),
                now,
                Optional.empty());
    }
}
