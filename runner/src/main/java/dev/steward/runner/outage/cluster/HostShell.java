package dev.steward.runner.outage.cluster;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The shells of nodes, as the inventory knows these as hosts: by ssh, or local where Steward runs on the node itself. */
public final class HostShell implements NodeShell {

    /** Who logs in as somebody else than root needs a sudo that asks for nothing. */
    private static final String AS_ROOT = "if [ \"$(id -u)\" = 0 ]; then exec \"$@\"; else exec sudo -n \"$@\"; fi";

    private final Supplier<Inventory> inventory;
    private final Connections ways;

    /**
     * Over the ways of an inventory.
     *
     * @param inventory asked at each command
     * @param ways stay with whoever made them
     */
    public HostShell(Supplier<Inventory> inventory, Connections ways) {
        this.inventory = inventory;
        this.ways = ways;
    }

    @Override
    public String run(String cluster, String node, List<String> command, Duration limit)
            throws IOException, InterruptedException {
        Host host = host(cluster, node)
                .orElseThrow(() -> new IOException("node " + node + " of cluster " + cluster
                        + " is no host of the inventory; add it, with ansible_host and ansible_user"));
        try {
            List<String> words = new ArrayList<>(List.of("sh", "-c", AS_ROOT, "sh"));
            words.addAll(command);
            Command whole = Command.argv(words.toArray(String[]::new)).within(Command.Limits.of(limit));
            Result result = ways.to(host).run(whole, Output.NONE);
            if (!result.good()) {
                throw new IOException(String.join(" ", command) + " on " + node + ": " + said(result));
            }
            return new String(result.stdout(), StandardCharsets.UTF_8);
        } catch (ConnectionException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String said(Result result) {
        String text = new String(result.stderr(), StandardCharsets.UTF_8).strip();
        return text.isEmpty()
                ? "it ends with status " + result.exit()
                : text.lines().findFirst().orElse("");
    }

    /* Where two clusters have nodes of one name the inventory calls them CLUSTER-NAME. */
    private Optional<Host> host(String cluster, String node) {
        Inventory now = inventory.get();
        return now.host(cluster + "-" + node).or(() -> now.host(node)).or(() -> now.hostNames().stream()
                .flatMap(name -> now.host(name).stream())
                .filter(host -> node.equals(String.valueOf(host.vars().get("proxmox_node"))))
                .filter(host -> !host.vars().containsKey("proxmox_vmid"))
                .findFirst());
    }
}
