package dev.steward.runner.notify;

import dev.steward.runner.config.notify.NoticesConfig;
import dev.steward.runner.notice.Notice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @throws IllegalArgumentException for a template that cannot be understood
     */
    public static List<Way> of(NoticesConfig config, UUID identity) {
        Set<Notice.Kind> usual = EnumSet.noneOf(Notice.Kind.class);
        usual.addAll(config.on());
        List<Way> ways = new ArrayList<>();
        config.mail().ifPresent(mail -> ways.add(way(new Mail(mail, identity), mail.kinds(), usual)));
        config.ntfy().ifPresent(ntfy -> ways.add(way(new Ntfy(ntfy, HttpPost.LIMIT), ntfy.kinds(), usual)));
        config.webhooks()
                .forEach((name, hook) -> ways.add(way(new Webhook(name, hook, HttpPost.LIMIT), hook.kinds(), usual)));
        return List.copyOf(ways);
    }

    /**
     * What keeps the channels of a configuration from being made, by the dotted name of the key below {@code notices}.
     *
     * @param config with its secrets resolved
     */
    public static Map<String, String> problems(NoticesConfig config) {
        Map<String, String> problems = new LinkedHashMap<>();
        config.webhooks().forEach((name, hook) -> {
            try {
                new Webhook(name, hook, HttpPost.LIMIT);
            } catch (IllegalArgumentException e) {
                problems.put("webhooks." + name + ".template", e.getMessage());
            }
        });
        return problems;
    }

    private static Way way(Channel channel, Optional<Set<Notice.Kind>> own, Set<Notice.Kind> usual) {
        Set<Notice.Kind> kinds = EnumSet.of(Notice.Kind.TEST);
        kinds.addAll(own.orElse(usual));
        return new Way(channel, kinds);
    }
}
