package dev.steward.runner.app.tell;

import dev.steward.runner.outage.cluster.NodeShell;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the lines of what happened to the power to a file on each node. One thread does it, so that nothing ever waits for a node;
 * one that cannot be reached gets its lines when it is back, as long as this process lives.
 */
public final class NodeLines implements Consumer<String>, AutoCloseable {

    /** Appends {@code $2} to the file {@code $1}. */
    private static final List<String> APPEND =
            List.of("sh", "-c", "mkdir -p \"$(dirname \"$1\")\" && printf '%s\\n' \"$2\" >> \"$1\"", "sh");

    private static final Logger LOG = LoggerFactory.getLogger(NodeLines.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMinutes(2);
    private static final int KEPT = 200;

    private final String file;
    private final Supplier<List<Node>> nodes;
    private final NodeShell shell;
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();
    private final Map<Node, List<String>> open = new LinkedHashMap<>();
    private final Map<Node, String> troubles = new HashMap<>();
    private final Thread thread = new Thread(this::work, "power-lines");

    /** A node by the configured name of its cluster and its own. */
    public record Node(String cluster, String name) {}

    /**
     * Lines of a file on nodes; nothing happens before {@link #start}.
     *
     * @param file by its whole path
     * @param nodes those there are now, as they are known; must not ask anybody
     */
    public NodeLines(String file, Supplier<List<Node>> nodes, NodeShell shell) {
        this.file = file;
        this.nodes = nodes;
        this.shell = shell;
        thread.setDaemon(true);
    }

    /** Begins to write. */
    public void start() {
        thread.start();
    }

    /** Takes a line and returns at once. */
    @Override
    public void accept(String line) {
        waiting.add(line);
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                take();
                pass();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        Optional<String> first = open.isEmpty()
                ? Optional.of(waiting.take())
                : Optional.ofNullable(waiting.poll(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        first.ifPresent(lines::add);
        waiting.drainTo(lines);
        List<Node> all = lines.isEmpty() ? List.of() : nodes.get();
        if (all.isEmpty() && !lines.isEmpty()) {
            LOG.warn("power.eventLog: no node of a cluster is known, so none has the line: {}", lines.get(0));
        }
        for (Node node : all) {
            List<String> own = open.computeIfAbsent(node, fresh -> new ArrayList<>());
            own.addAll(lines);
            if (own.size() > KEPT) {
                own.subList(0, own.size() - KEPT).clear();
            }
        }
    }

    /** Writes what waits; what cannot be written stays. */
    void pass() throws InterruptedException {
        for (Node node : List.copyOf(open.keySet())) {
            Optional<String> trouble = write(node, open.get(node));
            if (trouble.isEmpty()) {
                open.remove(node);
                troubles.remove(node);
            } else if (!trouble.get().equals(troubles.put(node, trouble.get()))) {
                LOG.warn(
                        "power.eventLog: {} waits for {} lines: {}",
                        node.name(),
                        open.get(node).size(),
                        trouble.get());
            }
        }
    }

    private Optional<String> write(Node node, List<String> lines) throws InterruptedException {
        List<String> command = new ArrayList<>(APPEND);
        command.add(file);
        command.add(String.join("\n", lines));
        try {
            shell.run(node.cluster(), node.name(), command, LIMIT);
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
