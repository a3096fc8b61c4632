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

    /**
     * Which token of scope power that is; such a one steers power protection and changes nothing else.
     *
     * @param hash of the token
     * @return its name; empty where there is none
     */
    default Optional<String> power(String hash) {
        return Optional.empty();
    }
}
