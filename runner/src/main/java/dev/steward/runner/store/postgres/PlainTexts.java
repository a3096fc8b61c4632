package dev.steward.runner.store.postgres;

import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Texts that PostgreSQL can keep: it knows no zero character and no half of a surrogate pair, and what hosts say may hold either. Each
 * becomes the sign for it (U+2400, U+FFFD), so that nothing they say breaks a transaction.
 */
public final class PlainTexts extends AbstractArgumentFactory<String> {

    private static final char ZERO_SIGN = '\u2400';
    private static final char HALF_SIGN = '\uFFFD';

    /** For a Jdbi on PostgreSQL. */
    public PlainTexts() {
        super(Types.VARCHAR);
    }

    @Override
    protected Argument build(String text, ConfigRegistry config) {
        return (position, statement, context) -> statement.setString(position, plain(text));
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
