package dev.steward.runner.config.patch;

import java.time.Duration;

/**
 * How packages of hosts and guests are kept up to date.
 *
 * @param alarmAge a host whose oldest pending update is older than this is told once a day; a day at least
 * @param checkFirst what becomes of updates that are to be applied on a host that nobody looked at lately
 * @param checkWithin how old that look may be; a minute at least
 * @param limit package work of which nothing is heard for so long has timed out, where its request says nothing; a minute at least
 * @param noAutoTag a tag of Proxmox: a guest that has it is rebooted by nothing automatic
 * @param holdPvePackages whether nodes keep {@code pve-*}, {@code proxmox-ve} and their kernels at the version they have, until a
 *     rolling update of the hosts takes them
 * @param ledgerDays how long the ledger of packages is kept
 */
public record PatchesConfig(
        Duration alarmAge,
        CheckFirst checkFirst,
        Duration checkWithin,
        Duration limit,
        String noAutoTag,
        boolean holdPvePackages,
        int ledgerDays) {

    /** What becomes of a wish to apply without a fresh check. */
    public enum CheckFirst {
        /** It is carried out. */
        OFF,
        /** It is carried out, and said. */
        WARN,
        /** It is refused, unless it says that it is meant. */
        REFUSE
    }

    /** A month is an alarm, a day a fresh check, and the ledger lasts five years. */
    public static final PatchesConfig DEFAULT = new PatchesConfig(
            Duration.ofDays(30),
            CheckFirst.WARN,
            Duration.ofHours(24),
            Duration.ofMinutes(30),
            "no-auto",
            false,
            1_826);

    public PatchesConfig {
        least("alarmAge", alarmAge, Duration.ofDays(1), "1d");
        least("checkWithin", checkWithin, Duration.ofMinutes(1), "1m");
        least("limit", limit, Duration.ofMinutes(1), "1m");
        if (!noAutoTag.matches("[a-z0-9_][a-z0-9_.+-]*")) {
            throw new IllegalArgumentException(
                    "noAutoTag is '" + noAutoTag + "'; expected a tag as Proxmox writes it, such as no-auto");
        }
        if (ledgerDays < 1) {
            throw new IllegalArgumentException("ledgerDays is " + ledgerDays + "; expected at least 1");
        }
    }

    private static void least(String name, Duration value, Duration least, String words) {
        if (value.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " is shorter than " + words);
        }
    }
}
