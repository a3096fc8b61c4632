package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.PveFields;

/**
 * Counters of a guest in bytes since its start; they fall back to zero with a restart.
 *
 * @param received by its network devices
 * @param sent by its network devices
 * @param read from its disks
 * @param written to its disks
 */
public record Traffic(long received, long sent, long read, long written) {

    static Traffic of(PveFields fields) {
        return new Traffic(
                fields.number("netin").orElse(0),
                fields.number("netout").orElse(0),
                fields.number("diskread").orElse(0),
                fields.number("diskwrite").orElse(0));
    }
}
