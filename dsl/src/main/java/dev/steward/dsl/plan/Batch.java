package dev.steward.dsl.plan;

/**
 * One entry of {@code serial}: a number of hosts, or a share of the play's first host count.
 *
 * @param size hosts, or per cent; 0 or less means all hosts in one batch
 * @param percent whether size is a share
 */
public record Batch(int size, boolean percent) {

    /**
     * How many hosts that is; a share is rounded down, and at least 1.
     *
     * @param hosts how many the play began with
     */
    public int of(int hosts) {
        if (size <= 0) {
            return Math.max(hosts, 1);
        }
        return percent ? Math.max(1, (int) ((long) hosts * size / 100)) : size;
    }
}
