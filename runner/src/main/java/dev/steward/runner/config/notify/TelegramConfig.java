package dev.steward.runner.config.notify;

import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Notices by a bot of Telegram.
 *
 * @param url of the Bot API; another one than Telegram's where somebody runs their own
 * @param token of the bot, or a reference {@code secret('path')}
 * @param chat its number, as {@code -1001234567890}, or the {@code @name} of a channel
 * @param thread a topic of a forum; empty: none
 * @param on kinds that are told there, {@code *} for all; empty: those of {@code notices.on}
 * @param ca a PEM file of the authorities that vouch for the server; empty: the machine's
 */
public record TelegramConfig(
        String url, Secret token, String chat, Optional<Integer> thread, List<String> on, Optional<Path> ca) {

    /** Telegram's own server; what must be said is null. */
    public static final TelegramConfig DEFAULT =
            new TelegramConfig("https://api.telegram.org", null, null, Optional.empty(), List.of(), Optional.empty());

    public TelegramConfig {
        on = List.copyOf(on);
        KindWords.of(on);
        url = Address.base(url);
        if (chat != null && !chat.matches("-?\\d{1,20}|@[A-Za-z0-9_]{4,64}")) {
            throw new IllegalArgumentException(
                    "chat is '" + chat + "'; expected a number such as -1001234567890, or the @name of a channel");
        }
    }

    /** What it says of the kinds told there; empty: nothing. */
    public Optional<Set<Kind>> kinds() {
        return KindWords.of(on);
    }

    /** With the token itself. */
    public TelegramConfig token(Secret other) {
        return new TelegramConfig(url, other, chat, thread, on, ca);
    }
}
