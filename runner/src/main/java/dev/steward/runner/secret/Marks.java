package dev.steward.runner.secret;

import java.util.function.Supplier;

/** Numbers of which each has a bit, that others may have too: only what is not there is certain. Immutable. */
final class Marks {

    private static final int FEWEST = 12;
    private static final int MOST = 20;
    /** How many bits there are for a number, until there are the most. */
    private static final int ROOM = 16;

    static final Marks NONE = new Marks(FEWEST, new long[1 << FEWEST - 6], 0);

    private final int size;
    private final long[] bits;
    private final int count;

    private Marks(int size, long[] bits, int count) {
        this.size = size;
        this.bits = bits;
        this.count = count;
    }

    /**
     * These too.
     *
     * @param all these and those from before; asked for where there must be more bits
     */
    Marks with(long[] numbers, Supplier<long[]> all) {
        int wanted = size;
        while (wanted < MOST && (1 << wanted) / ROOM < count + numbers.length) {
            wanted++;
        }
        return wanted == size
                ? new Marks(size, bits.clone(), count + numbers.length).mark(numbers)
                : new Marks(wanted, new long[1 << wanted - 6], count + numbers.length).mark(all.get());
    }

    private Marks mark(long[] numbers) {
        for (long number : numbers) {
            int at = at(number);
            bits[at >> 6] |= 1L << at;
        }
        return this;
    }

    boolean has(long number) {
        int at = at(number);
        return (bits[at >> 6] >> at & 1) != 0;
    }

    /** The golden ratio's multiplier spreads numbers that lie close together (Knuth, volume 3, 6.4). */
    private int at(long number) {
        return (int) (number * 0x9e3779b97f4a7c15L >>> 64 - size);
    }
}
