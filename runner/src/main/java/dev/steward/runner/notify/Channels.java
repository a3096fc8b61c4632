package dev.steward.runner.notify;

import dev.steward.runner.config.NoticesConfig;
import dev.steward.runner.notice.Notice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The channels there are, a line each. */
public final class Channels {

    private Channels() {}

    /**
     * A channel and what it is told.
     *
     * @param channel where to
     * @param kinds what is told there
     */
    public record Way(Channel channel, Set<Notice.Kind> kinds) {

        public Way {
            kinds = Set.copyOf(kinds);
        }
    }

    /**
     * The channels that a configuration names.
     *
     * @param config with its secrets resolved
     * @param identity of this installation
     */
    public static List<Way> of(NoticesConfig config, UUID identity) {
        List<Channel> channels = new ArrayList<>();
        config.mail().ifPresent(mail -> channels.add(new Mail(mail, identity)));
        Set<Notice.Kind> kinds = EnumSet.of(Notice.Kind.TEST);
        kinds.addAll(config.on());
        return channels.stream().map(channel -> new Way(channel, kinds)).toList();
    }
}
