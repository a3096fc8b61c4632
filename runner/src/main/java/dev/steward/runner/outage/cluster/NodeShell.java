package dev.steward.runner.outage.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs commands on nodes as root, for what the API cannot do, or where it does not answer. */
@FunctionalInterface
public interface NodeShell {

    /** Reaches no node. */
    NodeShell NONE = (cluster, node, command, limit) -> {
        throw new IOException("there is no way to a shell of node " + node);
    };

    /**
     * Runs a command.
     *
     * @return what it printed
     * @throws IOException when the node cannot be reached, or the command ends badly; with the reason in one line
     */
    String run(String cluster, String node, List<String> command, Duration limit)
            throws IOException, InterruptedException;
}
