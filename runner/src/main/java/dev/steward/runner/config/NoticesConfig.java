package dev.steward.runner.config;

import dev.steward.runner.notice.Notice.Kind;
import java.util.List;
import java.util.Optional;

/**
 * Who is told of what.
 *
 * @param mail the mail channel; empty: none
 * @param on kinds that are told
 */
public record NoticesConfig(Optional<MailConfig> mail, List<Kind> on) {

    /** No channel; all but what people asked for themselves. */
    public static final NoticesConfig DEFAULT = new NoticesConfig(
            Optional.empty(),
            List.of(Kind.FAILED, Kind.LOST, Kind.MISSED, Kind.OVERDUE, Kind.RECOVERED, Kind.IMAGE_UPDATE));

    public NoticesConfig {
        on = List.copyOf(on);
    }
}
