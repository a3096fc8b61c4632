package dev.steward.runner.engine;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.engine.thread.Running;
import dev.steward.runner.engine.value.Interruption;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.module.ModuleInfo.OnCancel;
import java.util.Map;
import java.util.function.Supplier;

/** The facts of a task's host, gathered when something asks for them, once for a host and run. */
final class FactsOnce implements Supplier<Map<String, Object>> {

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
            HostTarget target =
                    new HostTarget(task, HostTarget.Way.facts(task.host().host()), running);
            Map<String, Object> facts = run.parts().facts().gather(target);
            run.evaluation().secrets().learnAll(facts);
            if (!facts.containsKey("failure")) {
                RunEvent gathered = new RunEvent.FactsGathered(task.host().name(), facts);
                running.shielded(() -> run.log().append(gathered));
            }
            return facts;
        } catch (ConnectionException | InterruptedException e) {
            throw new Interruption(e);
        }
    }
}
