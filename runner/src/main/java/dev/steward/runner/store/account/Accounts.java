package dev.steward.runner.store.account;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.Passwords;
import dev.steward.runner.account.PlaybookLimit;
import dev.steward.runner.account.Role;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** The people who sign in by name. Of their passwords only a hash is here. */
public final class Accounts {

    private static final RowMapper<Account> ROWS = (row, context) -> new Account(
            row.getString("name"),
            Role.of(row.getString("role")).orElse(Role.VIEWER),
            row.getBoolean("enabled"),
            PlaybookLimit.of(row.getString("playbooks")),
            Column.at(row, "created_at"),
            Column.at(row, "changed_at"),
            Column.instant(row, "seen_at"));

    private final Jdbi jdbi;
    private final Time time;

    /** On a store's tables. */
    public Accounts(Jdbi jdbi, Time time) {
        this.jdbi = jdbi;
        this.time = time;
    }

    /** All by name. */
    public List<Account> all() {
        return jdbi.withHandle(handle ->
                handle.select("select * from account order by name").map(ROWS).list());
    }

    /** The account of a name, whatever its case. */
    public Optional<Account> find(String name) {
        return jdbi.withHandle(handle -> handle.select("select * from account where lower(name) = lower(?)", name)
                .map(ROWS)
                .findOne());
    }

    /** Adds an account; its name must be free. */
    public void add(String name, Role role, String hash) {
        Instant now = time.now();
        jdbi.useHandle(handle -> handle.execute(
                "insert into account (name, role, password, enabled, created_at, changed_at) values (?, ?, ?, true, ?, ?)",
                name,
                role.word(),
                hash,
                now,
                now));
    }

    /** Adds the first account; false, and nothing added, where there is one already. */
    public boolean first(String name, Role role, String hash) {
        Instant now = time.now();
        return jdbi.withHandle(handle -> handle.execute(
                        "insert into account (name, role, password, enabled, created_at, changed_at)"
                                + " select cast(? as varchar(64)), cast(? as varchar(16)), cast(? as varchar(300)), true,"
                                + " cast(? as timestamp(6) with time zone), cast(? as timestamp(6) with time zone)"
                                + " where not exists (select name from account)",
                        name,
                        role.word(),
                        hash,
                        now,
                        now))
                == 1;
    }

    /** Changes what an account may do; false, and nothing changed, where no enabled admin would be left. */
    public boolean role(String name, Role role) {
        return role == Role.ADMIN
                ? change("role", name, role.word())
                : unlessLast(name, handle -> change(handle, "role", name, role.word()));
    }

    /** Lets an account sign in, or not; false, and nothing changed, where no enabled admin would be left. */
    public boolean enabled(String name, boolean enabled) {
        return enabled
                ? change("enabled", name, true)
                : unlessLast(name, handle -> change(handle, "enabled", name, false));
    }

    /** Changes which playbooks it may run. */
    public void playbooks(String name, PlaybookLimit limit) {
        change("playbooks", name, limit.text());
    }

    /** Changes the password. */
    public void password(String name, String hash) {
        change("password", name, hash);
    }

    /** Removes an account; false, and nothing changed, where no enabled admin would be left. */
    public boolean remove(String name) {
        return unlessLast(name, handle -> handle.execute("delete from account where name = ?", name));
    }

    private boolean change(String column, String name, Object value) {
        jdbi.useHandle(handle -> change(handle, column, name, value));
        return true;
    }

    private void change(Handle handle, String column, String name, Object value) {
        handle.execute("update account set " + column + " = ?, changed_at = ? where name = ?", value, time.now(), name);
    }

    /* The admins' rows are locked: two who demote each other at the same moment must not leave nobody. */
    private boolean unlessLast(String name, HandleConsumer<RuntimeException> change) {
        return jdbi.inTransaction(handle -> {
            List<String> admins = handle.select(
                            "select name from account where enabled and role = ? for update", Role.ADMIN.word())
                    .mapTo(String.class)
                    .list();
            if (admins.equals(List.of(name))) {
                return false;
            }
            change.useHandle(handle);
            return true;
        });
    }

    /**
     * Who signs in with a name and a password; takes as long where there is no such account.
     *
     * @return empty where either is wrong, or the account may not sign in
     */
    public Optional<Account> signIn(String name, String password) {
        Optional<String> hash = jdbi.withHandle(
                handle -> handle.select("select password from account where lower(name) = lower(?) and enabled", name)
                        .mapTo(String.class)
                        .findOne());
        boolean fits = hash.map(kept -> Passwords.fits(password, kept)).orElseGet(() -> Passwords.nobody(password));
        if (!fits) {
            return Optional.empty();
        }
        jdbi.useHandle(handle ->
                handle.execute("update account set seen_at = ? where lower(name) = lower(?)", time.now(), name));
        return find(name);
    }
}
