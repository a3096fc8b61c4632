package dev.steward.runner.store.postgres;

import dev.steward.runner.store.row.Column;
import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Texts that PostgreSQL can keep: it knows no zero character and no half of a surrogate pair, and what hosts say may hold either. Each
 * becomes the sign for it (U+2400, U+FFFD), so that nothing they say breaks a transaction.
 */
public final class PlainTexts extends AbstractArgumentFactory<String> {

    /** For a Jdbi on PostgreSQL. */
    public PlainTexts() {
        super(Types.VARCHAR);
    }

    @Override
    protected Argument build(String text, ConfigRegistry config) {
        return (position, statement, context) -> statement.setString(position, Column.plain(text));
    }
}
