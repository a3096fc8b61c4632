package dev.steward.runner.app.estate;

import dev.steward.runner.collect.PushMemory;
import dev.steward.runner.config.collect.PushConfig;
import dev.steward.runner.seal.SealException;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.store.Settings;
import dev.steward.runner.store.seal.SealedFact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refresh token in the history, sealed there; in this process alone where it cannot be sealed. It counts for as long as the
 * configuration names the one it came from.
 */
final class KeptRefresh implements PushMemory {

    private static final Logger LOG = LoggerFactory.getLogger(KeptRefresh.class);

    private final Settings settings;
    private final String origin;
    private Optional<Secret> unkept = Optional.empty();

    KeptRefresh(Settings settings, PushConfig config) {
        this.settings = settings;
        this.origin = hash(config.refreshToken().map(Secret::reveal).orElse(""));
    }

    @Override
    public synchronized Optional<Secret> refresh() {
        return unkept.or(this::kept);
    }

    private Optional<Secret> kept() {
        return settings.get(SealedFact.PUSH_REFRESH)
                .filter(kept -> kept.startsWith(origin + ":"))
                .map(kept -> new Secret(kept.substring(origin.length() + 1)));
    }

    @Override
    public synchronized void keep(Secret refresh) {
        try {
            settings.put(SealedFact.PUSH_REFRESH, origin + ":" + refresh.reveal());
            unkept = Optional.empty();
        } catch (SealException e) {
            // the one before it may count no more by now
            unkept = Optional.of(refresh);
            LOG.warn(
                    "The renewed token of collector.push is lost with the next restart, since it cannot be kept: {}",
                    e.getMessage());
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
