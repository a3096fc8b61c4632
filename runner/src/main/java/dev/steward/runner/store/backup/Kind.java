package dev.steward.runner.store.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** What a column holds, and its form in a backup: the same whichever database it came from. */
enum Kind {
    TEXT {
        @Override
        void write(ResultSet rows, int column, JsonGenerator json) throws SQLException, IOException {
            String text = rows.getString(column);
            if (text == null) {
                json.writeNull();
            } else {
                json.writeString(text);
            }
        }

        @Override
        void set(PreparedStatement row, int position, JsonNode value) throws SQLException {
            row.setString(position, value.textValue());
        }
    },
    WHOLE {
        @Override
        void write(ResultSet rows, int column, JsonGenerator json) throws SQLException, IOException {
            long number = rows.getLong(column);
            if (rows.wasNull()) {
                json.writeNull();
            } else {
                json.writeNumber(number);
            }
        }

        @Override
        void set(PreparedStatement row, int position, JsonNode value) throws SQLException {
            row.setLong(position, value.longValue());
        }
    },
    REAL {
        /** As text: JSON knows no infinity. */
        @Override
        void write(ResultSet rows, int column, JsonGenerator json) throws SQLException, IOException {
            double number = rows.getDouble(column);
            if (rows.wasNull()) {
                json.writeNull();
            } else {
                json.writeString(Double.toString(number));
            }
        }

        @Override
        void set(PreparedStatement row, int position, JsonNode value) throws SQLException {
            row.setDouble(position, Double.parseDouble(value.textValue()));
        }
    },
    TRUTH {
        @Override
        void write(ResultSet rows, int column, JsonGenerator json) throws SQLException, IOException {
            boolean truth = rows.getBoolean(column);
            if (rows.wasNull()) {
                json.writeNull();
            } else {
                json.writeBoolean(truth);
            }
        }

        @Override
        void set(PreparedStatement row, int position, JsonNode value) throws SQLException {
            row.setBoolean(position, value.booleanValue());
        }
    },
    TIME {
        @Override
        void write(ResultSet rows, int column, JsonGenerator json) throws SQLException, IOException {
            OffsetDateTime at = rows.getObject(column, OffsetDateTime.class);
            if (at == null) {
                json.writeNull();
            } else {
                json.writeString(at.withOffsetSameInstant(ZoneOffset.UTC).toString());
            }
        }

        @Override
        void set(PreparedStatement row, int position, JsonNode value) throws SQLException {
            row.setObject(position, OffsetDateTime.parse(value.textValue()));
        }
    };

    /** The column of the row that is looked at, as one JSON value. */
    abstract void write(ResultSet rows, int column, JsonGenerator json) throws SQLException, IOException;

    /** The same back; never null. */
    abstract void set(PreparedStatement row, int position, JsonNode value) throws SQLException;

    /**
     * Of a column.
     *
     * @param type one of {@link java.sql.Types}
     * @param name the database's own name of the type, for messages
     */
    static Kind of(int type, String name) {
        return switch (JDBCType.valueOf(type)) {
            case CHAR, VARCHAR, LONGVARCHAR, CLOB -> TEXT;
            case SMALLINT, INTEGER, BIGINT -> WHOLE;
            case DOUBLE -> REAL;
            // PostgreSQL's driver knows a truth as one bit, and a moment by its name alone
            case BOOLEAN, BIT -> TRUTH;
            case TIMESTAMP_WITH_TIMEZONE -> TIME;
            case TIMESTAMP -> moment(name);
            default -> throw unknown(name);
        };
    }

    private static Kind moment(String name) {
        if (name.equals("timestamptz")) {
            return TIME;
        }
        throw unknown(name);
    }

    private static IllegalStateException unknown(String name) {
        return new IllegalStateException("a backup has no form for columns of the type " + name);
    }
}
