package dev.steward.runner.config.notify;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.secret.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is told of what.
 *
 * @param mail the mail channel; empty: none
 * @param webhooks by name
 * @param ntfy the ntfy channel; empty: none
 * @param gotify the Gotify channel; empty: none
 * @param telegram the Telegram channel; empty: none
 * @param matrix the Matrix channel; empty: none
 * @param teams the Teams channel; empty: none
 * @param commands programs of one's own, by name
 * @param routes what a channel is told and when, by its name: {@code mail}, {@code webhooks.ops}, {@code commands.pager}
 * @param on kinds that are told, by a channel that says nothing of its own
 */
public record NoticesConfig(
        Optional<MailConfig> mail,
        Map<String, WebhookConfig> webhooks,
        Optional<NtfyConfig> ntfy,
        Optional<GotifyConfig> gotify,
        Optional<TelegramConfig> telegram,
        Optional<MatrixConfig> matrix,
        Optional<TeamsConfig> teams,
        Map<String, CommandConfig> commands,
        Map<String, RouteConfig> routes,
        List<Kind> on) {

    /** No channel; all but what people asked for themselves. */
    public static final NoticesConfig DEFAULT = new NoticesConfig(
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Arrays.stream(Kind.values())
                    .filter(kind -> kind != Kind.CANCELLED && kind != Kind.TEST)
                    .toList());

    /** One without the channels that came later, and without routes. */
    public NoticesConfig(
            Optional<MailConfig> mail, Map<String, WebhookConfig> webhooks, Optional<NtfyConfig> ntfy, List<Kind> on) {
        this(
                mail,
                webhooks,
                ntfy,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                on);
    }

    public NoticesConfig {
        webhooks = Collections.unmodifiableMap(new LinkedHashMap<>(webhooks));
        commands = Collections.unmodifiableMap(new LinkedHashMap<>(commands));
        routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
        on = List.copyOf(on);
        webhooks.forEach((name, hook) -> {
            if (hook.url().isEmpty() && hook.urlEnv().isEmpty()) {
                throw new IllegalArgumentException("webhooks have no address in " + name
                        + "; give url, or in urlEnv the environment variable that holds it");
            }
            named("webhooks", name);
        });
        commands.keySet().forEach(name -> named("commands", name));
    }

    private static void named(String which, String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,60}")) {
            throw new IllegalArgumentException(which + " have the name '" + name
                    + "'; expected 1 to 60 letters, digits, dots, hyphens or underscores");
        }
    }

    /** The names of its channels, as {@code routes} takes them. */
    public List<String> channels() {
        List<String> names = new ArrayList<>();
        mail.ifPresent(any -> names.add("mail"));
        ntfy.ifPresent(any -> names.add("ntfy"));
        gotify.ifPresent(any -> names.add("gotify"));
        telegram.ifPresent(any -> names.add("telegram"));
        matrix.ifPresent(any -> names.add("matrix"));
        teams.ifPresent(any -> names.add("teams"));
        webhooks.keySet().forEach(name -> names.add("webhooks." + name));
        commands.keySet().forEach(name -> names.add("commands." + name));
        return names;
    }

    /** What is wrong with the names of its routes, by name. */
    public Map<String, String> strayRoutes() {
        Map<String, String> stray = new LinkedHashMap<>();
        List<String> known = channels();
        routes.keySet().stream().filter(name -> !known.contains(name)).forEach(name -> {
            String next = Suggestion.question(name, known)
                    .orElse(
                            known.isEmpty()
                                    ? "no channel is configured"
                                    : "expected one of " + String.join(", ", known));
            stray.put(name, "there is no channel '" + name + "'; " + next);
        });
        return stray;
    }

    /** Every secret it holds. */
    public List<Secret> secrets() {
        List<Secret> all = new ArrayList<>();
        mail.flatMap(MailConfig::password).ifPresent(all::add);
        webhooks.values().forEach(hook -> hook.url().ifPresent(all::add));
        ntfy.flatMap(NtfyConfig::token).ifPresent(all::add);
        gotify.map(GotifyConfig::token).ifPresent(all::add);
        telegram.map(TelegramConfig::token).ifPresent(all::add);
        matrix.map(MatrixConfig::token).ifPresent(all::add);
        teams.map(TeamsConfig::url).ifPresent(all::add);
        return List.copyOf(all);
    }

    /** The same with secrets looked up. */
    public NoticesConfig with(Optional<MailConfig> post, Map<String, WebhookConfig> hooks, Chats chats) {
        return new NoticesConfig(
                post,
                hooks,
                chats.ntfy(),
                chats.gotify(),
                chats.telegram(),
                chats.matrix(),
                chats.teams(),
                commands,
                routes,
                on);
    }

    /** Channels with a token or address of their own. */
    public record Chats(
            Optional<NtfyConfig> ntfy,
            Optional<GotifyConfig> gotify,
            Optional<TelegramConfig> telegram,
            Optional<MatrixConfig> matrix,
            Optional<TeamsConfig> teams) {}
}
