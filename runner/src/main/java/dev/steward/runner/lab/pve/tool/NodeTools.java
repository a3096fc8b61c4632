package dev.steward.runner.lab.pve.tool;

import dev.steward.runner.lab.file.FileSystem;
import dev.steward.runner.lab.host.DemoHost;
import dev.steward.runner.lab.process.Call;
import dev.steward.runner.lab.process.Program;
import dev.steward.runner.lab.pve.PveLab;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes a demo host a node: pct, qm, ha-manager, pvecm and pveversion on its shell act on the lab. */
public final class NodeTools {

    private final PveLab lab;
    private final String node;

    private NodeTools(PveLab lab, String node) {
        this.lab = lab;
        this.node = node;
    }

    /**
     * Puts the tools on a host, and switches the host with the node.
     *
     * @param node which of the lab's nodes the host is
     */
    public static void install(DemoHost host, PveLab lab, String node) {
        NodeTools tools = new NodeTools(lab, node);
        Map<String, Program> programs = new TreeMap<>();
        programs.put("pct", new Pct(tools));
        programs.put("qm", new Qm(tools));
        programs.put("ha-manager", new HaManager(tools));
        programs.put("pvecm", new Pvecm(tools));
        programs.put("pveversion", tools::version);
        FileSystem files = host.machine().files();
        programs.forEach((name, program) -> {
            host.machine().programs().put(name, program);
            files.program("/usr/sbin/" + name, name);
        });
        files.folders("/etc/pve/local");
        lab.change(state -> {
            state.node(node).machine(new DemoShell(host));
            return null;
        });
    }

    private int version(Call call) {
        call.out()
                .line("pve-manager/" + with(lab -> lab.state().version())
                        + "/0123456789abcdef (running kernel: 6.14.11-4-pve)");
        return 0;
    }

    String node() {
        return node;
    }

    <T> T with(Function<PveLab, T> what) {
        return lab.change(state -> what.apply(lab));
    }

    /** The guests of this node, as {@code pct list} and {@code qm list} have them. */
    List<Guest> guests(Kind kind) {
        return lab.change(state -> state.guestsOn(node).stream()
                .filter(guest -> guest.kind() == kind)
                .toList());
    }

    /** A guest of this node by its number. */
    Optional<Guest> guest(Kind kind, String vmid) {
        return guests(kind).stream()
                .filter(guest -> Integer.toString(guest.vmid()).equals(vmid))
                .findFirst();
    }

    /** Says that the guest is not here, as the tools do. */
    int elsewhere(Call call, Kind kind, String vmid) {
        String folder = kind == Kind.LXC ? "lxc" : "qemu-server";
        return call.say(2, "Configuration file 'nodes/" + node + "/" + folder + "/" + vmid + ".conf' does not exist");
    }

    /** The host inside a guest. */
    static Optional<DemoHost> inside(Guest guest) {
        return guest.shell()
                .filter(DemoShell.class::isInstance)
                .map(DemoShell.class::cast)
                .map(DemoShell::host);
    }
}
