package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.PveFields;
import java.time.Duration;

/**
 * What a node or guest uses, as {@code /cluster/resources} says it; up to 10 s old there (pvestatd's interval).
 *
 * @param cpu share of all its processors, 0 to 1
 * @param processors how many it may use
 * @param memory bytes in use
 * @param memoryLimit bytes
 * @param disk bytes of the root disk in use; 0 for a VM, whose file systems PVE does not see
 * @param diskLimit bytes
 * @param uptime zero where it does not run
 */
public record Load(
        double cpu, double processors, long memory, long memoryLimit, long disk, long diskLimit, Duration uptime) {

    static Load of(PveFields fields) {
        return new Load(
                fields.decimal("cpu").orElse(0),
                fields.decimal("maxcpu").orElse(0),
                fields.number("mem").orElse(0),
                fields.number("maxmem").orElse(0),
                fields.number("disk").orElse(0),
                fields.number("maxdisk").orElse(0),
                Duration.ofSeconds(fields.number("uptime").orElse(0)));
    }
}
