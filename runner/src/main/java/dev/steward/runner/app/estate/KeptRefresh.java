package dev.steward.runner.app.estate;

import dev.steward.runner.collect.PushMemory;
import dev.steward.runner.config.collect.PushConfig;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.store.Settings;
import dev.steward.runner.store.seal.SealedFact;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The refresh token in the history, sealed there. It counts for as long as the configuration names the
 * one it came from.
 */
final class KeptRefresh implements PushMemory {

    private final Settings settings;
    private final String origin;

    KeptRefresh(Settings settings, PushConfig config) {
        this.settings = settings;
        this.origin = hash(config.refreshToken().map(Secret::reveal).orElse(""));
    }

    @Override
    public Optional<Secret> refresh() {
        return settings.get(SealedFact.PUSH_REFRESH)
                .filter(kept -> kept.startsWith(origin + ":"))
                .map(kept -> new Secret(kept.substring(origin.length() + 1)));
    }

    @Override
    public void keep(Secret refresh) {
        settings.put(SealedFact.PUSH_REFRESH, origin + ":" + refresh.reveal());
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
