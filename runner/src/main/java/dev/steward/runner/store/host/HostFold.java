package dev.steward.runner.store.host;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunEvent.FactsGathered;
import dev.steward.runner.event.RunEvent.HostReached;
import dev.steward.runner.store.row.Column;
import org.jdbi.v3.core.Handle;

/** Keeps what runs learn of hosts, in the transaction that keeps their events. */
public final class HostFold {

    private static final int ROUTE = 1000;

    private HostFold() {}

    /** A host was reached. */
    public static void reached(Handle handle, NumberedEvent event, HostReached reached) {
        ensure(handle, reached.host());
        handle.execute(
                "update host_known set reached_at = ?, reached_run = ?, route = ? where host = ?",
                event.at(),
                event.run(),
                Column.cut(reached.route(), ROUTE),
                reached.host());
    }

    /** It said what it is. */
    public static void gathered(Handle handle, EventJson json, NumberedEvent event, FactsGathered gathered) {
        ensure(handle, gathered.host());
        handle.execute(
                "update host_known set facts = ?, facts_at = ?, facts_run = ? where host = ?",
                json.text(gathered.facts()),
                event.at(),
                event.run(),
                gathered.host());
    }

    /** A run is over on its hosts. */
    public static void ended(Handle handle, NumberedEvent event, Recap recap) {
        recap.hosts().forEach((host, counts) -> {
            ensure(handle, host);
            handle.execute(
                    "update host_known set seen_at = ?, seen_run = ?, seen_status = ? where host = ?"
                            + " and (seen_run is null or seen_run <= ?)",
                    event.at(),
                    event.run(),
                    counts.worst().word(),
                    host,
                    event.run());
        });
    }

    private static void ensure(Handle handle, String host) {
        int known = handle.select("select count(*) from host_known where host = ?", host)
                .mapTo(int.class)
                .one();
        if (known == 0) {
            handle.execute("insert into host_known (host, route, seen_status) values (?, '', '')", host);
        }
    }
}
