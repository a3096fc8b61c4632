package dev.steward.web.security;

import java.util.Optional;

/** The tokens that open this server. */
@FunctionalInterface
public interface TokenNames {

    /**
     * Whose token that is.
     *
     * @param hash of the token, by TokenText.hash
     * @return its name; empty where there is none
     */
    Optional<String> byHash(String hash);

    /**
     * Which agent's token that is; such a one opens nothing but the agent's own doors.
     *
     * @param hash of the token
     * @return its name; empty where there is none
     */
    default Optional<String> agent(String hash) {
        return Optional.empty();
    }
}
