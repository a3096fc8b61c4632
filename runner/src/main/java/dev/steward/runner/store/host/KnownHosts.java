package dev.steward.runner.store.host;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What runs learnt of hosts: kept when the runs are pruned. */
public final class KnownHosts {

    private static final String WITHOUT_FACTS =
            "select host, reached_at, reached_run, route, seen_at, seen_run, seen_status from host_known";

    private final Jdbi jdbi;
    private final EventJson json;

    /** Those of a database that holds their table. */
    public KnownHosts(Jdbi jdbi, EventJson json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** All, by name, without their facts: a house has thousands at most, and one read is quicker than one a host. */
    public Map<String, KnownHost> all() {
        return jdbi.withHandle(handle -> {
            Map<String, KnownHost> all = new HashMap<>();
            handle.select(WITHOUT_FACTS)
                    .map((row, context) -> of(row, Optional.empty()))
                    .forEach(one -> all.put(one.host(), one));
            return all;
        });
    }

    /** One with its facts; a host no run has met where there is none of this name. */
    public KnownHost of(String host) {
        return jdbi.withHandle(handle -> handle.select("select * from host_known where host = ?", host)
                .map((row, context) -> of(row, facts(row)))
                .findOne()
                .orElseGet(() -> KnownHost.none(host)));
    }

    private static KnownHost of(ResultSet row, Optional<KnownHost.Gathered> facts) throws SQLException {
        long reached = row.getLong("reached_run");
        String route = row.getString("route");
        long seen = row.getLong("seen_run");
        String status = row.getString("seen_status");
        return new KnownHost(
                row.getString("host"),
                Column.instant(row, "reached_at").map(at -> new KnownHost.Reached(at, reached, route)),
                facts,
                Column.instant(row, "seen_at").map(at -> new KnownHost.Seen(at, seen, status)));
    }

    private Optional<KnownHost.Gathered> facts(ResultSet row) throws SQLException {
        Optional<Instant> at = Column.instant(row, "facts_at");
        return at.isEmpty()
                ? Optional.empty()
                : Optional.of(new KnownHost.Gathered(
                        at.get(), row.getLong("facts_run"), Column.read(row, "facts", json::map)));
    }
}
