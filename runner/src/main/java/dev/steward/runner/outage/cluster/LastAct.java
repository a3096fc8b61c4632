package dev.steward.runner.outage.cluster;

import dev.steward.runner.outage.self.OwnPlace;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.act.power.NodePower;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The last act of an outage: the node that carries Steward is told to go off. What is kept must be kept before. A node whose API does
 * not answer is told by this machine itself where Steward runs on it, else by its shell.
 */
public final class LastAct {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ActingSource clusters;
    private final NodeShell shell;
    private final Local local;

    /** Switches this machine off. */
    @FunctionalInterface
    public interface Local {

        /** Asks for it; returns before it happens. */
        void powerOff() throws IOException;
    }

    /**
     * On the configured clusters.
     *
     * @param shell the way to a node whose API does not answer
     * @param local switches this machine off
     */
    public LastAct(ActingSource clusters, NodeShell shell, Local local) {
        this.clusters = clusters;
        this.shell = shell;
        this.local = local;
    }

    /**
     * Gives the order.
     *
     * @return who took it, in words
     * @throws IOException when nobody did, with all that was tried
     */
    public String order(OwnPlace place) throws IOException, InterruptedException {
        String cluster = place.cluster().orElseThrow(() -> new IOException("Steward is carried by no node"));
        String node = place.node().orElseThrow();
        List<String> tried = new ArrayList<>();
        try {
            Acting acting = new Acting(clusters.of(cluster), UpidWatcher.NONE).within(LIMIT);
            new NodePower(acting).order(node, "shutdown");
            return "node " + node + " took the order to shut down";
        } catch (PveException | IllegalArgumentException e) {
            tried.add(e.getMessage());
        }
        if (place instanceof OwnPlace.OnNode) {
            try {
                local.powerOff();
                return "this machine, node " + node + ", switches itself off: its API did not take the order";
            } catch (IOException e) {
                tried.add(e.getMessage());
            }
        }
        try {
            shell.run(cluster, node, List.of("shutdown", "-h", "now"), LIMIT);
            return "node " + node + " took the order over its shell: its API did not";
        } catch (IOException e) {
            tried.add(e.getMessage());
        }
        throw new IOException("node " + node + " takes no order: " + String.join("; ", tried));
    }
}
