package dev.steward.runner.collect.usage;

import java.util.Locale;

/** What is measured of a node, guest or UPS. Amounts are bytes, traffic is bytes a second. */
public enum Measure {
    /** Share of all its processors, 0 to 1. */
    CPU,
    /** Share of the time its processors waited for disks; nodes alone. */
    WAIT,
    MEMORY,
    MEMORY_LIMIT,
    SWAP,
    /** Of its root disk; what a VM keeps on its own PVE does not see. */
    DISK,
    DISK_LIMIT,
    READ,
    WRITTEN,
    RECEIVED,
    SENT,
    /** Of a UPS's battery, a share, 0 to 1. */
    CHARGE,
    /** On a UPS, a share, 0 to 1. */
    LOAD,
    /** How long a UPS's battery lasts at its load, in seconds. */
    RUNTIME,
    /** At a UPS's input, in volts. */
    VOLTAGE;

    /** As programs read it: {@code memoryLimit}. */
    public String word() {
        String[] parts = name().toLowerCase(Locale.ROOT).split("_");
        return parts.length == 1
                ? parts[0]
                : parts[0] + parts[1].substring(0, 1).toUpperCase(Locale.ROOT) + parts[1].substring(1);
    }
}
