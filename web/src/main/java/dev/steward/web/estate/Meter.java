package dev.steward.web.estate;

import dev.steward.web.format.Amounts;

/**
 * A small bar with words, which the live stream may set anew.
 *
 * @param key what it shows of what, as {@code home/lxc/101:cpu}
 * @param words beside the bar; empty: nothing to say
 * @param permille how full it is; -1: words alone
 * @param level empty, high or full: the last two are told by a sign too
 * @param title more words
 */
public record Meter(String key, String words, int permille, String level, String title) {

    private static final double HIGH = 0.8;
    private static final double FULL = 0.9;

    /** Words alone. */
    static Meter text(String key, String words) {
        return new Meter(key, words, -1, "", "");
    }

    /** A share of processors that are in use. */
    static Meter cpu(String key, double share, double processors) {
        return new Meter(
                key,
                Amounts.percent(share),
                Amounts.permille(share),
                level(share),
                Amounts.percent(share) + " of " + Amounts.processors(processors) + " processors");
    }

    /** Bytes in use of what there is. */
    static Meter bytes(String key, long used, long limit) {
        if (limit <= 0) {
            return text(key, used > 0 ? Amounts.bytes(used) : "");
        }
        double share = (double) used / limit;
        return new Meter(
                key,
                Amounts.bytes(used) + " of " + Amounts.bytes(limit),
                Amounts.permille(share),
                level(share),
                Amounts.percent(share));
    }

    private static String level(double share) {
        return share >= FULL ? "full" : share >= HIGH ? "high" : "";
    }
}
