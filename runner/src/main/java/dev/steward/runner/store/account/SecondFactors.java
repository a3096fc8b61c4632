package dev.steward.runner.store.account;

import dev.steward.runner.seal.Seal;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.store.seal.Sealing;
import dev.steward.runner.time.Time;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What people sign in with besides their passwords. Of recovery codes only hashes are here. */
public final class SecondFactors {

    private final Jdbi jdbi;
    private final Seal seal;
    private final Time time;

    /**
     * On a store's tables.
     *
     * @param seal closes the secrets there
     */
    public SecondFactors(Jdbi jdbi, Seal seal, Time time) {
        this.jdbi = jdbi;
        this.seal = seal;
        this.time = time;
    }

    /**
     * A second factor.
     *
     * @param secret in Base32; empty: it is sealed with a key that is not here
     * @param confirmed whether a code of it was entered once: only then it is asked for
     * @param last the step whose code was taken last
     */
    public record Factor(Optional<String> secret, boolean confirmed, long last) {}

    /** The one of an account. */
    public Optional<Factor> find(String account) {
        return jdbi.withHandle(handle -> handle.select("select * from second_factor where account = ?", account)
                .map((row, context) -> new Factor(
                        seal.open(Sealing.factor(account), row.getString("secret")),
                        Column.instant(row, "confirmed_at").isPresent(),
                        row.getLong("last_step")))
                .findOne());
    }

    /** Those that are asked for one when they sign in, by name. */
    public List<String> all() {
        return jdbi.withHandle(handle -> handle.select(
                        "select account from second_factor where confirmed_at is not null order by account")
                .mapTo(String.class)
                .list());
    }

    /**
     * Begins one that is not confirmed yet, in place of another such; false where one is confirmed.
     *
     * @throws dev.steward.runner.seal.SealException where the secret cannot be sealed
     */
    public boolean begin(String account, String secret) {
        String sealed = seal.seal(Sealing.factor(account), secret);
        return jdbi.inTransaction(handle -> {
            handle.execute("delete from second_factor where account = ? and confirmed_at is null", account);
            return handle.execute(
                            "insert into second_factor (account, secret, last_step)"
                                    + " select cast(? as varchar(64)), cast(? as varchar(200)), 0"
                                    + " where not exists (select account from second_factor where account = ?)",
                            account,
                            sealed,
                            account)
                    == 1;
        });
    }

    /** From now on it is asked for; false where there is none that waits for that. */
    public boolean confirm(String account, long step, List<String> recovery) {
        return jdbi.inTransaction(handle -> {
            int done = handle.execute(
                    "update second_factor set confirmed_at = ?, last_step = ? where account = ? and confirmed_at is null",
                    time.now(),
                    step,
                    account);
            if (done == 1) {
                handle.execute("delete from recovery_code where account = ?", account);
                recovery.forEach(hash ->
                        handle.execute("insert into recovery_code (account, hash) values (?, ?)", account, hash));
            }
            return done == 1;
        });
    }

    /** Takes the code of a step; false where that or a later one was taken already, perhaps at this moment. */
    public boolean take(String account, long step) {
        return jdbi.withHandle(handle -> handle.execute(
                        "update second_factor set last_step = ? where account = ? and last_step < ?",
                        step,
                        account,
                        step))
                == 1;
    }

    /** Takes a recovery code, which is gone then; false where there is no such one. */
    public boolean recover(String account, String hash) {
        return jdbi.withHandle(handle ->
                        handle.execute("delete from recovery_code where account = ? and hash = ?", account, hash))
                == 1;
    }

    /** How many recovery codes are left. */
    public int left(String account) {
        return jdbi.withHandle(handle -> handle.select("select count(*) from recovery_code where account = ?", account)
                .mapTo(Integer.class)
                .one());
    }

    /** Removes it with its recovery codes; false where there is none. */
    public boolean remove(String account) {
        return jdbi.inTransaction(handle -> {
            handle.execute("delete from recovery_code where account = ?", account);
            return handle.execute("delete from second_factor where account = ?", account) == 1;
        });
    }
}
