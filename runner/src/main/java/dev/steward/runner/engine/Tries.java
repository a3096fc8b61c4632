package dev.steward.runner.engine;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.Retry;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.engine.part.Words;
import dev.steward.runner.engine.thread.Running;
import dev.steward.runner.engine.thread.TimeGuard;
import dev.steward.runner.engine.value.Arguments;
import dev.steward.runner.engine.value.Evaluation;
import dev.steward.runner.engine.value.EvaluationException;
import dev.steward.runner.engine.value.TaskScope;
import dev.steward.runner.engine.value.Tried;
import dev.steward.runner.event.EventLog.EventLogException;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.TaskModule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tries of one task, or of one of its items, on one host. */
final class Tries {

    private static final Logger LOG = LoggerFactory.getLogger(Tries.class);
    private static final String REBOOT = "reboot";

    private final TaskRun task;
    private final RunContext run;
    private final TaskScope names;
    private final int item;
    private final Evaluation evaluation;

    Tries(TaskRun task, TaskScope names, int item) {
        this.task = task;
        this.run = task.run();
        this.names = names;
        this.item = item;
        this.evaluation = run.evaluation();
    }

    /**
     * What a try works with.
     *
     * @param executor the host it runs on
     * @param arguments worked out
     * @param environment worked out
     */
    private record Work(
            TaskModule<?> module,
            ModuleInfo info,
            Host executor,
            Map<String, Object> arguments,
            Map<String, Object> environment) {}

    Tried run() {
        String name = task.task().call().module();
        TaskModule<?> module = run.parts().modules().named(name).orElse(null);
        ModuleSchema schema = run.parts().modules().find(name).orElse(null);
        if (module == null || schema == null) {
            return Tried.failed(task.task().call().at() + ": there is no module '" + name + "'");
        }
        ModuleInfo info = module.getClass().getAnnotation(ModuleInfo.class);
        if (task.check() && info.check() == ModuleInfo.CheckMode.SKIPS) {
            return Tried.skipped("would run if it were not check mode");
        }
        Optional<Host> delegate = delegate();
        Work work = new Work(
                module,
                info,
                delegate.orElse(task.host().host()),
                Arguments.of(task.task().call(), schema, names, evaluation),
                evaluation.values(task.node().keywords().environment(), names));
        boolean changing = !task.check() && info.check() != ModuleInfo.CheckMode.READS;
        task.announce(names, delegate, changing);
        return begun(work, changing);
    }

    private Optional<Host> delegate() {
        return task.node().keywords().delegateTo().map(planned -> {
            Object value = evaluation.value(planned, names);
            if (value == null || String.valueOf(value).isBlank()) {
                throw new EvaluationException(task.task().at() + ": delegateTo names no host", null);
            }
            String name = String.valueOf(value);
            return run.delegate(name);
        });
    }

    private Tried begun(Work work, boolean changing) {
        Control.Step step = new Control.Step(
                task.node().step(),
                task.task().call().module(),
                task.host().name(),
                run.parts().time().now());
        Optional<Running> begun = run.control().begin(step, work.info().onCancel());
        if (begun.isEmpty()) {
            return Tried.failed("not begun: " + run.stopReason().orElse("the run is over"));
        }
        try (Running running = begun.get()) {
            running.shielded(() -> task.keepBegin(changing));
            return repeated(work, running);
        }
    }

    private Tried repeated(Work work, Running running) {
        Retry retry = task.task().retry();
        for (int attempt = 1; ; attempt++) {
            long start = run.parts().time().nanos();
            if (attempt > 1) {
                task.lookedFirst();
            }
            Tried tried = judged(once(work, running, attempt).after(attempt), start);
            if (tried.status() != Status.FAILED || tried.over() || attempt > retry.further() || run.stopped()) {
                return tried;
            }
            Duration delay = retry.before(attempt);
            RunEvent event = new RunEvent.RetryScheduled(
                    task.node().step(),
                    task.host().name(),
                    attempt,
                    retry.further() - attempt + 1,
                    delay,
                    task.hidden() ? TaskRun.HIDDEN : tried.message());
            running.shielded(() -> run.log().append(event));
            if (!paused(delay, running)) {
                return tried;
            }
        }
    }

    private boolean paused(Duration delay, Running running) {
        running.pausing(true);
        try {
            if (!run.stopped()) {
                run.parts().time().sleep(delay);
            }
            return !run.stopped();
        } catch (InterruptedException e) {
            // a cancel, or the end of the log: the last try's failure stands
            return false;
        } finally {
            running.pausing(false);
        }
    }

