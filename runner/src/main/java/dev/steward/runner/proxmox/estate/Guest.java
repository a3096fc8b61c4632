package dev.steward.runner.proxmox.estate;

import dev.steward.runner.proxmox.GuestKind;
import dev.steward.runner.proxmox.Vmid;
import java.util.List;
import java.util.Optional;

/**
 * A container or VM.
 *
 * @param cluster our name of its cluster
 * @param kind container or VM
 * @param vmid unique in its cluster
 * @param name as PVE has it; where it has none, {@code CT101} or {@code VM200}, as PVE itself shows it
 * @param node where it is now
 * @param status as PVE says it: running, stopped; unknown while its node cannot be asked
 * @param template whether it is one, and so never runs
 * @param tags sorted
 * @param pool it belongs to
 * @param lock what holds it, as backup, migrate, snapshot
 * @param haState what the HA manager makes of it; empty: it is not managed
 * @param load what it uses
 * @param traffic its counters
 */
public record Guest(
        String cluster,
        GuestKind kind,
        Vmid vmid,
        String name,
        String node,
        String status,
        boolean template,
        List<String> tags,
        Optional<String> pool,
        Optional<String> lock,
        Optional<String> haState,
        Load load,
        Traffic traffic) {

    public Guest {
        tags = tags.stream().sorted().distinct().toList();
    }

    /** Its id as PVE writes it: {@code lxc/101}. */
    public String id() {
        return kind + "/" + vmid;
    }

    /** Whether it runs, be it paused or not. */
    public boolean running() {
        return status.equals("running");
    }

    /** What commands inside it take: a container none but its node's pct, a VM the QEMU guest agent. */
    public String mark() {
        return kind == GuestKind.LXC ? "Agentless" : "Requires agent";
    }

    /** The word for its state: running, stopped, or as PVE says; template for what never runs. */
    public String word() {
        return template ? "template" : status;
    }

    /** In words: {@code web-1 (lxc/101 on pve1)}. */
    public String words() {
        return name + " (" + id() + " on " + node + ")";
    }
}
