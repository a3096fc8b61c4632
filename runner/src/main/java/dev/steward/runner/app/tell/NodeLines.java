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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds the lines of what happened to the power to a file on each node. One thread does it, so that nothing ever waits for a node;
 * one that cannot be reached gets its lines when it is back, as long as this process lives: the newest 200, and how many older ones
 * it did not get.
 */
public final class NodeLines implements Consumer<String>, AutoCloseable {

    /** Appends {@code $2} to the file {@code $1}. */
    private static final List<String> APPEND =
            List.of("sh", "-c", "mkdir -p \"$(dirname \"$1\")\" && printf '%s\\n' \"$2\" >> \"$1\"", "sh");

    private static final Logger LOG = LoggerFactory.getLogger(NodeLines.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration AGAIN = Duration.ofMinutes(2);
    private static final int KEPT = 200;
    /** Told and not yet given to any node. */
    private static final int TOLD = 1000;
    /** In one command: the kernel takes 128 KiB as one word of it. */
    private static final int AT_ONCE = 50;

    private static final int LONGEST = 500;

    private final String file;
    private final Supplier<List<Node>> nodes;
    private final NodeShell shell;
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>(TOLD);
    private final AtomicInteger overrun = new AtomicInteger();
    /** What no node has, for none is known yet. */
    private final Backlog fresh = new Backlog();

    private final Map<Node, Backlog> open = new LinkedHashMap<>();
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

    /** What waits for a node: the newest lines, and how many older ones are lost. */
    private static final class Backlog {

        private final List<String> lines = new ArrayList<>();
        private int lost;

        private void add(List<String> more, int lostOnes) {
            lost += lostOnes;
            lines.addAll(more);
            int over = lines.size() - KEPT;
            if (over > 0) {
                lost += over;
                lines.subList(0, over).clear();
            }
        }

        private int size() {
            return lines.size();
        }

        private boolean isEmpty() {
            return lines.isEmpty();
        }

        private void clear() {
            lines.clear();
            lost = 0;
        }

        /** What is written next; the lost ones are told of with the time of the oldest line that is there. */
        private List<String> next() {
            List<String> next = new ArrayList<>(lines.subList(0, Math.min(AT_ONCE, lines.size())));
            if (lost > 0) {
                next.add(
                        0,
                        next.get(0).split(" ", 2)[0] + " lines_lost " + lost
                                + " older lines are not here: this node was away for too long;"
                                + " power/events.log of Steward has them");
            }
            return next;
        }

        private void written() {
            lines.subList(0, Math.min(AT_ONCE, lines.size())).clear();
            lost = 0;
        }
    }

    /** Takes a line and returns at once; where too many wait, the oldest goes. */
    @Override
    public void accept(String line) {
        String cut = line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
        while (!waiting.offer(cut)) {
            if (waiting.poll() != null) {
                overrun.incrementAndGet();
            }
        }
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
        Optional<String> first = open.isEmpty() && fresh.isEmpty()
                ? Optional.of(waiting.take())
                : Optional.ofNullable(waiting.poll(AGAIN.toMillis(), TimeUnit.MILLISECONDS));
        first.ifPresent(lines::add);
        waiting.drainTo(lines);
        fresh.add(lines, overrun.getAndSet(0));
        List<Node> all = known();
        if (!all.isEmpty()) {
            open.keySet().retainAll(all);
            troubles.keySet().retainAll(all);
            if (!fresh.isEmpty()) {
                all.forEach(
                        node -> open.computeIfAbsent(node, any -> new Backlog()).add(fresh.lines, fresh.lost));
                fresh.clear();
            }
        }
    }

    /** Empty: nobody can say. */
    private List<Node> known() {
        try {
            List<Node> all = nodes.get();
            if (all.isEmpty()) {
                LOG.warn("power.eventLog: no node of a cluster is known yet; {} lines wait", fresh.size());
            }
            return all;
        } catch (RuntimeException e) {
            LOG.warn(
                    "power.eventLog: which nodes there are cannot be said; {} lines wait: {}",
                    fresh.size(),
                    e.toString());
            return List.of();
        }
    }

    /** Writes what waits; what cannot be written stays. */
    private void pass() throws InterruptedException {
        for (Node node : List.copyOf(open.keySet())) {
            Backlog lines = open.get(node);
            Optional<String> trouble = write(node, lines);
            if (trouble.isEmpty()) {
                open.remove(node);
                troubles.remove(node);
            } else if (!trouble.get().equals(troubles.put(node, trouble.get()))) {
                LOG.warn("power.eventLog: {} waits for {} lines: {}", node.name(), lines.size(), trouble.get());
            }
        }
    }

    private Optional<String> write(Node node, Backlog lines) throws InterruptedException {
        List<String> command = new ArrayList<>();
        try {
            while (!lines.isEmpty()) {
                command = new ArrayList<>(APPEND);
                command.add(file);
                command.add(String.join("\n", lines.next()));
                shell.run(node.cluster(), node.name(), command, LIMIT);
                lines.written();
            }
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            // without the lines that were to be written: the same trouble is told once
            return Optional.of(String.valueOf(e.getMessage()).replace(String.join(" ", command), file));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
