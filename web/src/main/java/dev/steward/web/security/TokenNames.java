package dev.steward.web.security;

import dev.steward.web.http.Caller;
import java.util.Optional;

/** The tokens that open this server. */
public interface TokenNames {

    /**
     * Who sends a token.
     *
     * @param hash of the token, by TokenText.hash
     * @return empty where there is none, or it opens nothing any more
     */
    Optional<Caller> caller(String hash);

    /**
     * Which token of the house's own admin that is: a session can be begun with it, and power confirmed.
     *
     * @param hash of the token
     * @return its name; empty where it is another, or none
     */
    Optional<String> admin(String hash);

    /** Whether the admin token of a name still opens something. */
    boolean stands(String admin);
}
