package dev.steward.runner.app.account;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.Passwords;
import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountDesk.By;
import dev.steward.runner.secret.TokenText;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.account.Audit;
import dev.steward.runner.store.account.Elsewhere;
import dev.steward.runner.time.Time;
import java.net.URI;
import java.util.Optional;

/** The accounts of those whom a provider of OpenID Connect signs in. Each change is in the audit. */
public final class ElsewhereDesk {

    private static final String WAY = "page";

    private final AccountDesk accounts;
    private final Elsewhere links;
    private final Audit audit;
    private final Time time;

    /** On a store. */
    public ElsewhereDesk(Store store, Time time) {
        this.accounts = new AccountDesk(store.accounts(), store.audit());
        this.links = store.elsewhere();
        this.audit = store.audit();
        this.time = time;
    }

    /**
     * Whom a provider signed in.
     *
     * @param issuer the provider
     * @param subject never another's there
     * @param name what it calls them
     * @param role what it says they may
     */
    public record Person(String issuer, String subject, String name, Role role) {}

    /** Whether an account is one of these. */
    public boolean linked(String account) {
        return links.linked(account);
    }

    /**
     * The account of who was signed in; it is made where there is none, and has the role that the provider says now.
     *
     * @throws AccountRefused where it is disabled, or none can be made
     */
    public synchronized Account signedIn(Person person) throws AccountRefused {
        Optional<Account> known =
                links.account(person.issuer(), person.subject()).flatMap(accounts::find);
        Account account = known.isPresent() ? roled(known.get(), person) : made(person);
        if (!account.enabled()) {
            throw new AccountRefused("The account '" + account.name() + "' is disabled; an admin enables it.");
        }
        links.seen(account.name(), time.now());
        return account;
    }

    private Account roled(Account account, Person person) throws AccountRefused {
        return account.role() == person.role() ? account : accounts.role(account.name(), person.role(), by(person));
    }

    /* A local account of that name stays its owner's: names are given out by whoever keeps the provider. */
    private Account made(Person person) throws AccountRefused {
        String bare = person.name().replaceAll("[^\\p{L}\\p{N}._@-]", "-").replaceFirst("^[^\\p{L}\\p{N}]+", "");
        String wanted = bare.isEmpty() ? "user" : bare.substring(0, Math.min(bare.length(), 40));
        String name = accounts.find(wanted).isEmpty()
                ? wanted
                : wanted + "@" + URI.create(person.issuer()).getHost();
        Account made = accounts.add(name, person.role(), Passwords.hash(TokenText.random()), by(person));
        links.link(person.issuer(), person.subject(), made.name());
        audit.note(new Audit.Change(
                person.issuer(), WAY, "account linked", made.name(), "", person.issuer() + " " + person.subject()));
        return made;
    }

    private static By by(Person person) {
        return new By(person.issuer(), WAY);
    }
}
