package dev.steward.runner.follow;

import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Load;
import dev.steward.runner.proxmox.estate.Traffic;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a guest uses.
 *
 * @param id as {@code lxc/101}
 * @param name of the guest
 * @param node it is on
 * @param status running, stopped, paused, unknown
 * @param cpu share of its processors, 0 to 1
 * @param memory bytes in use
 * @param memoryLimit bytes
 * @param traffic counters since its start
 */
public record GuestStats(
        String id, String name, String node, String status, double cpu, long memory, long memoryLimit, Traffic traffic)
        implements Stats {

    /** As the cluster says it, which is up to 10 s old. */
    static GuestStats of(Guest guest) {
        Load load = guest.load();
        return new GuestStats(
                guest.id(),
                guest.name(),
                guest.node(),
                guest.status(),
                load.cpu(),
                load.memory(),
                load.memoryLimit(),
                guest.traffic());
    }

    /**
     * As the guest's node says it now. A worker of the node measures the processor from its own last answer on, so its first
     * one says 0 (PVE/LXC.pm, PVE/QemuServer.pm: vmstatus); the cluster's value stands in then.
     */
    static GuestStats of(Guest guest, PveFields now) {
        String status = now.text("status", guest.status());
        boolean runs = status.equals("running");
        double measured = now.decimal("cpu").orElse(0);
        return new GuestStats(
                guest.id(),
                now.text("name", guest.name()),
                guest.node(),
                now.text("qmpstatus")
                        .filter(qmp -> runs && qmp.equals("paused"))
                        .orElse(status),
                runs && measured == 0 ? guest.load().cpu() : measured,
                runs ? now.number("mem").orElse(0) : 0,
                now.number("maxmem").orElse(guest.load().memoryLimit()),
                new Traffic(
                        now.number("netin").orElse(0),
                        now.number("netout").orElse(0),
                        now.number("diskread").orElse(0),
                        now.number("diskwrite").orElse(0)));
    }

    /** STATUS|CPU%|MEM USAGE/LIMIT|MEM%|NET I/O|BLOCK I/O, as {@code running|31.1%|9.6GiB/20GiB|48.87%|4.7GiB/3.3GiB|25GiB/36GiB}. */
    public String line() {
        return String.join(
                "|",
                status,
                Amounts.percent(cpu, 1),
                Amounts.bytes(memory) + "/" + Amounts.bytes(memoryLimit),
                Amounts.percent(Amounts.share(memory, memoryLimit), 2),
                Amounts.bytes(traffic.received()) + "/" + Amounts.bytes(traffic.sent()),
                Amounts.bytes(traffic.read()) + "/" + Amounts.bytes(traffic.written()));
    }

    @Override
    public Map<String, Object> data() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("name", name);
        data.put("node", node);
        data.put("status", status);
        data.put("cpu", cpu);
        data.put("memory", memory);
        data.put("memoryLimit", memoryLimit);
        data.put("received", traffic.received());
        data.put("sent", traffic.sent());
        data.put("read", traffic.read());
        data.put("written", traffic.written());
        data.put("line", line());
        return data;
    }
}
