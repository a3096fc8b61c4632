package dev.steward.runner.store.hook;

import dev.steward.runner.store.row.Clash;
import java.time.Instant;
import org.jdbi.v3.core.Jdbi;

/** Signatures that hooks were sent lately, also before the last start. */
public final class HooksSeen {

    private final Jdbi jdbi;

    /** Those of a database that holds their table. */
    public HooksSeen(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * Remembers a signature; of two at once one is the first.
     *
     * @param now when it came
     * @param forget those that came before need not be known any more
     * @return false where it is known already
     */
    public synchronized boolean first(String hook, String signature, Instant now, Instant forget) {
        return Clash.again(() -> jdbi.inTransaction(handle -> {
            handle.execute("delete from hook_seen where seen_at < ?", forget);
            boolean known =
                    handle.select("select count(*) from hook_seen where hook = ? and signature = ?", hook, signature)
                                    .mapTo(int.class)
                                    .one()
                            > 0;
            if (!known) {
                handle.execute(
                        "insert into hook_seen (hook, signature, seen_at) values (?, ?, ?)", hook, signature, now);
            }
            return !known;
        }));
    }
}
