package dev.steward.web.security;

import dev.steward.runner.store.Tokens;
import java.util.Optional;

/** The tokens of the store, told apart by their scope: one that is not known opens nothing. */
public final class StoredTokens implements TokenNames {

    private final Tokens tokens;

    /** Those of a store. */
    public StoredTokens(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Optional<String> byHash(String hash) {
        return of(hash, Tokens.ADMIN);
    }

    @Override
    public Optional<String> agent(String hash) {
        return of(hash, Tokens.INGEST);
    }

    @Override
    public Optional<String> power(String hash) {
        return of(hash, Tokens.POWER);
    }

    private Optional<String> of(String hash, String scope) {
        return tokens.byHash(hash).filter(token -> token.scope().equals(scope)).map(Tokens.Token::name);
    }
}
