package dev.steward.runner.store.row;

import java.sql.SQLException;

/** A row that somebody else made in the same moment: each had looked, and neither saw the other's. */
public final class Twice {

    /** The code of a key that is there already; H2 and PostgreSQL have the same. */
    private static final String THERE = "23505";

    private Twice() {}

    /** Whether that is why a statement failed. */
    public static boolean is(RuntimeException failed) {
        return failed.getCause() instanceof SQLException why && THERE.equals(why.getSQLState());
    }
}
