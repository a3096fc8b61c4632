package dev.steward.runner.config;

/**
 * How long the history is kept; what is past either bound goes, unless it still runs.
 *
 * @param days since a run was created
 * @param runs the newest ones
 */
public record RetentionConfig(int days, int runs) {

    /** A year, and at most 100,000 runs. */
    public static final RetentionConfig DEFAULT = new RetentionConfig(365, 100_000);

    public RetentionConfig {
        if (days < 1) {
            throw new IllegalArgumentException("days is " + days + "; expected at least 1");
        }
        if (runs < 1) {
            throw new IllegalArgumentException("runs is " + runs + "; expected at least 1");
        }
    }
}
