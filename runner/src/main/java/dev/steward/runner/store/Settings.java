package dev.steward.runner.store;

import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Small facts that outlive the process, as the server's identity. */
public final class Settings {

    private final Jdbi jdbi;

    Settings(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A fact by name. */
    public Optional<String> get(String name) {
        return jdbi.withHandle(handle -> handle.select("select content from setting where name = ?", name)
                .mapTo(String.class)
                .findOne());
    }

    /** Keeps a fact. */
    public void put(String name, String content) {
        jdbi.useTransaction(handle -> {
            if (handle.execute("update setting set content = ? where name = ?", content, name) == 0) {
                handle.execute("insert into setting (name, content) values (?, ?)", name, content);
            }
        });
    }

    /** This installation's identity, made at first use: the same for the life of the state directory. */
    public UUID identity() {
        return get("identity").map(UUID::fromString).orElseGet(() -> {
            UUID fresh = UUID.randomUUID();
            put("identity", fresh.toString());
            return fresh;
        });
    }
}
