package dev.steward.runner.store.row;

import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Two transactions, of one server or of several, that made the same row or waited for each other: each had looked, and neither saw
 * what the other was about to write. Who comes second does its whole work again, and finds what the first has left.
 */
public final class Clash {

    private static final int TRIES = 10;

    /**
     * A key that is there already, a row that is needed and went, or is still needed (PostgreSQL has one code for both, H2 two), a
     * deadlock, and a write that came too late; but for these two H2 and PostgreSQL have the same.
     */
    private static final Set<String> CODES = Set.of("23505", "23503", "23506", "40P01", "40001");

    private Clash() {}

    /**
     * Does a transaction, again where it clashed with another.
     *
     * @param transaction as a whole
     * @throws RuntimeException whatever it throws, where that is no clash, or one each time
     */
    public static <T> T again(Supplier<T> transaction) {
        for (int left = TRIES; ; left--) {
            try {
                return transaction.get();
            } catch (RuntimeException e) {
                if (left == 1 || !clashed(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean clashed(RuntimeException failed) {
        // a pool that has no connection says no code
        return failed.getCause() instanceof SQLException why
                && why.getSQLState() != null
                && CODES.contains(why.getSQLState());
    }
}
