package dev.steward.runner.notify;

import dev.steward.runner.config.notify.MailConfig;
import java.util.Optional;
import java.util.UUID;

/** Tries whether mail could be sent, without sending any. */
public final class MailLogin {

    private static final UUID NOBODY = new UUID(0, 0);

    private MailLogin() {}

    /**
     * Why the mail server does not let us in, with its address; empty: it does.
     *
     * @param config with its password resolved
     */
    public static Optional<String> trouble(MailConfig config) {
        return new Mail(config, NOBODY).trouble();
    }
}
