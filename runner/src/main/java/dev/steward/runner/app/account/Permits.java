package dev.steward.runner.app.account;

import dev.steward.runner.account.Account;
import dev.steward.runner.account.PlaybookLimit;
import dev.steward.runner.account.Role;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.Tokens;
import dev.steward.runner.store.account.Accounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which playbooks somebody may run. Whoever asks is known by a name alone here, of an account or of a token, and a token never
 * does more than whom it belongs to: where several limits could be meant, all of them hold.
 */
public final class Permits {

    private final Accounts accounts;
    private final Tokens tokens;
    private final Path folder;

    /**
     * On what is kept.
     *
     * @param folder of the playbooks: who is limited runs none that lies elsewhere
     */
    public Permits(Accounts accounts, Tokens tokens, Path folder) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The same on a store. */
    public static Permits of(Store store, Path folder) {
        return new Permits(store.accounts(), store.tokens(), folder);
    }

    /** Why somebody may not run a playbook; empty: they may, as far as their role goes. */
    public Optional<String> refusal(String who, Path playbook) {
        Path file = folder.resolve(playbook).normalize();
        List<PlaybookLimit> limits = limits(who);
        boolean inside = file.startsWith(folder);
        String name = inside ? folder.relativize(file).toString() : file.toString();
        return limits.stream()
                .filter(limit -> !inside || !limit.allows(name))
                .findFirst()
                .map(limit -> who + " may run " + limit.text() + " and no other playbook, and this is " + name
                        + "; an admin changes that under Accounts.");
    }

    /** The limits that hold for a name; none: every playbook may be run. */
    private List<PlaybookLimit> limits(String who) {
        Optional<Tokens.Token> token = tokens.find(who);
        Stream<PlaybookLimit> own = token.stream().map(Tokens.Token::playbooks);
        Stream<PlaybookLimit> people = Stream.concat(
                        Stream.of(who), token.stream().map(Tokens.Token::owner).filter(owner -> !owner.isEmpty()))
                .flatMap(name -> accounts.find(name).stream())
                .filter(account -> account.role() != Role.ADMIN)
                .map(Account::playbooks);
        return Stream.concat(own, people).filter(limit -> !limit.open()).toList();
    }
}
