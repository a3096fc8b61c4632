package dev.steward.runner.store;

import dev.steward.runner.seal.Seal;
import dev.steward.runner.seal.SealException;
import dev.steward.runner.store.row.Clash;
import dev.steward.runner.store.seal.SealedFact;
import dev.steward.runner.store.seal.Sealing;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Small facts that outlive the process, as the installation's identity. All servers on a database share them. */
public final class Settings {

    private final Jdbi jdbi;
    private final Seal seal;
    private final String machine;
    private final String suffix;

    /**
     * The facts of a database.
     *
     * @param seal closes those that are secrets
     * @param machine what is added to the names of facts about this machine alone; empty: no other is on this database
     */
    Settings(Jdbi jdbi, Seal seal, String machine) {
        this(jdbi, seal, machine, "");
    }

    private Settings(Jdbi jdbi, Seal seal, String machine, String suffix) {
        this.jdbi = jdbi;
        this.seal = seal;
        this.machine = machine;
        this.suffix = suffix;
    }

    /** The facts about this machine, which no other server sees or changes. */
    public Settings ofThisMachine() {
        return new Settings(jdbi, seal, machine, machine);
    }

    /** A fact by name. */
    public Optional<String> get(String name) {
        return jdbi.withHandle(handle -> read(handle, name, ""));
    }

    private Optional<String> read(Handle handle, String name, String lock) {
        return handle.select("select content from setting where name = ?" + lock, name + suffix)
                .mapTo(String.class)
                .findOne();
    }

    /** Keeps a fact. */
    public void put(String name, String content) {
        // another server may be first
        Clash.again(() -> jdbi.inTransaction(handle -> write(handle, name, content) || insert(handle, name, content)));
    }

    /** False: it is not there. */
    private boolean write(Handle handle, String name, String content) {
        return handle.execute("update setting set content = ? where name = ?", content, name + suffix) > 0;
    }

    private boolean insert(Handle handle, String name, String content) {
        return handle.execute("insert into setting (name, content) values (?, ?)", name + suffix, content) > 0;
    }

    /** Changes a fact so that no other process changes it meanwhile; what is not there yet is empty. */
    public void change(String name, UnaryOperator<String> to) {
        once(name, () -> "");
        jdbi.useTransaction(handle ->
                write(handle, name, to.apply(read(handle, name, " for update").orElse(""))));
    }

    /** A fact that stays as whoever needs it first makes it. */
    public String once(String name, Supplier<String> fresh) {
        return get(name).orElseGet(() -> {
            try {
                jdbi.useTransaction(handle -> insert(handle, name, fresh.get()));
            } catch (RuntimeException e) {
                // another server may have been first
                return get(name).orElseThrow(() -> e);
            }
            return get(name).orElseThrow();
        });
    }

    /** A secret fact; empty: there is none, or it is sealed with a key that is not here. */
    public Optional<String> get(SealedFact fact) {
        return get(fact.fact()).flatMap(kept -> seal.open(fact.place(), kept));
    }

    /**
     * Keeps a secret fact.
     *
     * @throws SealException where it cannot be sealed
     */
    public void put(SealedFact fact, String plain) {
        put(fact.fact(), seal.seal(fact.place(), plain));
    }

    /**
     * A secret fact that stays as whoever needs it first makes it. One that cannot be opened is made anew, but where other servers
     * share the database and may well open it.
     *
     * @throws SealException where it cannot be sealed, or is other servers'
     */
    public String once(SealedFact fact, Supplier<String> fresh) {
        String kept = get(fact.fact()).orElseGet(() -> once(fact.fact(), () -> seal.seal(fact.place(), fresh.get())));
        return seal.open(fact.place(), kept).orElseGet(() -> {
            if (!seal.alone()) {
                throw new SealException(fact.fact() + " in the database is sealed, and its key is not in " + seal.file()
                        + "; put the key there that the other servers have in theirs, and name the file in"
                        + " secrets.sealKey");
            }
            String plain = fresh.get();
            put(fact, plain);
            return plain;
        });
    }

    /** What is sealed, here and beside, and could not be opened by a process that began now, with the next step; none: all of it opens. */
    public List<String> sealTroubles() {
        return Sealing.look(jdbi, seal.unread());
    }

    /** This installation's identity, made at first use: the same for the life of its history. */
    public UUID identity() {
        return UUID.fromString(once("identity", () -> UUID.randomUUID().toString()));
    }
}