    private Tried once(Work work, Running running, int attempt) {
        Optional<HostTarget.Limit> allowed = limit(work.info());
        Optional<Duration> limit = allowed.map(HostTarget.Limit::time);
        long start = run.parts().time().nanos();
        String mark = (item < 0 ? "" : "-i" + item) + (attempt > 1 ? "-t" + attempt : "");
        HostTarget.Way way = new HostTarget.Way(work.executor(), work.environment(), allowed, start, mark);
        try (TimeGuard guard = run.alarms().guard(limit, running)) {
            Tried tried = called(work, way, running, guard);
            boolean late = limit.isPresent()
                    && run.parts().time().nanos() - start >= limit.get().toNanos();
            return late && tried.status() == Status.FAILED ? tried.last() : tried;
        } finally {
            running.shielded(task.output()::end);
        }
    }

    /** Each try has the whole of it: the task's own, else for a command the usual one. */
    private Optional<HostTarget.Limit> limit(ModuleInfo info) {
        Optional<HostTarget.Limit> usual = info.limited()
                ? Optional.of(new HostTarget.Limit(run.parts().limits().command(), true))
                : Optional.empty();
        Optional<HostTarget.Limit> said = task.task()
                .timeout()
                .map(own -> new HostTarget.Limit(own, false))
                .or(() -> usual);
        Optional<HostTarget.Limit> left = task.left().map(time -> new HostTarget.Limit(time, false));
        return left.isPresent()
                ? left.filter(most -> said.isEmpty()
                                || most.time().compareTo(said.get().time()) < 0)
                        .or(() -> said)
                : said;
    }

    private Tried called(Work work, HostTarget.Way way, Running running, TimeGuard guard) {
        try {
            HostTarget target = new HostTarget(task, way, running);
            Optional<Outcome> handedOver = handedOver(work, target);
            Outcome outcome = handedOver.isPresent()
                    ? handedOver.get()
                    : run.parts().modules().call(work.module(), work.arguments(), target);
            task.host().setFacts(outcome.facts());
            outcome.added().ifPresent(run.hosts()::add);
            return Tried.of(outcome);
        } catch (ConnectionException e) {
            return e.kind() == ConnectionException.Kind.REFUSED
                    ? Tried.of(Outcome.failed(e.getMessage()))
                    : task.noWay(e, work.executor());
        } catch (InterruptedException e) {
            return Tried.failed(guard.fired()
                    .orElseGet(() -> Words.STOPPED + run.stopReason().orElse("its thread was interrupted")));
        } catch (EventLogException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            LOG.error(
                    "module {} failed on {}",
                    task.task().call().module(),
                    task.host().name(),
                    e);
            return Tried.failed("the module '" + task.task().call().module() + "' broke: " + e
                    + "; this is a fault of Steward, its log says more");
        }
    }

    private Optional<Outcome> handedOver(Work work, HostTarget target) {
        boolean itself = run.order().self().contains(work.executor().name());
        if (!itself || target.check() || !task.task().call().module().equals(REBOOT)) {
            return Optional.empty();
        }
        return Optional.of(run.parts()
                .selfReboot()
                .handOver(work.executor(), work.arguments())
                .map(words -> Outcome.changed(words).with("handedOver", true))
                .orElseGet(() -> Outcome.failed(
                        "Steward itself runs on " + work.executor().name()
                                + ": a reboot would end this run, and nobody takes it over; reboot it by hand")));
    }

    /** The outcome as changedWhen and failedWhen see it. */
    private Tried judged(Tried tried, long start) {
        boolean settled = tried.status() == Status.SKIPPED || tried.status() == Status.UNREACHABLE;
        List<Condition> changedWhen = task.task().changedWhen();
        List<Condition> failedWhen = task.task().failedWhen();
        if (settled || tried.over() || (changedWhen.isEmpty() && failedWhen.isEmpty())) {
            return tried;
        }
        Duration took = Duration.ofNanos(run.parts().time().nanos() - start);
        String name = task.task().register().orElse("result");
        TaskScope seen = names.with(name, tried.value(took));
        try {
            return judged(tried, seen, changedWhen, failedWhen);
        } catch (EvaluationException e) {
            return tried.as(Status.FAILED, e.getMessage()).last();
        }
    }

    private Tried judged(Tried tried, TaskScope seen, List<Condition> changedWhen, List<Condition> failedWhen) {
        boolean changed =
                changedWhen.isEmpty() ? tried.changed() : changedWhen.stream().allMatch(c -> holds(c, seen));
        if (!failedWhen.isEmpty() && failedWhen.stream().allMatch(c -> holds(c, seen))) {
            String why = "failedWhen " + failedWhen.get(0) + " holds";
            return tried.failing(changed, tried.message().isBlank() ? why : why + ": " + tried.message());
        }
        if (failedWhen.isEmpty() && tried.status() == Status.FAILED) {
            return tried.failing(changed, tried.message());
        }
        return tried.as(changed ? Status.CHANGED : Status.OK, tried.message());
    }

    private boolean holds(Condition condition, TaskScope seen) {
        return evaluation.holds(condition, seen);
    }
}
