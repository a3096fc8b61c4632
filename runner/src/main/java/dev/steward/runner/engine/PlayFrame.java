package dev.steward.runner.engine;

import dev.steward.dsl.plan.Play;
import dev.steward.runner.engine.flow.Node;
import dev.steward.runner.engine.flow.PlayTree;
import dev.steward.runner.engine.value.Layers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * A play at work.
 *
 * @param index from 0
 * @param play as planned
 * @param tree its steps
 * @param layers its variables
 * @param throttles by step, for those that have one
 */
record PlayFrame(int index, Play play, PlayTree tree, Layers layers, Map<String, Semaphore> throttles) {

    static final int MOST_FORKS = 25;

    static PlayFrame of(int index, Play play, PlayTree tree, Layers layers) {
        return new PlayFrame(index, play, tree, layers, new ConcurrentHashMap<>());
    }

    boolean free() {
        return play.rollout().strategy() == Play.Strategy.FREE;
    }

    /** How many of these hosts are at work at once. */
    int forks(RunOptions options, int hosts) {
        return play.rollout().forks().or(options::forks).orElse(Math.min(hosts, MOST_FORKS));
    }

    /** Does something within the step's throttle. */
    void throttled(Node.Single node, Runnable work) {
        if (node.keywords().throttle().isEmpty() || node.keywords().throttle().get() < 1) {
            work.run();
            return;
        }
        int permits = node.keywords().throttle().get();
        Semaphore gate = throttles.computeIfAbsent(node.step(), step -> new Semaphore(permits));
        gate.acquireUninterruptibly();
        try {
            work.run();
        } finally {
            gate.release();
        }
    }

    /** The handlers of a name or topic, in definition order. */
    List<Node.Single> handlers(String name) {
        return tree.handlers().stream()
                .filter(handler -> PlayTree.name(handler.task()).equals(name)
                        || handler.task().listen().contains(name))
                .toList();
    }
}
