package dev.steward.runner.store;

import dev.steward.runner.event.Cause;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.row.Column;
import dev.steward.runner.store.trouble.Spoilt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of the table {@code run} as facts. */
final class RunRows implements RowMapper<Run> {

    static final String COLUMNS = "r.id, r.playbook, r.playbook_file, r.parameters, r.options, r.cause_kind,"
            + " r.cause_name, r.schedule_name, r.scheduled_at, r.status, r.created_at, r.started_at, r.finished_at,"
            + " r.exit_code, r.message, r.last_event, r.last_step, r.hosts_ok, r.hosts_changed, r.hosts_failed,"
            + " r.hosts_unreachable, r.hosts_aborted, r.hosts_not_reached";

    private final EventJson json;

    RunRows(EventJson json) {
        this.json = json;
    }

    @Override
    public Run map(ResultSet row, StatementContext context) throws SQLException {
        return new Run(
                row.getLong("id"),
                row.getString("playbook"),
                row.getString("playbook_file"),
                new Cause(kind(row.getString("cause_kind")), row.getString("cause_name")),
                Optional.ofNullable(row.getString("schedule_name")),
                Column.instant(row, "scheduled_at"),
                status(row.getString("status")),
                new Run.Times(
                        Column.at(row, "created_at"),
                        Column.instant(row, "started_at"),
                        Column.instant(row, "finished_at")),
                Optional.ofNullable(row.getObject("exit_code", Integer.class)),
                row.getString("message"),
                hosts(row),
                values(row.getString("options")),
                values(row.getString("parameters")),
                row.getLong("last_event"),
                Optional.ofNullable(row.getString("last_step")));
    }

    private static Run.Hosts hosts(ResultSet row) throws SQLException {
        return new Run.Hosts(
                row.getInt("hosts_ok"),
                row.getInt("hosts_changed"),
                row.getInt("hosts_failed"),
                row.getInt("hosts_unreachable"),
                row.getInt("hosts_aborted"),
                row.getInt("hosts_not_reached"));
    }

    static RunStatus status(String word) {
        return Spoilt.unless(() -> RunStatus.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private static Cause.Kind kind(String word) {
        return Spoilt.unless(() -> Cause.Kind.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private Map<String, Object> values(String text) {
        return Spoilt.unless(() -> json.map(text));
    }
}
