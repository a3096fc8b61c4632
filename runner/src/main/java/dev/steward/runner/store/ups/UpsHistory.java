package dev.steward.runner.store.ups;

import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** How UPSes stood, kept for a while. */
public final class UpsHistory {

    private static final int STATUS = 200;

    private final Jdbi jdbi;

    /** The history of a database that holds its table. */
    public UpsHistory(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Keeps what UPSes said at one moment; a second one for the same moment is an error of the caller. */
    public void add(List<UpsRow> rows) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch(
                    "insert into ups_reading (ups_name, read_at, charge, load_percent, runtime_seconds, volts, status)"
                            + " values (?, ?, ?, ?, ?, ?, ?)");
            for (UpsRow row : rows) {
                batch.bind(0, row.ups())
                        .bind(1, row.at())
                        .bind(2, number(row.charge()))
                        .bind(3, number(row.load()))
                        .bind(4, number(row.runtime()))
                        .bind(5, number(row.volts()))
                        .bind(6, Column.cut(row.status(), STATUS))
                        .add();
            }
            batch.execute();
        });
    }

    private static Double number(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    /** What one UPS said since a moment, the oldest first. */
    public List<UpsRow> since(String ups, Instant from) {
        return jdbi.withHandle(handle -> handle.select(
                        "select * from ups_reading where ups_name = ? and read_at >= ? order by read_at", ups, from)
                .map((row, context) -> row(row))
                .list());
    }

    private static UpsRow row(ResultSet row) throws SQLException {
        return new UpsRow(
                row.getString("ups_name"),
                Column.at(row, "read_at"),
                number(row, "charge"),
                number(row, "load_percent"),
                number(row, "runtime_seconds"),
                number(row, "volts"),
                row.getString("status"));
    }

    private static OptionalDouble number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Removes what is older; how many rows. */
    public int prune(Instant oldest) {
        return jdbi.withHandle(handle -> handle.execute("delete from ups_reading where read_at < ?", oldest));
    }
}
