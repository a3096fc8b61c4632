package dev.steward.runner.resume;

import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Task;
import dev.steward.runner.engine.flow.Node;
import dev.steward.runner.engine.flow.PlayTree;
import dev.steward.runner.engine.flow.TagRule;
import dev.steward.runner.engine.part.StepBook;
import dev.steward.runner.event.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run that goes on with an earlier one knows of its steps. What ended stays as it was; what failed is done again; what
 * was under way is looked for or done again where that does no harm, else a person decided. Thread-safe.
 */
public final class ResumeBook implements StepBook {

    private final Journal journal;
    private final Map<String, Node.Single> tasks;
    private final Going going;

    /**
     * How it goes on.
     *
     * @param run the number of the run that goes on
     * @param now its begin
     * @param decided what becomes of steps that were under way and might do harm
     */
    public record Going(long run, Instant now, Decided decided) {}

    /** The book of a run. */
    public ResumeBook(Journal journal, Plan plan, TagRule tags, Going going) {
        this.journal = journal;
        this.tasks = tasks(plan, tags);
        this.going = going;
    }

    private static Map<String, Node.Single> tasks(Plan plan, TagRule tags) {
        Map<String, Node.Single> all = new HashMap<>();
        for (int i = 0; i < plan.plays().size(); i++) {
            PlayTree tree = PlayTree.of(plan.plays().get(i), i, tags);
            collect(tree.nodes(), all);
            tree.handlers().forEach(handler -> all.put(handler.step(), handler));
        }
        return all;
    }

    private static void collect(List<Node> nodes, Map<String, Node.Single> all) {
        for (Node node : nodes) {
            if (node instanceof Node.Single single) {
                all.put(single.step(), single);
            } else if (node instanceof Node.Group group) {
                collect(group.body(), all);
                collect(group.rescue(), all);
                collect(group.always(), all);
            }
        }
    }

    @Override
    public synchronized Earlier earlier(String step, String host) {
        Past past = journal.of(step, host);
        if (!past.any()) {
            return Earlier.NOTHING;
        }
        Node.Single node = tasks.get(step);
        if (node == null || Repeatable.inside(node.task())) {
            return Earlier.BEGUN;
        }
        if (past.leftOut()) {
            return Earlier.LEFT_OUT;
        }
        return !Repeatable.is(node.task()) && past.perhapsDone() ? Earlier.BOUND : Earlier.BEGUN;
    }

    @Override
    public synchronized Optional<Known.Kept> settled(String step, String host) {
        Past past = journal.of(step, host);
        Node.Single node = tasks.get(step);
        Known.Kept kept = past.done().peek();
        boolean well = node != null
                && kept != null
                && kept.done().status() != Status.FAILED
                && kept.done().status() != Status.UNREACHABLE
                && whole(kept, node, host) instanceof Known.Kept;
        return well ? Optional.of(past.done().remove()) : Optional.empty();
    }

    @Override
    public synchronized Known before(String step, String host) {
        Past past = journal.of(step, host);
        Node.Single node = tasks.get(step);
        if (node == null || Repeatable.inside(node.task())) {
            return new Known.Fresh();
        }
        Known.Kept kept = past.done().poll();
        if (kept != null) {
            return whole(kept, node, host);
        }
        if (node.task().loop().isPresent() && past.failed().isEmpty()) {
            // its items are asked for one by one
            return new Known.Fresh();
        }
        Known known = begun(past, node.task(), "'" + PlayTree.name(node.task()) + "'", host);
        if (node.task().loop().isEmpty()) {
            past.asked();
        }
        return known;
    }

    @Override
    public synchronized Known item(String step, String host, int index, String label) {
        Past past = journal.of(step, host);
        Task task = tasks.get(step).task();
        String what = "'" + PlayTree.name(task) + "' for item " + label;
        Past.Item item = past.items().remove(index);
        if (item == null || Repeatable.inside(task)) {
            Known known = past.failed().isPresent() ? new Known.Fresh() : begun(past, task, what, host);
            past.asked();
            return known;
        }
        if (!item.label().equals(label)) {
            return new Known.Unsure("item " + (index + 1) + " of '" + PlayTree.name(task) + "' was " + item.label()
                    + " in run " + item.run() + " and is " + label + " now; run the playbook anew");
        }
        if (item.status() == Status.FAILED || item.status() == Status.UNREACHABLE) {
            return again(what + " is done again: it failed in run " + item.run(), "-r" + going.run());
        }
        boolean lost = task.register().isPresent()
                && (item.data().isEmpty() || Kept.masked(item.data().get()));
        return lost ? lost(task, what, item.run(), host) : kept(item);
    }

