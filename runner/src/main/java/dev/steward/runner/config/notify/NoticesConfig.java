package dev.steward.runner.config.notify;

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
 * @param on kinds that are told, by a channel that says nothing of its own
 */
public record NoticesConfig(
        Optional<MailConfig> mail, Map<String, WebhookConfig> webhooks, Optional<NtfyConfig> ntfy, List<Kind> on) {

    /** No channel; all but what people asked for themselves. */
    public static final NoticesConfig DEFAULT = new NoticesConfig(
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Arrays.stream(Kind.values())
                    .filter(kind -> kind != Kind.CANCELLED && kind != Kind.TEST)
                    .toList());

    public NoticesConfig {
        webhooks = Collections.unmodifiableMap(new LinkedHashMap<>(webhooks));
        on = List.copyOf(on);
        webhooks.forEach((name, hook) -> {
            if (hook.url().isEmpty() && hook.urlEnv().isEmpty()) {
                throw new IllegalArgumentException("webhooks have no address in " + name
                        + "; give url, or in urlEnv the environment variable that holds it");
            }
            if (!name.matches("[A-Za-z0-9._-]{1,60}")) {
                throw new IllegalArgumentException("webhooks have the name '" + name
                        + "'; expected 1 to 60 letters, digits, dots, hyphens or underscores");
            }
        });
    }

    /** Every secret it holds. */
    public List<Secret> secrets() {
        List<Secret> all = new ArrayList<>();
        mail.flatMap(MailConfig::password).ifPresent(all::add);
        webhooks.values().forEach(hook -> hook.url().ifPresent(all::add));
        ntfy.flatMap(NtfyConfig::token).ifPresent(all::add);
        return List.copyOf(all);
    }
}
