package dev.steward.runner.store.estate;

import dev.steward.runner.store.estate.RecordKey.Origin;
import dev.steward.runner.store.row.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What is known of each cluster, node and guest, and how it was. A guest has one record on whatever node it is; one that is
 * gone is closed, and stays for as long as history is kept.
 */
public final class EstateRecords {

    private static final int PRUNED_AT_ONCE = 5_000;
    private static final int NAME = 300;

    private final Jdbi jdbi;
    private final RecordRows rows = new RecordRows();

    /** The records of a database that holds their tables. */
    public EstateRecords(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Keeps what was learned, all or nothing, with its place in the history. */
    public void put(List<RecordDraft> drafts, Instant now) {
        jdbi.useTransaction(handle -> drafts.forEach(draft -> put(handle, draft, now)));
    }

    private void put(Handle handle, RecordDraft draft, Instant now) {
        String facts = rows.text(draft.facts());
        String readings = rows.text(draft.readings());
        Optional<EstateRecord> before = last(handle, draft.key())
                // another guest may have been given the number since
                .filter(record -> record.open() || record.name().equals(draft.name()));
        String id =
                before.map(EstateRecord::id).orElseGet(() -> UUID.randomUUID().toString());
        boolean fresh = before.isEmpty();
        boolean changed = fresh || !rows.text(before.get().facts()).equals(facts);
        if (fresh) {
            insert(handle, id, draft, now);
        } else {
            update(handle, before.get(), draft, now);
        }
        handle.execute(
                "insert into estate_history (record, noted_at, fine, facts, readings) values (?, ?, false, ?, ?)",
                id,
                now,
                changed ? facts : null,
                readings);
    }

    private void insert(Handle handle, String id, RecordDraft draft, Instant now) {
        handle.execute(
                "insert into estate_record (id, origin, kind, cluster_name, subject, node_name, name, told_by, facts,"
                        + " readings, begun_at, seen_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                draft.key().origin().word(),
                draft.key().kind().word(),
                draft.key().cluster(),
                draft.key().subject(),
                draft.node(),
                Column.cut(draft.name(), NAME),
                rows.text(tellers(Optional.empty(), draft)),
                rows.text(draft.facts()),
                rows.text(draft.readings()),
                now,
                now);
    }

    private void update(Handle handle, EstateRecord before, RecordDraft draft, Instant now) {
        handle.execute(
                "update estate_record set node_name = ?, name = ?, told_by = ?, facts = ?, readings = ?, seen_at = ?,"
                        + " closed_at = null, closed_why = null where id = ?",
                draft.node(),
                Column.cut(draft.name(), NAME),
                rows.text(tellers(Optional.of(before), draft)),
                rows.text(draft.facts()),
                rows.text(draft.readings()),
                now,
                before.id());
    }

    /** Several agents of one cluster feed one record of it; a guest is told of by the one whose node it is on. */
    private static List<String> tellers(Optional<EstateRecord> before, RecordDraft draft) {
        List<String> all = new ArrayList<>();
        if (draft.key().kind() == RecordKind.CLUSTER) {
            before.ifPresent(record -> all.addAll(record.toldBy()));
        }
        if (!draft.toldBy().isEmpty() && !all.contains(draft.toldBy())) {
            all.add(draft.toldBy());
        }
        return all.stream().sorted().toList();
    }

    private Optional<EstateRecord> last(Handle handle, RecordKey key) {
        return handle.select(
                        RecordRows.SELECT + " where r.origin = ? and r.cluster_name = ? and r.subject = ? order by"
                                + " case when r.closed_at is null then 0 else 1 end, r.seen_at desc fetch first 1 rows only",
                        key.origin().word(),
                        key.cluster(),
                        key.subject())
                .map((row, context) -> rows.record(row))
                .findFirst();
    }

    /** Keeps readings between two collections. */
    public void sample(RecordKey key, Map<String, Object> readings, Instant now) {
        jdbi.useTransaction(handle -> {
            Optional<EstateRecord> record = last(handle, key).filter(EstateRecord::open);
            if (record.isPresent()) {
                String text = rows.text(readings);
                String id = record.get().id();
                handle.execute("update estate_record set readings = ?, seen_at = ? where id = ?", text, now, id);
                handle.execute(
                        "insert into estate_history (record, noted_at, fine, facts, readings) values (?, ?, true, null, ?)",
                        id,
                        now,
                        text);
            }
        });
    }

    /** What is there of one cluster. */
    public List<EstateRecord> open(Origin origin, String cluster) {
        return jdbi.withHandle(handle -> handle.select(
                        RecordRows.SELECT + " where r.origin = ? and r.cluster_name = ? and r.closed_at is null",
                        origin.word(),
                        cluster)
                .map((row, context) -> rows.record(row))
                .list());
    }

    /** The record of a thing that is there. */
    public Optional<EstateRecord> open(RecordKey key) {
        return jdbi.withHandle(handle -> last(handle, key).filter(EstateRecord::open));
    }

    /** It is gone, and why. */
    public void close(String id, String why, Instant now) {
        jdbi.useHandle(handle -> handle.execute(
                "update estate_record set closed_at = ?, closed_why = ? where id = ? and closed_at is null",
                now,
                why,
                id));
    }

    /**
     * Closes what agents no longer tell of: their node was told of for this long without it.
     *
     * @param silence in seconds
     */
    public int closeUntold(long silence, Instant now) {
        return jdbi.withHandle(handle -> handle.createUpdate("update estate_record r set closed_at = :now, closed_why ="
                        + " 'no longer told of by its node''s agent' where r.origin = 'pushed' and r.kind in ('lxc', 'qemu')"
                        + " and r.closed_at is null and exists (select 1 from estate_record n where n.origin = 'pushed'"
                        + " and n.kind = 'node' and n.cluster_name = r.cluster_name and n.node_name = r.node_name"
                        + " and n.seen_at > r.seen_at + cast(:silence as integer) * interval '1' second)")
                .bind("now", now)
                .bind("silence", silence)
                .execute());
    }

    /**
     * A page of records.
     *
     * @param page from 1
     * @param perPage how many
     */
    public RecordPage page(RecordFilter filter, int page, int perPage) {
        Where where = new Where()
                .and("r.kind = ?", Optional.of(filter.kind().word()))
                .and(
                        "(r.cluster_name = ? or exists (select 1 from estate_record c where c.id = ? and c.kind ="
                                + " 'cluster' and c.origin = r.origin and c.cluster_name = r.cluster_name))",
                        filter.cluster())
                .and(
                        "(r.node_name = ? or exists (select 1 from estate_record n where n.id = ? and n.kind = 'node' and"
                                + " n.origin = r.origin and n.cluster_name = r.cluster_name and n.node_name = r.node_name))",
                        filter.node())
                .and("position(? in r.told_by) > 0", filter.toldBy().map(rows::text));
        if (!filter.closed()) {
            where.and("r.closed_at is null");
        }
        return jdbi.withHandle(handle -> {
            long total = handle.select("select count(*) from estate_record r" + where.sql(), where.values())
                    .mapTo(long.class)
                    .one();
            List<EstateRecord> items = handle.select(
                            RecordRows.SELECT + where.sql()
                                    + " order by r.cluster_name, r.origin, r.node_name, length(r.subject), r.subject,"
                                    + " r.begun_at, r.id offset " + (long) (page - 1) * perPage + " rows fetch first "
                                    + perPage
                                    + " rows only",
                            where.values())
                    .map((row, context) -> rows.record(row))
                    .list();
            return new RecordPage(items, total);
        });
    }

    /** The record of an id. */
    public Optional<EstateRecord> find(RecordKind kind, String id) {
        return jdbi.withHandle(
                handle -> handle.select(RecordRows.SELECT + " where r.id = ? and r.kind = ?", id, kind.word())
                        .map((row, context) -> rows.record(row))
                        .findOne());
    }

    /** How many things a token tells of. */
    public long toldBy(String token) {
        return jdbi.withHandle(handle -> handle.select(
                        "select count(*) from estate_record where origin = 'pushed' and position(? in told_by) > 0",
                        rows.text(token))
                .mapTo(long.class)
                .one());
    }

    /** What was read of an operating system. */
    public void os(String id, Map<String, Object> os) {
        jdbi.useHandle(handle -> handle.execute("update estate_record set os = ? where id = ?", rows.text(os), id));
    }

    /** What family of operating systems it is by an operator's word; empty: as it is found. */
    public void family(String id, Optional<String> family) {
        jdbi.useHandle(
                handle -> handle.execute("update estate_record set family = ? where id = ?", family.orElse(null), id));
    }

    /** Forgets a record with its history; false where there is none. */
    public boolean remove(String id) {
        return jdbi.withHandle(handle -> handle.execute("delete from estate_record where id = ?", id)) == 1;
    }

    /** A token no longer tells of a thing; what nobody tells of is forgotten. */
    public void remove(EstateRecord record, String token) {
        List<String> others =
                record.toldBy().stream().filter(name -> !name.equals(token)).toList();
        if (others.isEmpty()) {
            remove(record.id());
        } else {
            jdbi.useHandle(handle -> handle.execute(
                    "update estate_record set told_by = ? where id = ?", rows.text(others), record.id()));
        }
    }

    /**
     * How it was, the newest first.
     *
     * @param changes only where its facts changed
     * @param most how many
     */
    public List<Noted> history(String id, boolean changes, int most) {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from estate_history where record = ?" + (changes ? " and facts is not null" : "")
                                + " order by id desc fetch first " + most + " rows only",
                        id)
                .map((row, context) -> rows.noted(row))
                .list());
    }

    /** What moved from a moment on, the oldest first; facts are left out. */
    public List<Noted> readings(RecordKey key, Instant from) {
        return jdbi.withHandle(handle -> {
            Optional<EstateRecord> record = last(handle, key).filter(EstateRecord::open);
            if (record.isEmpty()) {
                return List.of();
            }
            return handle.select(
                            "select noted_at, null as facts, readings from estate_history where record = ? and"
                                    + " noted_at >= ? order by noted_at, id",
                            record.get().id(),
                            from)
                    .map((row, context) -> rows.noted(row))
                    .list();
        });
    }

    /**
     * Removes history, and records of what is gone.
     *
     * @param before what is older goes
     * @param fine the readings between collections that are older go
     * @return how many rows of history
     */
    public int prune(Instant before, Instant fine) {
        int removed = some("noted_at < ?", before) + some("fine and noted_at < ?", fine);
        jdbi.useHandle(
                handle -> handle.execute("delete from estate_record where coalesce(closed_at, seen_at) < ?", before));
        return removed;
    }

    private int some(String which, Instant before) {
        int all = 0;
        int removed;
        do {
            removed = jdbi.withHandle(handle -> handle.execute(
                    "delete from estate_history where id in (select id from estate_history where " + which
                            + " fetch first " + PRUNED_AT_ONCE + " rows only)",
                    before));
            all += removed;
        } while (removed == PRUNED_AT_ONCE);
        return all;
    }
}
