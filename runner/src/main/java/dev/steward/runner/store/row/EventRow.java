package dev.steward.runner.store.row;

import dev.steward.runner.store.trouble.Spoilt;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A row of {@code run_event}: one event, or what one task printed on one host. Whoever writes or reads one whole does it by this, so that
 * its {@link EventSum} is right, and looked at.
 *
 * @param id the {@link EventKey} of its first event
 * @param last that of its last one
 * @param at to the microsecond
 * @param kind as {@code taskFinished}
 * @param host null: it is about none
 * @param step null: it is of none
 * @param payload JSON, an object or a list, and nothing after it
 */
public record EventRow(long id, long last, Instant at, String kind, String host, String step, String payload) {

    /** Characters of a payload kept in the row, its sum with it; H2 keeps larger texts apart, which is slower. */
    public static final int INLINE = 30_000;

    /** What {@link #read} wants to be selected. */
    public static final String COLUMNS = "id, last_id, happened_at, kind, host, step, payload, payload_rest";

    /** Writes one, with {@link #values}. */
    public static final String INSERT = "insert into run_event (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)";

    public EventRow {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /** What its sum says of a row that was read. */
    public enum Says {
        /** It is what was written. */
        SAME,
        /** It is not. */
        OTHER,
        /** Nothing: an older Steward wrote it, and gave it none. */
        NOTHING
    }

    /** One of a batch of {@link #INSERT}. */
    public void add(PreparedStatement insert) throws SQLException {
        Object[] values = values();
        insert.setLong(1, id);
        insert.setLong(2, last);
        insert.setObject(3, values[2]);
        for (int i = 3; i < values.length; i++) {
            insert.setString(i + 1, (String) values[i]);
        }
        insert.addBatch();
    }

    /** What {@link #INSERT} writes. */
    public Object[] values() {
        String kept = Column.plain(payload) + EventSum.of(this);
        int inline = Column.head(kept, INLINE);
        String rest = inline == kept.length() ? null : kept.substring(inline);
        return new Object[] {id, last, at.atOffset(ZoneOffset.UTC), kind, host, step, kept.substring(0, inline), rest};
    }

    /**
     * The row that a result stands at.
     *
     * @throws Spoilt where it is not what was written
     */
    public static EventRow read(ResultSet rows) throws SQLException {
        String kept = kept(rows);
        EventRow row = row(rows, kept);
        return Spoilt.unless(() -> row.sure(kept));
    }

    /** What the sum says of the row that a result stands at. */
    public static Says says(ResultSet rows) throws SQLException {
        String kept = kept(rows);
        return row(rows, kept).says(kept);
    }

    private static String kept(ResultSet rows) throws SQLException {
        String rest = rows.getString("payload_rest");
        return rest == null ? rows.getString("payload") : rows.getString("payload") + rest;
    }

    private static EventRow row(ResultSet rows, String kept) throws SQLException {
        return new EventRow(
                rows.getLong("id"),
                rows.getLong("last_id"),
                Column.at(rows, "happened_at"),
                rows.getString("kind"),
                rows.getString("host"),
                rows.getString("step"),
                kept.substring(0, EventSum.begin(kept)));
    }

    private EventRow sure(String kept) {
        if (says(kept) == Says.OTHER) {
            throw new IllegalArgumentException("event " + id + " is not what was written");
        }
        return this;
    }

    private Says says(String kept) {
        if (payload.length() == kept.length()) {
            // a changed sum must not pass for one that was never there
            return payload.endsWith("}") || payload.endsWith("]") ? Says.NOTHING : Says.OTHER;
        }
        return kept.endsWith(EventSum.of(this)) && kept.length() - payload.length() == EventSum.LENGTH
                ? Says.SAME
                : Says.OTHER;
    }
}
