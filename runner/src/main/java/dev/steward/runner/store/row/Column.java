package dev.steward.runner.store.row;

import dev.steward.runner.store.trouble.Spoilt;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Moments and words as the tables' columns hold them. */
public final class Column {

    /** What stands in PostgreSQL for a character zero. */
    static final char ZERO_SIGN = '\u2400';

    /** What stands there for half of a character. */
    static final char HALF_SIGN = '\uFFFD';

    private Column() {}

    /** A moment; empty: null in the table. */
    public static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** A moment of a column that is never null. */
    public static Instant at(ResultSet row, String column) throws SQLException {
        return instant(row, column).orElseThrow();
    }

    /**
     * A word, or another text of a form.
     *
     * @param form of what is no text of this form it may throw anything
     * @throws Spoilt where it is none: this is told of the database, not of whoever asks
     */
    public static <T> T read(ResultSet row, String column, Function<String, T> form) throws SQLException {
        String text = row.getString(column);
        return Spoilt.unless(() -> form.apply(text));
    }

    /** One of the words of an enum, which the column has in small letters. */
    public static <T extends Enum<T>> T word(ResultSet row, String column, Class<T> of) throws SQLException {
        return read(row, column, text -> Enum.valueOf(of, text.toUpperCase(Locale.ROOT)));
    }

    /**
     * A text that fits its column; what is too long ends with an ellipsis.
     *
     * @param most characters
     */
    public static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, head(text, most - 1)) + "…";
    }

    /**
     * Where to part a text: PostgreSQL keeps no half of a character that takes two places.
     *
     * @param most characters before it
     */
    public static int head(String text, int most) {
        return text.length() > most && most > 0 && Character.isHighSurrogate(text.charAt(most - 1))
                ? most - 1
                : Math.min(most, text.length());
    }

    /** The text as PostgreSQL keeps it; the same one where it can keep all of it. */
    public static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || Character.isSurrogate(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(one -> {
            if (one == 0) {
                plain.append(ZERO_SIGN);
            } else if (one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE) {
                plain.append(HALF_SIGN);
            } else {
                plain.appendCodePoint(one);
            }
        });
        return plain.toString();
    }
}
