package dev.steward.web.security;

import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.TokenText;
import java.util.Optional;

/** The token that a request carries in its header Authorization. */
public final class Bearer {

    private static final String BEARER = "Bearer ";

    private Bearer() {}

    /**
     * What it carries; empty: nothing, or something else than a token.
     *
     * @param authorization the header
     */
    public static Optional<String> of(Optional<String> authorization) {
        return authorization
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    /** Whether it carries this one. Hashes are compared, so that neither length nor content shows in the time it takes. */
    public static boolean carries(Optional<String> authorization, Secret token) {
        return of(authorization)
                .filter(said -> TokenText.same(TokenText.hash(said), TokenText.hash(token.reveal())))
                .isPresent();
    }
}
