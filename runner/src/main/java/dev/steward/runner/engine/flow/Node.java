package dev.steward.runner.engine.flow;

import dev.steward.dsl.plan.Keywords;
import dev.steward.dsl.plan.Task;
import java.util.List;
import java.util.stream.Stream;

/** A step of a play as it will run: with its id, and its inherited keywords worked out. Steps left out by tags are gone. */
public sealed interface Node {

    /** The ids of the tasks it plans for a host that does not fail: a rescue is no planned work. */
    List<String> planned();

    /**
     * A task or a handler.
     *
     * @param step its id
     * @param task as planned
     * @param keywords with what it inherits
     */
    record Single(String step, Task task, Keywords keywords) implements Node {
        @Override
        public List<String> planned() {
            return List.of(step);
        }
    }

    /**
     * A block.
     *
     * @param body what it does
     * @param rescue runs on hosts that failed in the body
     * @param always runs in any case
     */
    record Group(List<Node> body, List<Node> rescue, List<Node> always) implements Node {
        @Override
        public List<String> planned() {
            return Stream.concat(Node.planned(body).stream(), Node.planned(always).stream())
                    .toList();
        }
    }

    /** Notified handlers run here. */
    record Flush() implements Node {
        @Override
        public List<String> planned() {
            return List.of();
        }
    }

    /** The ids of all tasks these plan. */
    static List<String> planned(List<Node> nodes) {
        return nodes.stream().flatMap(node -> node.planned().stream()).toList();
    }
}
