package dev.steward.runner.notify;

import dev.steward.runner.config.notify.NoticesConfig;
import dev.steward.runner.config.notify.RouteConfig;
import dev.steward.runner.notice.Notice;
import java.time.ZoneId;
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
     * @param route what of that, and when
     */
    public record Way(Channel channel, Set<Notice.Kind> kinds, Route route) {

        public Way {
            kinds = Set.copyOf(kinds);
        }

        /** One that is told all of its kinds at once. */
        public Way(Channel channel, Set<Notice.Kind> kinds) {
            this(channel, kinds, Route.ALWAYS);
        }

        /** Whether it is told of something, now or later. */
        boolean takes(Notice notice) {
            return kinds.contains(notice.kind()) && route.takes(notice);
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
        Adding add = (name, channel, own) ->
                ways.add(way(channel, own, usual, config.routes().get(name)));
        config.mail().ifPresent(mail -> add.channel("mail", new Mail(mail, identity), mail.kinds()));
        config.ntfy().ifPresent(ntfy -> add.channel("ntfy", new Ntfy(ntfy, HttpPost.LIMIT), ntfy.kinds()));
        config.gotify().ifPresent(one -> add.channel("gotify", Chat.gotify(one, HttpPost.LIMIT), one.kinds()));
        config.telegram().ifPresent(one -> add.channel("telegram", Chat.telegram(one, HttpPost.LIMIT), one.kinds()));
        config.matrix().ifPresent(one -> add.channel("matrix", Chat.matrix(one, HttpPost.LIMIT), one.kinds()));
        config.teams().ifPresent(one -> add.channel("teams", Chat.teams(one, HttpPost.LIMIT), one.kinds()));
        config.webhooks()
                .forEach((name, hook) ->
                        add.channel("webhooks." + name, new Webhook(name, hook, HttpPost.LIMIT), hook.kinds()));
        config.commands()
                .forEach((name, command) ->
                        add.channel("commands." + name, new Program(name, command), command.kinds()));
        return List.copyOf(ways);
    }

    private interface Adding {

        void channel(String name, Channel channel, Optional<Set<Notice.Kind>> own);
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
        config.strayRoutes().forEach((name, said) -> problems.put("routes." + name, said));
        return problems;
    }

    private static Way way(Channel channel, Optional<Set<Notice.Kind>> own, Set<Notice.Kind> usual, RouteConfig route) {
        Set<Notice.Kind> kinds = EnumSet.of(Notice.Kind.TEST);
        kinds.addAll(own.orElse(usual));
        return new Way(channel, kinds, route == null ? Route.ALWAYS : new Route(route, ZoneId.systemDefault()));
    }
}
