package dev.steward.runner.store.account;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** Which account belongs to whom a provider signs in. A provider's names may change hands, its subjects do not. */
public final class Elsewhere {

    private final Jdbi jdbi;

    /** On a store's tables. */
    public Elsewhere(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The name of the account. */
    public Optional<String> account(String issuer, String subject) {
        return jdbi.withHandle(handle -> handle.select(
                        "select account from signed_in_elsewhere where issuer = ? and subject = ?", issuer, subject)
                .mapTo(String.class)
                .findOne());
    }

    /** Whether an account belongs to somebody whom a provider signs in. */
    public boolean linked(String account) {
        return jdbi.withHandle(
                        handle -> handle.select("select count(*) from signed_in_elsewhere where account = ?", account)
                                .mapTo(Integer.class)
                                .one())
                > 0;
    }

    /** From now on it belongs to that account. */
    public void link(String issuer, String subject, String account) {
        jdbi.useHandle(handle -> handle.execute(
                "insert into signed_in_elsewhere (issuer, subject, account) values (?, ?, ?)",
                issuer,
                subject,
                account));
    }

    /** A sign-in of an account was let in. */
    public void seen(String account, Instant at) {
        jdbi.useHandle(handle -> handle.execute("update account set seen_at = ? where name = ?", at, account));
    }
}
