package dev.steward.runner.store;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.patch.Patches;
import dev.steward.runner.store.server.Lease;
import dev.steward.runner.store.server.Servers;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells again, from kept events, what they say of packages: once for runs from before there was a ledger, and on demand. */
final class PatchRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(PatchRebuild.class);
    private static final Duration LOOK = Duration.ofMillis(500);

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
     */
    void once(Servers servers, Time time) {
        String mine = BY + servers.me().id();
        boolean waited = false;
        for (String how = claimed(mine, servers); !how.equals(TOLD); how = claimed(mine, servers)) {
            if (how.equals(mine)) {
                tell(mine);
            } else {
                waited = waited || said();
                pause(time);
            }
        }
    }

    private static boolean said() {
        LOG.warn("Another server tells from the history what became of packages; this one begins when that is done");
        return true;
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
        return servers.living().stream()
                .anyMatch(row -> how.equals(BY + row.id()) && row.silence().compareTo(Lease.GIVEN_UP) <= 0);
    }

    private void tell(String mine) {
        try {
            again();
            settings.put(LEDGER, TOLD);
        } catch (RuntimeException e) {
            settings.change(LEDGER, was -> was.equals(mine) ? "" : was);
            throw e;
        }
    }

    /** In one transaction: whoever reads meanwhile sees what was there before. */
    int again() {
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
        });
        return tasks.size();
    }
}
