package dev.steward.runner.app.account;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.Passwords;
import dev.steward.runner.account.PlaybookLimit;
import dev.steward.runner.account.Role;
import dev.steward.runner.store.account.Accounts;
import dev.steward.runner.store.account.Audit;
import java.util.List;
import java.util.Optional;

/** Keeps accounts by rules that hold for every way: the command line, pages and the API. Each change is in the audit. */
public final class AccountDesk {

    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,63}";

    private final Accounts accounts;
    private final Audit audit;

    /** On what is kept. */
    public AccountDesk(Accounts accounts, Audit audit) {
        this.accounts = accounts;
        this.audit = audit;
    }

    /**
     * Who asks for a change.
     *
     * @param name of an account or token, or of the person at the command line
     * @param way page, api or cli
     * @param from the address of the other machine it was done from; empty: this one
     */
    public record By(String name, String way, Optional<String> from) {

        /** On this machine. */
        public By(String name, String way) {
            this(name, way, Optional.empty());
        }

        /** What it did, with the other machine it was done from. */
        public String did(String what) {
            return what + from.map(address -> " from " + address).orElse("");
        }
    }

    /** All by name. */
    public List<Account> all() {
        return accounts.all();
    }

    /** The account of a name. */
    public Optional<Account> find(String name) {
        return accounts.find(name);
    }

    /**
     * Makes an account.
     *
     * @param hash of its password, by {@link #hash}
     * @throws AccountRefused where the name is none or is taken
     */
    public Account add(String name, Role role, String hash, By by) throws AccountRefused {
        checkName(name);
        Optional<Account> taken = accounts.find(name);
        if (taken.isPresent()) {
            throw new AccountRefused("There is an account '" + taken.get().name()
                    + "' already; take another name, or change that one's role or password.");
        }
        accounts.add(name, role, hash);
        note(by, "account made", name, "", role.word());
        return known(name);
    }

    /**
     * Makes the first account, which is an admin's.
     *
     * @param hash of its password, by {@link Passwords#hash}
     * @throws AccountRefused where the name is none, or there is an account already
     */
    public Account first(String name, String hash, By by) throws AccountRefused {
        checkName(name);
        if (!accounts.first(name, Role.ADMIN, hash)) {
            throw new AccountRefused("There is an account already; sign in.");
        }
        note(by, "first account made", name, "", Role.ADMIN.word());
        return known(name);
    }

    private static void checkName(String name) throws AccountRefused {
        if (!name.matches(NAME)) {
            throw new AccountRefused("'" + name + "' is no name of an account; expected up to 64 letters, digits and"
                    + " . _ @ -, beginning with a letter or digit, as anna.");
        }
    }

    /**
     * Changes a role.
     *
     * @throws AccountRefused where there is no such account, or nobody could keep accounts any more
     */
    public Account role(String name, Role role, By by) throws AccountRefused {
        Account before = known(name);
        keepsAdmin(accounts.role(before.name(), role), before);
        note(by, "role changed", before.name(), before.role().word(), role.word());
        return known(name);
    }

    /**
     * Lets an account sign in, or not; what it opened ends with its next request.
     *
     * @throws AccountRefused where there is no such account, or nobody could keep accounts any more
     */
    public Account enable(String name, boolean on, By by) throws AccountRefused {
        Account before = known(name);
        keepsAdmin(accounts.enabled(before.name(), on), before);
        note(by, on ? "account enabled" : "account disabled", before.name(), word(before.enabled()), word(on));
        return known(name);
    }

    /**
     * Changes which playbooks an account may run while it is an operator; its sessions end.
     *
     * @param patterns as typed, as {@code update-*, backup}; empty: every playbook
     * @throws AccountRefused where there is no such account, or one is no pattern
     */
    public Account playbooks(String name, String patterns, By by) throws AccountRefused {
        Account before = known(name);
        PlaybookLimit limit;
        try {
            limit = PlaybookLimit.of(patterns);
        } catch (IllegalArgumentException e) {
            throw new AccountRefused(e.getMessage());
        }
        accounts.playbooks(before.name(), limit);
        note(by, "playbooks changed", before.name(), word(before.playbooks()), word(limit));
        return known(name);
    }

    /**
     * Changes a password; sessions that were opened with the old one end.
     *
     * @param hash of the new one, by {@link #hash}
     * @throws AccountRefused where there is no such account
     */
    public Account password(String name, String hash, By by) throws AccountRefused {
        Account before = known(name);
        accounts.password(before.name(), hash);
        note(by, "password changed", before.name(), "", "");
        return known(name);
    }

    /**
     * Removes an account.
     *
     * @throws AccountRefused where there is no such account, or nobody could keep accounts any more
     */
    public Account remove(String name, By by) throws AccountRefused {
        Account before = known(name);
        keepsAdmin(accounts.remove(before.name()), before);
        note(by, "account removed", before.name(), before.role().word(), "");
        return before;
    }

    /**
     * What is kept of a new password.
     *
     * @throws AccountRefused where it is weak; length alone is asked for (NIST SP 800-63B, 5.1.1.2)
     */
    public static String hash(String password) throws AccountRefused {
        if (password.length() < Passwords.SHORTEST) {
            throw new AccountRefused("The password is too short: at least " + Passwords.SHORTEST + " characters.");
        }
        if (password.length() > Passwords.LONGEST) {
            throw new AccountRefused("The password is too long: at most " + Passwords.LONGEST + " characters.");
        }
        return Passwords.hash(password);
    }

    private Account known(String name) throws AccountRefused {
        return accounts.find(name).orElseThrow(() -> {
            List<String> names = accounts.all().stream().map(Account::name).toList();
            return new AccountRefused("There is no account '" + name + "'"
                    + (names.isEmpty()
                            ? "; 'steward user add' makes one."
                            : "; there are " + String.join(", ", names) + "."));
        });
    }

    /** The last admin stays: nobody else could make another. */
    private static void keepsAdmin(boolean done, Account account) throws AccountRefused {
        if (!done) {
            throw new AccountRefused("'" + account.name() + "' is the last account that may keep accounts; give another"
                    + " one the role admin first.");
        }
    }

    private static String word(PlaybookLimit limit) {
        return limit.open() ? "every playbook" : limit.text();
    }

    private static String word(boolean enabled) {
        return enabled ? "enabled" : "disabled";
    }

    private void note(By by, String what, String name, String before, String after) {
        audit.note(new Audit.Change(by.name(), by.way(), by.did(what), name, before, after));
    }
}
