package dev.steward.runner.proxmox.http;

import dev.steward.runner.config.ProxmoxConfig;
import dev.steward.runner.secret.Secret;

/** The one way to sign in to a cluster. */
sealed interface Credentials {

    /** An API token. */
    record Token(String id, Secret secret) implements Credentials {}

    /** A user who gets a ticket. */
    record Password(String user, Secret password) implements Credentials {}

    /** The complete pair of a configuration, which has exactly one. */
    static Credentials of(ProxmoxConfig config) {
        if (config.user().isPresent()) {
            String user = config.user().get();
            String full = user.contains("@") ? user : user + "@" + config.realm();
            return new Password(full, config.password().orElseThrow());
        }
        if (config.tokenId().isPresent()) {
            return new Token(config.tokenId().get(), config.tokenSecret().orElseThrow());
        }
        String token = config.token().orElseThrow().reveal();
        int equals = token.indexOf('=');
        return new Token(token.substring(0, equals), new Secret(token.substring(equals + 1)));
    }
}
