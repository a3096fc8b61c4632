package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.PveFields;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a guest does at one moment ({@code status/current}).
 *
 * @param status as PVE says it: running, stopped; of a paused VM too it says running
 * @param machine of a running VM, as QEMU says it ({@code qmpstatus}): running, paused, prelaunch, suspended …
 * @param uptime in seconds; 0: it is off
 * @param pid of its first process on the node
 * @param lock what holds it, as backup; suspended: its memory lies on a disk
 * @param managed whether the HA manager looks after it
 * @param haState what that makes of it
 */
public record GuestState(
        String status,
        Optional<String> machine,
        long uptime,
        OptionalLong pid,
        Optional<String> lock,
        boolean managed,
        Optional<String> haState) {

    static GuestState of(PveFields fields) {
        PveFields ha = fields.inside("ha");
        return new GuestState(
                fields.text("status", "unknown"),
                fields.text("qmpstatus"),
                fields.number("uptime").orElse(0),
                fields.number("pid"),
                fields.text("lock").filter(lock -> !lock.isEmpty()),
                ha.flag("managed"),
                ha.text("state"));
    }

    /** Whether it runs, be it paused or not. */
    public boolean running() {
        return status.equals("running");
    }

    /** Whether it is off; one whose memory lies on a disk is too. */
    public boolean stopped() {
        return status.equals("stopped");
    }

    /** Whether it stands still and keeps its memory; PVE says running of it. */
    public boolean suspended() {
        return running() && machine.filter("paused"::equals).isPresent();
    }

    /** Whether its memory lies on a disk, to go on from there. */
    public boolean hibernated() {
        return stopped() && lock.filter("suspended"::equals).isPresent();
    }

    /** In a word for people: running, stopped, suspended, hibernated, or what PVE says. */
    public String word() {
        return suspended() ? "suspended" : hibernated() ? "hibernated" : status;
    }
}
