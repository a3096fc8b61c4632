package dev.steward.runner.lab.pve.guest;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.HaResource;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.PveCluster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lists of guests and their status, in the form of each (recorded of 8.4 and 9.2). */
public final class GuestRows {

    private static final Pattern SIZE = Pattern.compile("size=(\\d+)([KMGT]?)");
    private static final long MIB = 1L << 20;
    private static final List<String> PRESSURES = List.of(
            "pressurecpusome",
            "pressurecpufull",
            "pressureiosome",
            "pressureiofull",
            "pressurememorysome",
            "pressurememoryfull");

    private GuestRows() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.on("GET /nodes/{node}/lxc", GuestRows::containers)
                .on("GET /nodes/{node}/qemu", GuestRows::machines)
                .on("GET /nodes/{node}/lxc/{vmid}/status/current", call -> current(call, call.guest()))
                .on("GET /nodes/{node}/qemu/{vmid}/status/current", call -> current(call, call.guest()));
    }

    private static List<Guest> visible(Call call, Kind kind) {
        return call.cluster().guestsOn(call.node().name()).stream()
                .filter(guest -> guest.kind() == kind)
                .filter(guest -> call.allowed("/vms/" + guest.vmid(), "VM.Audit"))
                .toList();
    }

    private static Object containers(Call call) {
        return visible(call, Kind.LXC).stream()
                .map(guest -> container(call.cluster(), guest))
                .toList();
    }

    private static Object machines(Call call) {
        return visible(call, Kind.QEMU).stream()
                .map(guest -> machine(call.cluster(), guest)
                        .when(call.flag("full"), "qmpstatus", qmp(guest))
                        .when(call.flag("full") && guest.running(), "nics", nics(guest)))
                .toList();
    }

    /** How long a guest runs, in seconds. */
    public static long uptime(PveCluster cluster, Guest guest) {
        return guest.running()
                ? Math.max(0, Duration.between(guest.started(), cluster.now()).toSeconds())
                : 0;
    }

    /** What it may use, in bytes. */
    public static long memory(Guest guest) {
        return guest.number("memory", 512) * MIB;
    }

    /** What it uses, in bytes. */
    public static long used(Guest guest) {
        return guest.running() ? (long) (memory(guest) * guest.manner().memory()) : 0;
    }

    /** The share of its processors it uses. */
    public static Number load(Guest guest) {
        return guest.running() ? guest.manner().load() : 0;
    }

    /** The size of its first disk, in bytes. */
    public static long disk(Guest guest) {
        String first = guest.kind() == Kind.LXC
                ? guest.text("rootfs")
                : guest.disks().values().stream()
                        .filter(disk -> !disk.contains("media=cdrom"))
                        .findFirst()
                        .orElse("");
        Matcher size = SIZE.matcher(first);
        return size.find() ? Long.parseLong(size.group(1)) << 10 * " KMGT".indexOf(unit(size)) : 0;
    }

    /** What its first disk holds, in bytes. */
    public static long filled(Guest guest) {
        return (long) (disk(guest) * guest.manner().disk());
    }

    private static char unit(Matcher size) {
        return size.group(2).isEmpty() ? ' ' : size.group(2).charAt(0);
    }

    /** The number of its processors. */
    public static long processors(Guest guest) {
        return guest.number("cores", guest.kind() == Kind.LXC ? 2 : 1) * guest.number("sockets", 1);
    }

    private static Row common(PveCluster cluster, Guest guest) {
        Row row = new Row()
                .with("vmid", guest.vmid())
                .with("name", guest.name())
                .with("status", guest.running() ? "running" : "stopped")
                .with("cpu", load(guest))
                .with("cpus", processors(guest))
                .with("maxmem", memory(guest))
                .with("mem", used(guest))
                .with("maxdisk", disk(guest))
                .with("netin", guest.traffic().in())
                .with("netout", guest.traffic().out())
                .with("uptime", uptime(cluster, guest));
        row.when(guest.running(), "pid", guest.pid());
        row.some("lock", guest.lock()).some("tags", guest.text("tags"));
        return row.when(guest.flag("template"), "template", 1);
    }

    private static Row container(PveCluster cluster, Guest guest) {
        Row row = common(cluster, guest)
                .with("type", "lxc")
                .with("disk", guest.running() ? filled(guest) : 0)
                .with("diskread", guest.traffic().read())
                .with("diskwrite", guest.traffic().written())
                .with("swap", 0)
                .with("maxswap", guest.number("swap", 512) * MIB);
        if (cluster.nine()) {
            PRESSURES.forEach(key -> row.with(key, null));
        }
        return row;
    }

    private static Row machine(PveCluster cluster, Guest guest) {
        Row row = common(cluster, guest).with("disk", 0);
        if (cluster.nine()) {
            row.with("memhost", used(guest));
            if (guest.running()) {
                PRESSURES.forEach(key -> row.with(key, 0));
            }
        }
        return row.when(!guest.text("serial0").isEmpty() && guest.running(), "serial", 1);
    }

    private static String qmp(Guest guest) {
        return guest.paused() ? "paused" : guest.running() ? "running" : "stopped";
    }

    private static Row nics(Guest guest) {
        Row nics = new Row();
        guest.config().keySet().stream()
                .filter(key -> key.matches("net\\d+"))
                .forEach(key -> nics.with(
                        "tap" + guest.vmid() + "i" + key.substring(3),
                        new Row()
                                .with("netin", guest.traffic().in())
                                .with("netout", guest.traffic().out())));
        return nics;
    }

    private static Object current(Call call, Guest guest) {
        PveCluster cluster = call.cluster();
        Optional<HaResource> service = cluster.managed(guest) ? cluster.service(guest) : Optional.empty();
        Row ha = new Row().with("managed", service.isPresent() ? 1 : 0);
        service.ifPresent(one -> ha.with("state", one.wanted()));
        if (guest.kind() == Kind.LXC) {
            return container(cluster, guest).with("ha", ha);
        }
        Row row = machine(cluster, guest).with("ha", ha).with("qmpstatus", qmp(guest));
        row.when(guest.running(), "nics", nics(guest));
        row.when(guest.text("agent").matches("(enabled=)?1.*"), "agent", 1);
        return row.when(!guest.text("vga").isEmpty() && guest.running() && cluster.nine(), "clipboard", null);
    }
}
