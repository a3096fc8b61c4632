package dev.steward.runner.store.keep;

import dev.steward.runner.store.row.TextSum;
import org.jdbi.v3.core.Handle;

/** Keeps the texts that a run is made from, each once however many runs it is in. */
public final class Texts {

    private final Handle handle;
    private long fresh;

    /** In the transaction that records the run. */
    public Texts(Handle handle) {
        this.handle = handle;
    }

    /** Keeps a text; its SHA-256 in hex. */
    public String keep(String text) {
        String sha = TextSum.of(text);
        int known = handle.select("select count(*) from kept_text where sha256 = ?", sha)
                .mapTo(int.class)
                .one();
        if (known == 0) {
            handle.execute("insert into kept_text (sha256, content) values (?, ?)", sha, text);
            fresh += Sizes.bytes(text);
        }
        return sha;
    }

    /** How many bytes nobody had kept before. */
    public long fresh() {
        return fresh;
    }
}
