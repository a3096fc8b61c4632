package dev.steward.web.security;

import java.util.Optional;

/** The tokens that open this server. */
@FunctionalInterface
public interface TokenNames {

    /**
     * Whose token that is.
     *
     * @param hash of the token, by {@link TokenText#hash}
     * @return its name; empty where there is none
     */
    Optional<String> byHash(String hash);
}
