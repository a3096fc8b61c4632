package dev.steward.runner.engine.flow;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Keywords;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.plan.Text;
import dev.steward.runner.event.RunEvent.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A play's steps as they will run.
 *
 * @param nodes its tasks
 * @param handlers in definition order
 */
public record PlayTree(List<Node> nodes, List<Node.Single> handlers) {

    /**
     * The steps of a play that the tags pick. Handlers run when notified, whatever their tags.
     *
     * @param index of the play, the first part of the ids
     */
    public static PlayTree of(Play play, int index, TagRule tags) {
        Builder builder = new Builder(tags);
        List<Node> nodes = builder.nodes(play.tasks(), index + ".", play.keywords());
        List<Node.Single> handlers = new ArrayList<>();
        for (int i = 0; i < play.handlers().size(); i++) {
            Task handler = play.handlers().get(i);
            Keywords keywords = Inherited.of(play.keywords(), handler.keywords());
            handlers.add(new Node.Single(index + ".h" + i, handler, keywords));
        }
        return new PlayTree(nodes, List.copyOf(handlers));
    }

    /** Whether no task is left. */
    public boolean empty() {
        return refs(nodes).isEmpty();
    }

    /** The tasks in order, handlers last. */
    public List<TaskRef> refs() {
        List<TaskRef> all = new ArrayList<>(refs(nodes));
        handlers.forEach(handler -> all.add(ref(handler)));
        return all;
    }

    /** The ids of the tasks it plans for a host that does not fail. */
    public List<String> planned() {
        return Node.planned(nodes);
    }

    private static List<TaskRef> refs(List<Node> nodes) {
        List<TaskRef> out = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Single single) {
                out.add(ref(single));
            } else if (node instanceof Node.Group group) {
                out.addAll(refs(group.body()));
                out.addAll(refs(group.rescue()));
                out.addAll(refs(group.always()));
            }
        }
        return out;
    }

    private static TaskRef ref(Node.Single single) {
        return new TaskRef(
                single.step(), name(single.task()), single.task().call().module());
    }

    /** A task's name before its run-time values are known. */
    public static String name(Task task) {
        return task.name() instanceof Text text
                ? text.parts().stream().map(PlayTree::source).collect(Collectors.joining())
                : String.valueOf(task.name());
    }

    private static String source(Text.Part part) {
        if (part instanceof Text.Literal literal) {
            return literal.text();
        }
        if (part instanceof Text.Value value) {
            return String.valueOf(value.value());
        }
        if (part instanceof Text.Deferred deferred) {
            return "${" + deferred.expression().source() + "}";
        }
        return part instanceof Text.Raw raw ? "${" + raw.value() + "}" : "***";
    }

    private record Builder(TagRule tags) {

        List<Node> nodes(List<Step> steps, String prefix, Keywords outer) {
            List<Node> out = new ArrayList<>();
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                if (step instanceof Task task) {
                    Keywords keywords = Inherited.of(outer, task.keywords());
                    if (tags.picks(keywords.tags())) {
                        out.add(new Node.Single(prefix + i, task, keywords));
                    }
                } else if (step instanceof Block block) {
                    out.add(group(block, prefix + i + ".", outer));
                } else {
                    out.add(new Node.Flush());
                }
            }
            return List.copyOf(out);
        }

        private Node group(Block block, String prefix, Keywords outer) {
            Keywords keywords = Inherited.of(outer, block.keywords());
            return new Node.Group(
                    nodes(block.steps(), prefix, keywords),
                    nodes(block.rescue(), prefix + "r", keywords),
                    nodes(block.always(), prefix + "a", keywords));
        }
    }
}
