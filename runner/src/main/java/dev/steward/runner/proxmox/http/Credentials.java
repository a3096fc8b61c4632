package dev.steward.runner.proxmox.http;

import dev.steward.runner.config.ProxmoxConfig;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.Secrets;
import java.util.Optional;

/** The one way to sign in to a cluster. */
sealed interface Credentials {

    /** An API token. */
    record Token(String id, Secret secret) implements Credentials {}

    /** A user who gets a ticket. */
    record Password(String user, Secret password) implements Credentials {}

    /**
     * The complete pair, from the configuration and the secrets beside it.
     *
     * @param name of the cluster
     * @throws IllegalArgumentException when there is none, or more than one
     */
    static Credentials of(String name, ProxmoxConfig config, Secrets secrets) {
        Optional<Secret> whole = config.token().or(() -> secrets.find("proxmox/" + name + "/token"));
        Optional<Secret> part = config.tokenSecret().or(() -> secrets.find("proxmox/" + name + "/tokenSecret"));
        Optional<Secret> password = config.password().or(() -> secrets.find("proxmox/" + name + "/password"));
        boolean pair = config.tokenId().isPresent() && part.isPresent();
        boolean user = config.user().isPresent() && password.isPresent();
        long ways = (whole.isPresent() ? 1 : 0) + (pair ? 1 : 0) + (user ? 1 : 0);
        if (ways > 1) {
            throw new IllegalArgumentException("proxmox." + name + " has more than one way to sign in; give one of"
                    + " token, tokenId with tokenSecret, user with password");
        }
        if (ways == 0) {
            throw new IllegalArgumentException(
                    "proxmox." + name + " has no complete way to sign in; " + missing(name, config));
        }
        if (user) {
            String full = config.user().get();
            return new Password(full.contains("@") ? full : full + "@" + config.realm(), password.get());
        }
        return whole.isPresent()
                ? token(name, whole.get())
                : new Token(config.tokenId().get(), part.get());
    }

    private static String missing(String name, ProxmoxConfig config) {
        if (config.tokenId().isPresent()) {
            return "tokenId needs tokenSecret, here or as the secret proxmox/" + name + "/tokenSecret";
        }
        if (config.user().isPresent()) {
            return "user needs password, here or as the secret proxmox/" + name + "/password";
        }
        return "give token (USER@REALM!TOKENID=SECRET), here or as the secret proxmox/" + name + "/token,"
                + " or user with password";
    }

    private static Token token(String name, Secret whole) {
        String text = whole.reveal().strip();
        int equals = text.indexOf('=');
        if (equals < 0 || !text.substring(0, equals).matches("[^\\s!=]+@[^\\s!=]+![^\\s!=]+")) {
            throw new IllegalArgumentException(
                    "the token of proxmox." + name + " is not of the form USER@REALM!TOKENID=SECRET");
        }
        return new Token(text.substring(0, equals), new Secret(text.substring(equals + 1)));
    }
}
