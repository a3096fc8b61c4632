package dev.steward.runner.store.estate;

import dev.steward.runner.store.row.Column;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What changed in the clusters, kept for a while. */
public final class EstateChanges {

    private static final int LONGEST = 4000;
    private static final int SUBJECT = 200;
    private static final int PRUNED_AT_ONCE = 5_000;
    private static final RowMapper<EstateRow> ROWS = (row, context) -> new EstateRow(
            row.getLong("id"),
            row.getString("cluster_name"),
            row.getString("subject"),
            row.getString("kind"),
            row.getString("content"),
            Column.at(row, "noticed_at"));

    private final Jdbi jdbi;

    /** The changes of a database that holds their table. */
    public EstateChanges(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Keeps changes, in their order; their numbers are given here. */
    public void add(List<EstateRow> changes) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    "insert into estate_change (cluster_name, subject, kind, content, noticed_at) values (?, ?, ?, ?, ?)");
            for (EstateRow change : changes) {
                batch.bind(0, change.cluster())
                        .bind(1, Column.cut(change.subject(), SUBJECT))
                        .bind(2, change.kind())
                        .bind(3, Column.cut(change.text(), LONGEST))
                        .bind(4, change.at())
                        .add();
            }
            batch.execute();
        });
    }

    /** Whether exactly this was noticed at a moment or later. */
    public boolean known(EstateRow change, Instant since) {
        return jdbi.withHandle(handle -> handle.select(
                                "select count(*) from estate_change where cluster_name = ? and subject = ? and content = ?"
                                        + " and noticed_at >= ?",
                                change.cluster(),
                                Column.cut(change.subject(), SUBJECT),
                                Column.cut(change.text(), LONGEST),
                                since)
                        .mapTo(long.class)
                        .one()
                > 0);
    }

    /**
     * The newest first.
     *
     * @param before a number of a change: only older ones; empty: from the newest on
     * @param most how many
     */
    public List<EstateRow> page(ChangeFilter filter, Optional<Long> before, int most) {
        Where where = new Where()
                .and("cluster_name = ?", filter.cluster())
                .and("subject = ?", filter.subject())
                .and("kind = ?", filter.kind())
                .and("noticed_at >= ?", filter.since())
                .and("id < ?", before);
        return jdbi.withHandle(handle -> handle.select(
                        "select * from estate_change" + where.sql() + " order by id desc fetch first " + most
                                + " rows only",
                        where.values())
                .map(ROWS)
                .list());
    }

    /** Removes what was noticed before a moment; how many. */
    public int prune(Instant before) {
        int all = 0;
        int removed;
        do {
            removed = jdbi.withHandle(handle -> handle.execute(
                    "delete from estate_change where id in (select id from estate_change where noticed_at < ? order by id"
                            + " fetch first " + PRUNED_AT_ONCE + " rows only)",
                    before));
            all += removed;
        } while (removed == PRUNED_AT_ONCE);
        return all;
    }
}