    private static Known kept(Past.Item item) {
        Known.Done done = new Known.Done(
                item.status(),
                item.status() == Status.CHANGED,
                item.message(),
                item.data().orElse(Map.of()));
        return new Known.Kept(Optional.of(item.run()), done, false, 1, Duration.ZERO, Known.Kept.NOW);
    }

    private Known whole(Known.Kept kept, Node.Single node, String host) {
        boolean hidden = node.keywords().noLog().orElse(false) && kept.done().status() != Status.SKIPPED;
        boolean needed = node.task().register().isPresent();
        String what = "'" + PlayTree.name(node.task()) + "'";
        return needed && (hidden || Kept.masked(kept.done().data()))
                ? lost(node.task(), what, kept.run().orElse(0L), host)
                : kept;
    }

    /** Its result is needed, and holds a secret that the journal does not. */
    private Known lost(Task task, String what, long run, String host) {
        String why = "its result in run " + run + " holds a secret and was not kept";
        if (Repeatable.is(task) || going.decided().on(host) == Unfinished.AGAIN) {
            return again(what + " is done again: " + why, "-r" + going.run());
        }
        return new Known.Unsure(what + " was done, but " + why
                + "; run the playbook anew, or do it once more: steward resume " + going.run() + " --again " + host);
    }

    private static Known again(String why, String mark) {
        return new Known.Again(why, Optional.empty(), mark);
    }

    private Known begun(Past past, Task task, String what, String host) {
        if (past.failed().isPresent()) {
            Past.Failed failed = past.failed().get();
            return again(what + " is done again, in run " + failed.run() + " " + failed.why(), "-r" + going.run());
        }
        return past.open().map(open -> open(open, task, what, host)).orElseGet(Known.Fresh::new);
    }

    private Known open(Past.Open open, Task task, String what, String host) {
        Duration ago = Duration.between(open.at(), going.now());
        Optional<Duration> since = Optional.of(ago.isNegative() ? Duration.ZERO : ago);
        String under = what + " was under way when run " + open.run() + " ended";
        if (!open.changing()) {
            return new Known.Again(under + "; it only reads, and is done again", Optional.empty(), open.mark());
        }
        if (Repeatable.is(task)) {
            String why = under + "; it is gone on with, or done again, which does no harm";
            return new Known.Again(why, since, open.mark());
        }
        return switch (going.decided().on(host)) {
            case AGAIN ->
                new Known.Again(under + "; it may be done a second time now, as was asked", since, open.mark());
            case SKIP -> new Known.Kept(Optional.empty(), skipped(under), false, 0, Duration.ZERO, Known.Kept.NOW);
            case STOP ->
                new Known.Unsure(under + ", and nobody knows whether it was done. Look on " + host
                        + ", then: steward resume " + going.run() + " --again " + host + " (does it), or --skip " + host
                        + " (takes it as done)");
        };
    }

    private static Known.Done skipped(String under) {
        return new Known.Done(Status.SKIPPED, false, under + Past.TAKEN, Map.of());
    }

    @Override
    public void begins(String step, String host, String module) {
        // the events of the run say so
    }

    @Override
    public void ended(String step, String host, Known.Done result) {
        // the events of the run say so
    }

    @Override
    public Optional<Duration> left(String step, String host) {
        return Optional.empty();
    }

    /** What a result in the journal lacks. */
    private static final class Kept {

        private static final String MASK = "***";

        private Kept() {}

        static boolean masked(Object value) {
            if (value instanceof Map<?, ?> map) {
                return map.values().stream().anyMatch(Kept::masked);
            }
            return value instanceof List<?> list
                    ? list.stream().anyMatch(Kept::masked)
                    : value instanceof String text && text.contains(MASK);
        }
    }
}
