package dev.steward.runner.store.patch;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.store.row.Column;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The state of every host's packages, and the ledger of what changed. */
public final class Patches {

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<Map<String, Object>>> MAPS = new TypeReference<>() {};

    private final Jdbi jdbi;
    private final ObjectMapper json = new ObjectMapper();

    /** Those of a database that holds their tables. */
    public Patches(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All hosts whose packages were ever looked at, by name. */
    public List<HostPatches> hosts() {
        return jdbi.withHandle(handle -> handle.select("select * from patch_host order by host")
                .map((row, context) -> host(row))
                .list());
    }

    /** One host. */
    public Optional<HostPatches> host(String name) {
        return jdbi.withHandle(handle -> handle.select("select * from patch_host where host = ?", name)
                .map((row, context) -> host(row))
                .findOne());
    }

    /** What is to be done on a host, by package. */
    public List<PendingPackage> pending(String host) {
        return jdbi.withHandle(
                handle -> handle.select("select * from patch_pending where host = ? order by package", host)
                        .map((row, context) -> pending(row))
                        .list());
    }

    /** What is to be done anywhere, by package and host. */
    public List<PendingPackage> pending() {
        return jdbi.withHandle(handle -> handle.select("select * from patch_pending order by package, host")
                .map((row, context) -> pending(row))
                .list());
    }

    /**
     * A page of the ledger, the newest first.
     *
     * @param before only lines with a smaller id; empty: from the newest
     * @param limit lines at most
     */
    public List<LedgerLine> ledger(LedgerFilter filter, Optional<Long> before, int limit) {
        StringBuilder sql = new StringBuilder("select * from patch_ledger where id < ?");
        List<Object> values = new ArrayList<>(List.of(before.orElse(Long.MAX_VALUE)));
        filter.host().ifPresent(host -> and(sql, values, "host = ?", host));
        filter.like().ifPresent(like -> and(sql, values, "lower(package) like ? escape '!'", like));
        filter.run().ifPresent(run -> and(sql, values, "run = ?", run));
        filter.from().ifPresent(from -> and(sql, values, "happened_at >= ?", from));
        filter.to().ifPresent(to -> and(sql, values, "happened_at < ?", to));
        sql.append(" order by id desc fetch first ").append(limit).append(" rows only");
        return jdbi.withHandle(handle -> handle.select(sql.toString(), values.toArray())
                .map((row, context) -> line(row))
                .list());
    }

    private static void and(StringBuilder sql, List<Object> values, String term, Object value) {
        sql.append(" and ").append(term);
        values.add(value);
    }

    /** Forgets lines from before a moment; how many. */
    public int prune(Instant before) {
        return jdbi.withHandle(handle -> handle.execute("delete from patch_ledger where happened_at < ?", before));
    }

    /** Forgets a host that is no more: its state, not what happened there. */
    public void forget(String host) {
        jdbi.useTransaction(handle -> {
            handle.execute("delete from patch_pending where host = ?", host);
            handle.execute("delete from patch_host where host = ?", host);
        });
    }

    /** Removes all that the events of kept runs can tell again. */
    public static void clear(Handle handle) {
        handle.execute("delete from patch_ledger where run in (select id from run)");
        String of = " where host in (select host from run_task t join run_step s on s.run = t.run and s.step = t.step"
                + " where s.module in ('apt', 'patch'))";
        handle.execute("delete from patch_pending" + of);
        handle.execute("delete from patch_host" + of);
        handle.execute(
                "update patch_operation set changed = 0, pending_before = null where run in (select id from run)");
    }

    private HostPatches host(ResultSet row) throws SQLException {
        return new HostPatches(
                row.getString("host"),
                new HostPatches.Pending(
                        Column.instant(row, "checked_at"),
                        PatchRows.whole(row, "checked_run"),
                        PatchRows.number(row, "pending"),
                        PatchRows.number(row, "pending_security"),
                        Column.instant(row, "pending_since"),
                        PatchRows.whole(row, "download_bytes")),
                new HostPatches.Done(Column.instant(row, "patched_at"), PatchRows.whole(row, "patched_run")),
                new HostPatches.Reboot(
                        PatchRows.flag(row, "reboot_required"), read(row.getString("reboot_reasons"), TEXTS)),
                new HostPatches.Os(PatchRows.text(row, "os"), PatchRows.text(row, "family")),
                read(row.getString("held"), TEXTS),
                read(row.getString("excluded"), MAPS),
                new HostPatches.Last(
                        PatchRows.text(row, "outcome"),
                        row.getString("outcome_said"),
                        PatchRows.whole(row, "outcome_run"),
                        Column.instant(row, "outcome_at")));
    }

    /** What cannot be read was written by another version and says nothing. */
    private <T> List<T> read(String text, TypeReference<List<T>> type) {
        try {
            return json.readValue(text, type);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static PendingPackage pending(ResultSet row) throws SQLException {
        return new PendingPackage(
                row.getString("host"),
                row.getString("package"),
                row.getString("version_from"),
                row.getString("version_to"),
                row.getString("action"),
                PatchRows.flag(row, "security"),
                Column.at(row, "since"));
    }

    private static LedgerLine line(ResultSet row) throws SQLException {
        return new LedgerLine(
                row.getLong("id"),
                row.getString("host"),
                row.getString("package"),
                row.getString("version_from"),
                row.getString("version_to"),
                row.getString("action"),
                PatchRows.flag(row, "security"),
                row.getLong("run"),
                row.getString("step"),
                Column.at(row, "happened_at"));
    }
}
