package dev.steward.web.security;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.Role;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.Tokens;
import dev.steward.runner.store.Tokens.Token;
import dev.steward.runner.store.account.Accounts;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Caller;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tokens of the store, told apart by their scope: one that is not known, or is over, opens nothing. */
public final class StoredTokens implements TokenNames {

    private static final Logger LOG = LoggerFactory.getLogger(StoredTokens.class);

    private final Tokens tokens;
    private final Accounts accounts;
    private final Time time;

    /** Those of a store. */
    public StoredTokens(Store store, Time time) {
        this.tokens = store.tokens();
        this.accounts = store.accounts();
        this.time = time;
    }

    @Override
    public Optional<Caller> caller(String hash) {
        Optional<Token> token = tokens.byHash(hash).filter(this::lasts);
        Optional<Caller> caller = token.flatMap(this::known);
        caller.ifPresent(some -> tokens.used(token.orElseThrow()));
        return caller;
    }

    @Override
    public Optional<String> admin(String hash) {
        return tokens.byHash(hash)
                .filter(this::lasts)
                .filter(StoredTokens::ofHouse)
                .map(Token::name);
    }

    @Override
    public boolean stands(String admin) {
        return tokens.find(admin)
                .filter(StoredTokens::ofHouse)
                .filter(this::lasts)
                .isPresent();
    }

    private static boolean ofHouse(Token token) {
        return token.scope().equals(Tokens.ADMIN) && token.owner().isEmpty();
    }

    /* Who sends it is not told why: whether a token was ever one is nobody's business. */
    private boolean lasts(Token token) {
        boolean over = token.over(time.now());
        if (over) {
            LOG.info(
                    "Token {} was sent, and is over since {}",
                    token.name(),
                    token.times().expires().orElseThrow());
        }
        return !over;
    }

    private Optional<Caller> known(Token token) {
        return switch (token.scope()) {
            case Tokens.ADMIN -> bearer(token, Role.ADMIN);
            case Tokens.OPERATE -> bearer(token, Role.OPERATOR);
            case Tokens.READ -> bearer(token, Role.VIEWER);
            case Tokens.POWER -> owned(token, Role.ADMIN).map(role -> narrow(Caller.Kind.POWER, token));
            case Tokens.METRICS -> owned(token, Role.VIEWER).map(role -> narrow(Caller.Kind.METRICS, token));
            case Tokens.INGEST -> owned(token, Role.ADMIN).map(role -> narrow(Caller.Kind.AGENT, token));
            default -> Optional.empty();
        };
    }

    private Optional<Caller> bearer(Token token, Role scope) {
        return owned(token, Role.VIEWER)
                .map(owner -> owner.covers(scope) ? scope : owner)
                .map(role -> new Caller(Caller.Kind.BEARER, token.name(), "", role));
    }

    private static Caller narrow(Caller.Kind kind, Token token) {
        return new Caller(kind, token.name(), "");
    }

    /* It never does more than whom it belongs to may now. */
    private Optional<Role> owned(Token token, Role needed) {
        return token.owner().isEmpty()
                ? Optional.of(Role.ADMIN)
                : accounts.find(token.owner())
                        .filter(Account::enabled)
                        .map(Account::role)
                        .filter(role -> role.covers(needed));
    }
}
