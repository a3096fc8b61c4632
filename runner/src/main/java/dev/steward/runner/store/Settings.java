package dev.steward.runner.store;

import dev.steward.runner.store.row.Clash;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Small facts that outlive the process, as the installation's identity. All servers on a database share them. */
public final class Settings {

    private final Jdbi jdbi;
    private final String machine;
    private final String suffix;

    /**
     * The facts of a database.
     *
     * @param machine what is added to the names of facts about this machine alone; empty: no other is on this database
     */
    Settings(Jdbi jdbi, String machine) {
        this(jdbi, machine, "");
    }

    private Settings(Jdbi jdbi, String machine, String suffix) {
        this.jdbi = jdbi;
        this.machine = machine;
        this.suffix = suffix;
    }

    /** The facts about this machine, which no other server sees or changes. */
    public Settings ofThisMachine() {
        return new Settings(jdbi, machine, machine);
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

    /** This installation's identity, made at first use: the same for the life of its history. */
    public UUID identity() {
        return UUID.fromString(once("identity", () -> UUID.randomUUID().toString()));
    }
}
