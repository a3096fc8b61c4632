package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.patch.Patches;
import dev.steward.runner.store.server.Lease;
import dev.steward.runner.store.server.ServerRow;
import dev.steward.runner.store.server.Servers;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Tells again, from kept events, what they say of packages: once for runs from before there was a ledger, and on demand. */
final class PatchRebuild {

    private static final Duration LOOK = Duration.ofMillis(500);

    /** Power protection stands behind a start: it does not wait without end for another server that works. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    /** One that has said nothing for so long may be dead: it is waited for until it is given up. */
    private static final Duration QUIET = Duration.ofSeconds(8);

    /** The fact that says how far it is: empty, {@link #BY} whom, or {@link #TOLD}. */
    private static final String LEDGER = "patch.ledger";

    private static final String BY = "by ";
    private static final String TOLD = "1";

    private final Jdbi jdbi;
    private final EventJson json;
    private final RunQueries queries;
    private final Settings settings;

    PatchRebuild(Jdbi jdbi, EventJson json, RunQueries queries, Settings settings) {
        this.jdbi = jdbi;
        this.json = json;
        this.queries = queries;
        this.settings = settings;
    }

    private record Told(long run, long event) {}

    /**
     * Tells a history from before there was a ledger; of several servers that begin one does, and the others wait. Who does says so in a
     * fact, and holds no lock meanwhile: it may take longer than a lock is waited for.
     *
     * @throws StoreException when another server that lives is still at it after ten seconds
     */
    void once(Servers servers, Time time) {
        String mine = BY + servers.me().id();
        Duration waited = Duration.ZERO;
        for (String how = claimed(mine, servers); !how.equals(TOLD); how = claimed(mine, servers)) {
            if (how.equals(mine)) {
                tell(mine);
            } else if (waited.compareTo(WAIT) < 0) {
                pause(time);
                waited = quiet(how, servers) ? waited : waited.plus(LOOK);
            } else {
                throw new StoreException(
                        "another server tells from the history what became of packages, which takes minutes where it is long;"
                                + " this one can begin when that is done: start it again then",
                        null);
            }
        }
    }

    private static void pause(Time time) {
        try {
            time.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("ended while it waited for another server", e);
        }
    }

    /** How far it is, after a try to have it where nobody does. */
    private String claimed(String mine, Servers servers) {
        String now = settings.get(LEDGER).orElse("");
        if (now.equals(TOLD) || lives(now, servers)) {
            return now;
        }
        settings.change(LEDGER, was -> was.equals(now) ? mine : was);
        return settings.get(LEDGER).orElse("");
    }

    private static boolean lives(String how, Servers servers) {
        return silence(how, servers)
                .filter(most -> most.compareTo(Lease.GIVEN_UP) <= 0)
                .isPresent();
    }

    private static boolean quiet(String how, Servers servers) {
        return silence(how, servers).filter(least -> least.compareTo(QUIET) > 0).isPresent();
    }

    /** Empty: nobody is at it who was not ended. */
    private static Optional<Duration> silence(String how, Servers servers) {
        return servers.living().stream()
                .filter(row -> how.equals(BY + row.id()))
                .map(ServerRow::silence)
                .findFirst();
    }

    private void tell(String mine) {
        try {
            again(handle -> told(handle, mine));
        } catch (RuntimeException e) {
            settings.change(LEDGER, was -> was.equals(mine) ? "" : was);
            throw e;
        }
    }

    /** Whoever was taken for dead meanwhile, and followed by another, keeps nothing: else all would be told twice. */
    private static void told(Handle handle, String mine) {
        if (handle.execute("update setting set content = ? where name = ? and content = ?", TOLD, LEDGER, mine) == 0) {
            throw new StoreException(
                    "this server was silent for so long that another one tells from the history what became of packages; start"
                            + " it again",
                    null);
        }
    }

    /** In one transaction: whoever reads meanwhile sees what was there before. */
    int again() {
        return again(handle -> {});
    }

    private int again(Consumer<Handle> last) {
        Projection projection = new Projection(json);
        List<Told> tasks = jdbi.withHandle(handle -> handle.select(
                        "select t.run, t.event_number from run_task t join run_step s on s.run = t.run and s.step ="
                                + " t.step where s.module in ('apt', 'patch', 'reboot') and t.status <>"
                                + " 'running' order by t.run, t.event_number")
                .map((row, context) -> new Told(row.getLong(1), row.getLong(2)))
                .list());
        jdbi.useTransaction(handle -> {
            Patches.clear(handle);
            tasks.forEach(task ->
                    queries.event(task.run(), task.event()).ifPresent(event -> projection.again(handle, event)));
            last.accept(handle);
        });
        return tasks.size();
    }
}
