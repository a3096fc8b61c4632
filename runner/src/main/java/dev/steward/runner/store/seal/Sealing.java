package dev.steward.runner.store.seal;

import dev.steward.runner.seal.KeyFile;
import dev.steward.runner.seal.Place;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.seal.SealException;
import dev.steward.runner.store.trouble.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what an older Steward, or one without a key, left plain, and what was sealed with another key than the one that seals today.
 * Each value is one statement that changes nothing but this value: killed at whichever moment, every value is there, old or new.
 */
public final class Sealing {

    /** What is said where several servers may share a database, and no key is named. */
    public static final String PLAIN =
            "Second factors, the key of wake links and the renewed token of collector.push stand in plain text in the"
                    + " database: make a key, (umask 077; openssl rand -base64 32 > /etc/steward/seal.key), and name it in"
                    + " secrets.sealKey, the same on each server";

    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);

    private final Jdbi jdbi;
    private final Seal seal;
    private final boolean looks;
    private final List<String> accounts = new ArrayList<>();
    private final List<SealedFact> facts = new ArrayList<>();
    private int plain;
    private Optional<String> why = Optional.empty();

    private Sealing(Jdbi jdbi, Seal seal, boolean looks) {
        this.jdbi = jdbi;
        this.seal = seal;
        this.looks = looks;
    }

    /**
     * The seal of a store.
     *
     * @param said the file of the configuration; empty: none
     * @throws StoreException where that file cannot be used
     */
    public static Seal seal(Optional<Path> said, Path state, boolean alone) {
        try {
            return Seal.of(said, state, alone);
        } catch (SealException e) {
            throw new StoreException("secrets.sealKey: " + e.getMessage(), e);
        }
    }

    /** That of a store which ends with the process: nothing is sealed. */
    public static Seal none(Path state) {
        return seal(Optional.empty(), state, false);
    }

    /**
     * Seals what is to be sealed, at a start.
     *
     * @param told whether the log tells what the operator should know
     */
    public static void begin(Jdbi jdbi, Seal seal, boolean told) {
        List<String> sentences = once(jdbi, seal);
        if (told) {
            sentences.forEach(LOG::warn);
        }
    }

    /** Where the secret of an account's second factor belongs. */
    public static Place factor(String account) {
        return new Place("second_factor", "secret", account);
    }

    /**
     * Seals what is to be sealed. A key that is not here stops nothing.
     *
     * @return what the operator should know, one sentence each; none: all is sealed, and can be opened
     */
    public static List<String> once(Jdbi jdbi, Seal seal) {
        return new Sealing(jdbi, seal, false).all();
    }

    /**
     * Only looks whether what is sealed can be opened, of whichever Steward the tables are.
     *
     * @return what cannot, one sentence each
     */
    public static List<String> look(Jdbi jdbi, Seal seal) {
        boolean there = jdbi.withHandle(handle -> handle.select(
                                "select count(*) from information_schema.tables where lower(table_name) = 'second_factor'")
                        .mapTo(Long.class)
                        .one())
                > 0;
        return there ? new Sealing(jdbi, seal, true).all() : List.of();
    }

    private List<String> all() {
        factors();
        for (SealedFact fact : SealedFact.values()) {
            fact(fact);
        }
        return sentences();
    }

    private void factors() {
        Map<String, String> kept =
                jdbi.withHandle(handle -> handle.select("select account, secret from second_factor order by account")
                        .reduceRows(new TreeMap<String, String>(), (all, row) -> {
                            all.put(row.getColumn("account", String.class), row.getColumn("secret", String.class));
                            return all;
                        }));
        kept.forEach((account, secret) -> {
            if (!looked(
                    factor(account), secret, "update second_factor set secret = ? where account = ? and secret = ?")) {
                accounts.add(account);
            }
        });
    }

    private void fact(SealedFact fact) {
        jdbi.withHandle(handle -> handle.select("select content from setting where name = ?", fact.fact())
                        .mapTo(String.class)
                        .findOne())
                .ifPresent(kept -> {
                    if (!looked(fact.place(), kept, "update setting set content = ? where name = ? and content = ?")) {
                        facts.add(fact);
                    }
                });
    }

    /** False: it cannot be opened. Where another server changed it meanwhile, that one sealed it. */
    private boolean looked(Place place, String kept, String update) {
        Optional<String> opened = seal.open(place, kept);
        if (opened.isEmpty()) {
            return false;
        }
        if (looks) {
            return true;
        }
        try {
            if (!seal.settled(kept)) {
                String sealed = seal.seal(place, opened.get());
                jdbi.useHandle(handle -> handle.execute(update, sealed, place.row(), kept));
            } else if (Seal.keyOf(kept).isEmpty()) {
                plain++;
            }
        } catch (SealException e) {
            plain++;
            why = Optional.of(e.getMessage());
        }
        return true;
    }

    private List<String> sentences() {
        List<String> all = new ArrayList<>();
        String missing = missing();
        if (!accounts.isEmpty()) {
            all.add(
                    "The second factor of " + String.join(", ", accounts) + " cannot be checked: " + missing
                            + ", or have them sign in with a recovery code, or take it from them: steward user totp reset NAME");
        }
        if (facts.contains(SealedFact.WAKE_KEY)) {
            all.add("Links that wake guests open nothing: what signs them is sealed, and " + missing
                    + ", or "
                    + (seal.alone()
                            ? "make new links"
                            : "where it is lost for good, on one server: steward servers renew-links")
                    + ", which ends the old ones for good");
        }
        if (facts.contains(SealedFact.PUSH_REFRESH)) {
            all.add("The renewed token of collector.push is sealed, and " + missing
                    + ", or give the secret of collector.push.refreshToken a new one; until then that one is used");
        }
        why.ifPresent(reason ->
                all.add("Secrets in the history stay plain, since they cannot be sealed (" + plain + "): " + reason));
        if (why.isEmpty() && plain > 0) {
            all.add(PLAIN);
        }
        return List.copyOf(all);
    }

    /** Why a key is missing, and the next step. */
    private String missing() {
        if (!seal.seals()) {
            return "its key is not here; name the file with the key of the other servers in secrets.sealKey";
        }
        try {
            new KeyFile(seal.file()).count();
        } catch (SealException e) {
            if (Files.exists(seal.file())) {
                return "its key cannot be used: " + e.getMessage();
            }
        }
        return "its key is not in " + seal.file() + "; put that key there again, a line of its own";
    }
}
