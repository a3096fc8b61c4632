package dev.steward.runner.engine;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.engine.thread.Running;
import dev.steward.runner.engine.value.EvaluationException;
import dev.steward.runner.engine.value.Interruption;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.module.ModuleInfo.OnCancel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The facts of a task's host, gathered when something asks for them, once for a host and run. A host that cannot say them
 * fails the task, and is not asked again.
 */
final class FactsOnce implements Supplier<Map<String, Object>> {

    private static final String FAILURE = "failure";

    /** A host says its facts in less than a second; one that is very slow, in some. */
    private static final Duration MOST = Duration.ofSeconds(60);

    private final RunContext run;
    private final TaskRun task;

    FactsOnce(RunContext run, TaskRun task) {
        this.run = run;
        this.task = task;
    }

    @Override
    public Map<String, Object> get() {
        Map<String, Object> known = task.host().gathered();
        if (known == null) {
            known = gather();
            task.host().gathered(known);
        }
        if (known.containsKey(FAILURE)) {
            throw new EvaluationException(
                    "the facts of " + task.host().name() + " could not be gathered: " + known.get(FAILURE), null);
        }
        return known;
    }

    private Map<String, Object> gather() {
        Control.Step step = new Control.Step(
                task.node().step(),
                "facts",
                task.host().name(),
                run.parts().time().now());
        try (Running running = run.control()
                .begin(step, OnCancel.STOPS)
                .orElseThrow(() -> new Interruption(new InterruptedException("the run is over")))) {
            HostTarget target = new HostTarget(
                    task,
                    HostTarget.Way.facts(
                            task.host().host(), limit(), run.parts().time().nanos()),
                    running);
            Map<String, Object> facts = run.parts().facts().gather(target);
            run.evaluation().secrets().learnAll(facts);
            if (!facts.containsKey(FAILURE)) {
                RunEvent gathered = new RunEvent.FactsGathered(task.host().name(), facts);
                running.shielded(() -> run.log().append(gathered));
            }
            return facts;
        } catch (ConnectionException | InterruptedException e) {
            throw new Interruption(e);
        }
    }

    private HostTarget.Limit limit() {
        Duration least = Stream.of(task.task().timeout(), task.left())
                .flatMap(Optional::stream)
                .reduce(MOST, (a, b) -> a.compareTo(b) < 0 ? a : b);
        return new HostTarget.Limit(least, false);
    }
}
