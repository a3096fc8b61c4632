package dev.steward.runner.module.system;

/**
 * Which boot of a host it is. Either part may stay the same over a restart (an old container shows the node's boot id, a
 * machine's PID 1 always starts at the same tick), so a change of either proves one.
 *
 * @param id the kernel's {@code boot_id}
 * @param start of PID 1, in clock ticks since the kernel's boot
 */
public record Boot(String id, String start) {

    /** Whether it is another boot. */
    public boolean differs(Boot other) {
        return !id.equals(other.id) || !start.equals(other.start);
    }
}
