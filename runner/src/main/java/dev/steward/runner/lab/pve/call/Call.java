package dev.steward.runner.lab.pve.call;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.table.Endpoint;
import dev.steward.runner.lab.pve.task.Job;
import java.util.List;
import java.util.Map;

/**
 * One call of the API, its parameters checked.
 *
 * @param node the one that carries it out
 * @param params those of the path among them
 */
public record Call(PveCluster cluster, PveNode node, Endpoint endpoint, Map<String, Object> params, Caller caller) {

    /** A parameter as text; empty where it is missing. */
    public String text(String name) {
        return text(name, "");
    }

    /** The same with another text where it is missing. */
    public String text(String name, String otherwise) {
        Object value = params.get(name);
        return value == null ? otherwise : value instanceof Boolean flag ? (flag ? "1" : "0") : String.valueOf(value);
    }

    /** Whether a parameter was given. */
    public boolean has(String name) {
        return params.containsKey(name);
    }

    /** A whole number. */
    public long number(String name, long otherwise) {
        return has(name) ? Long.parseLong(text(name)) : otherwise;
    }

    /** A switch; off where it is missing. */
    public boolean flag(String name) {
        return text(name).equals("1");
    }

    /** A parameter that may be repeated, or a list in one text. */
    public List<String> list(String name) {
        Object value = params.get(name);
        if (value instanceof List<?> several) {
            return several.stream().map(String::valueOf).toList();
        }
        return value == null ? List.of() : List.of(String.valueOf(value));
    }

    /** The items of a text such as {@code a,b;c d}. */
    public List<String> items(String name) {
        return list(name).stream()
                .flatMap(text -> List.of(text.split("[,;\\s]+")).stream())
                .filter(item -> !item.isEmpty())
                .toList();
    }

    /** Which kind of guest the path is about. */
    public Kind kind() {
        return endpoint.path().contains("/lxc") ? Kind.LXC : Kind.QEMU;
    }

    /** The guest of the path; a missing one is refused as PVE does it. */
    public Guest guest() {
        Guest guest = cluster.guests().get((int) number("vmid", 0));
        String at = text("node");
        if (guest == null || guest.kind() != kind() || !guest.node().equals(at)) {
            String folder = kind() == Kind.LXC ? "lxc" : "qemu-server";
            throw Refusal.failed(
                    "Configuration file 'nodes/" + at + "/" + folder + "/" + text("vmid") + ".conf' does not exist");
        }
        return guest;
    }

    /** Refuses what would write the cluster's files where there is no quorum (PVE::Cluster::check_cfs_quorum). */
    public void quorum() {
        if (!cluster.quorate(node)) {
            throw Refusal.failed("cluster not ready - no quorum?");
        }
    }

    /** Refuses what would write a guest's file where there is no quorum: that fails at the file itself. */
    public void writable(Guest guest) {
        if (!cluster.quorate(node)) {
            String folder = guest.kind() == Kind.LXC ? "lxc" : "qemu-server";
            throw Refusal.failed("unable to open file '/etc/pve/nodes/" + node.name() + "/" + folder + "/"
                    + guest.vmid() + ".conf.tmp." + node.process() + "' - Permission denied");
        }
    }

    /** Refuses those without a privilege. */
    public void need(String path, String privilege) {
        if (!allowed(path, privilege)) {
            throw Refusal.forbidden(path + ", " + privilege);
        }
    }

    /** Whether the caller has a privilege. */
    public boolean allowed(String path, String privilege) {
        return Rights.has(cluster, caller, path, privilege);
    }

    /** The work of a new task of this call's node. Workers are started only with quorum. */
    public Job job(String type, String id) {
        quorum();
        return cluster.job(node.name(), type, id, caller);
    }
}
