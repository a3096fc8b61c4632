package dev.steward.runner.store.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.store.estate.EstateRecord.Span;
import dev.steward.runner.store.estate.RecordKey.Origin;
import dev.steward.runner.store.row.Column;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of the tables as records. */
final class RecordRows {

    /** All of a record, with the id of its cluster's: that may come after it. */
    static final String SELECT = "select r.*, (select max(c.id) from estate_record c where c.origin = r.origin and"
            + " c.cluster_name = r.cluster_name and c.kind = 'cluster' and c.closed_at is null) as cluster_record"
            + " from estate_record r";

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private final ObjectMapper json = new ObjectMapper();

    EstateRecord record(ResultSet row) throws SQLException {
        RecordKind kind = RecordKind.find(row.getString("kind")).orElseThrow();
        return new EstateRecord(
                row.getString("id"),
                new RecordKey(
                        Origin.of(row.getString("origin")),
                        kind,
                        row.getString("cluster_name"),
                        row.getString("subject")),
                row.getString("node_name"),
                row.getString("name"),
                map(row.getString("facts")),
                map(row.getString("readings")),
                texts(row.getString("told_by")),
                Optional.ofNullable(row.getString("os")).map(this::map),
                Optional.ofNullable(row.getString("family")),
                Optional.ofNullable(row.getString("cluster_record")),
                new Span(
                        Column.at(row, "begun_at"),
                        Column.at(row, "seen_at"),
                        Column.instant(row, "closed_at"),
                        Optional.ofNullable(row.getString("closed_why")).orElse("")));
    }

    Noted noted(ResultSet row) throws SQLException {
        return new Noted(
                Column.at(row, "noted_at"),
                Optional.ofNullable(row.getString("facts")).map(this::map),
                map(row.getString("readings")));
    }

    String text(Object data) {
        try {
            return json.writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no data that JSON can say: " + e.getOriginalMessage(), e);
        }
    }

    Map<String, Object> map(String text) {
        try {
            return json.readValue(text, MAP);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record in the database is damaged", e);
        }
    }

    List<String> texts(String text) {
        try {
            return json.readValue(text, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record in the database is damaged", e);
        }
    }
}
