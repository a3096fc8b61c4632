package dev.steward.runner.engine;

import dev.steward.dsl.plan.Loop;
import dev.steward.runner.engine.part.StepBook;
import dev.steward.runner.engine.part.Words;
import dev.steward.runner.engine.value.EvaluationException;
import dev.steward.runner.engine.value.TaskScope;
import dev.steward.runner.engine.value.Tried;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task with a loop on one host: each item in order, an item that fails does not stop the next. */
final class ItemsRun {

    private static final int SHORT = 80;

    private final TaskRun task;
    private final List<Tried> tried = new ArrayList<>();
    private final List<Map<String, Object>> results = new ArrayList<>();

    private ItemsRun(TaskRun task) {
        this.task = task;
    }

    /** What came of it; empty where the run ended before any item. */
    static Optional<Tried> of(TaskRun task, Loop loop) {
        List<Object> items;
        try {
            items = items(task.run().evaluation().value(loop.items(), task.scope()), loop);
        } catch (EvaluationException e) {
            // a condition may guard the loop itself, as "when { host.vars.disks }" does
            return Optional.of(task.refusing(task.scope())
                    .map(not -> Tried.skipped("when " + not))
                    .orElseThrow(() -> e));
        }
        if (items.isEmpty()) {
            return Optional.of(Tried.skipped("the loop has no items"));
        }
        return new ItemsRun(task).run(items);
    }

    private Optional<Tried> run(List<Object> items) {
        for (int i = 0; i < items.size(); i++) {
            if (task.run().stopped()) {
                return stoppedBefore(i, items.size());
            }
            if (!item(items.get(i), i)) {
                return Optional.empty();
            }
            if (task.host().hasLeft()) {
                return Optional.of(
                        Tried.ofItems(tried, results).leaving(tried.get(i).message()));
            }
            if (tried.get(i).status() == Status.UNREACHABLE) {
                break;
            }
        }
        return Optional.of(Tried.ofItems(tried, results));
    }

    private Optional<Tried> stoppedBefore(int done, int all) {
        if (done == 0) {
            return Optional.empty();
        }
        tried.add(Tried.failed(Words.STOPPED_BETWEEN + done + " of " + all + " items"));
        return Optional.of(Tried.ofItems(tried, results));
    }

    /** Does it, unless an earlier run did; false where the host goes no further. */
    private boolean item(Object item, int index) {
        String text = String.valueOf(item);
        String label =
                task.hidden() ? TaskRun.HIDDEN : text.length() > SHORT ? text.substring(0, SHORT - 1) + "…" : text;
        StepBook.Known known = task.known(index, label);
        if (known instanceof StepBook.Known.Kept kept) {
            add(item, TaskRun.earlier(kept), kept.took());
            if (kept.run().isEmpty()) {
                say(TaskRun.earlier(kept), index, label);
            }
            return true;
        }
        if (!task.begins(known)) {
            return false;
        }
        done(item, index, label);
        task.lookedFirst();
        return true;
    }

    private void done(Object item, int index, String label) {
        TaskScope names = task.scope().with("item", item);
        long start = task.run().parts().time().nanos();
        Tried one;
        try {
            one = task.one(names, index);
        } catch (EvaluationException e) {
            one = Tried.failed(e.getMessage());
        }
        add(item, one, Duration.ofNanos(task.run().parts().time().nanos() - start));
        say(one, index, label);
    }

    private void say(Tried one, int index, String label) {
        boolean hidden = task.hidden();
        boolean kept = !hidden && task.task().register().isPresent();
        task.run()
                .log()
                .append(new RunEvent.ItemFinished(
                        task.node().step(),
                        task.host().name(),
                        label,
                        one.status(),
                        hidden && one.status() != Status.SKIPPED
                                ? Words.veiled(one.message(), TaskRun.HIDDEN)
                                : one.message(),
                        index,
                        kept ? Optional.of(one.data()) : Optional.empty()));
    }

    private void add(Object item, Tried one, Duration took) {
        tried.add(one);
        Map<String, Object> value = new LinkedHashMap<>(one.value(took));
        value.put("item", item);
        results.add(value);
    }

    private static List<Object> items(Object value, Loop loop) {
        if (value instanceof Collection<?> list) {
            return new ArrayList<>(list);
        }
        if (value instanceof Map<?, ?> map) {
            List<Object> out = new ArrayList<>();
            map.forEach((key, inner) -> {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("key", key);
                entry.put("value", inner);
                out.add(entry);
            });
            return out;
        }
        throw new EvaluationException(
                loop.items().at() + ": loop takes a list, but '" + loop.items().source() + "' is "
                        + (value == null ? "nothing" : "'" + value + "'") + " on this host",
                null);
    }
}
