package dev.steward.runner.proxmox.act.cluster;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.Deed;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The maintenance mode of a node: HA moves what it keeps there to other nodes, and back when it ends. No call of the API sets
 * it; {@code ha-manager crm-command node-maintenance} on any node does, and the API tells what became of it.
 */
public final class Maintenance {

    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final String MODE = "maintenance";

    private final Acting acting;
    private final Duration limit;

    /**
     * On one cluster.
     *
     * @param limit until the node is empty, or back
     */
    public Maintenance(Acting acting, Duration limit) {
        this.acting = acting;
        this.limit = limit;
    }

    /**
     * Runs the command on a node.
     *
     * @param <E> what it may fail with
     */
    @FunctionalInterface
    public interface Order<E extends Exception> {

        /** Gives the order. */
        void give() throws E, ActException, InterruptedException;
    }

    /**
     * Sets the mode and waits until it is so.
     *
     * @param order the command that sets it
     */
    public <E extends Exception> Deed set(String node, boolean on, Order<E> order, boolean check)
            throws E, PveException, ActException, InterruptedException {
        if (new HaWatch(acting, limit).services().isEmpty()) {
            return Deed.ok("HA keeps no guest of cluster " + acting.cluster()
                    + ", so maintenance mode moves nothing from " + node + "; move guests by migrate");
        }
        boolean already = mode(node) == on;
        if (already && (!on || left(node).isEmpty())) {
            return Deed.ok(node + " is " + (on ? "" : "not ") + "under maintenance");
        }
        if (check) {
            return Deed.changed("would take " + node + (on ? " into" : " out of") + " maintenance");
        }
        if (!already) {
            order.give();
        }
        await(node, on);
        return Deed.of(
                !already, "took " + node + (on ? " into maintenance; HA keeps nothing there" : " out of maintenance"));
    }

    private boolean mode(String node) throws PveException, InterruptedException {
        return acting.api()
                .get(PvePath.of("cluster", "ha", "status", "manager_status"), Map.of())
                .fields()
                .inside("manager_status")
                .inside("node_status")
                .text(node, "")
                .equals(MODE);
    }

    /** What HA should still move away. */
    private List<String> left(String node) throws PveException, InterruptedException {
        return new HaWatch(acting, limit)
                .services().stream()
                        .filter(one -> one.node().equals(node)
                                && one.request().equals("started")
                                && !one.state().equals("ignored"))
                        .map(one -> one.sid() + " (" + one.state() + ")")
                        .toList();
    }

    private void await(String node, boolean on) throws PveException, ActException, InterruptedException {
        long begun = acting.time().nanos();
        while (mode(node) != on || on && !left(node).isEmpty()) {
            if (acting.time().nanos() - begun >= limit.toNanos()) {
                List<String> left = left(node);
                throw new ActException("waited " + limit.toSeconds() + " s for " + node + " to "
                        + (on ? "be empty" : "be back") + "; HA says "
                        + (left.isEmpty() ? "nothing of it" : "still there: " + String.join(", ", left)));
            }
            acting.time().sleep(PAUSE);
        }
    }
}
