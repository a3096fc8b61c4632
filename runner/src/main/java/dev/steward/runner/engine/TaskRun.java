package dev.steward.runner.engine;

import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.plan.Text;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.engine.flow.Node;
import dev.steward.runner.engine.flow.PlayTree;
import dev.steward.runner.engine.output.Cleaner;
import dev.steward.runner.engine.output.OutputText;
import dev.steward.runner.engine.part.StepBook;
import dev.steward.runner.engine.part.Words;
import dev.steward.runner.engine.value.EvaluationException;
import dev.steward.runner.engine.value.HostValue;
import dev.steward.runner.engine.value.Interruption;
import dev.steward.runner.engine.value.TaskScope;
import dev.steward.runner.engine.value.Tried;
import dev.steward.runner.event.EventLog.EventLogException;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import dev.steward.runner.inventory.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task on one host: when, loop, register, and the events of it. Used by one thread, once. */
final class TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRun.class);

    /** What a hidden text is replaced by. */
    static final String HIDDEN = "hidden by noLog";

    private final RunContext run;
    private final PlayFrame play;
    private final Node.Single node;
    private final HostState host;
    private final TaskScope scope;
    private final OutputText output;
    private boolean announced;
    private boolean kept;
    private Optional<Duration> resumed = Optional.empty();
    private Optional<Long> earlier = Optional.empty();
    private String mark = "";
    private long at = StepBook.Known.Kept.NOW;

    TaskRun(RunContext run, PlayFrame play, Node.Single node, HostState host) {
        this.run = run;
        this.play = play;
        this.node = node;
        this.host = host;
        FactsOnce facts = new FactsOnce(run, this);
        HostValue value = new HostValue(host.host(), host.facts(), facts);
        this.scope = new TaskScope(
                value, play.layers(), host.set(), run.order().part().names().get(), run.evaluation());
        this.output = new OutputText(run.parts().limits().output(), run.order().masker(), this::shown);
    }

    /**
     * Runs it.
     *
     * @param rescuable whether a rescue would take over a failure
     * @return what came of it; empty where it was left because the run ends
     */
    Optional<Finished> run(boolean rescuable) {
        StepBook.Known known = before();
        if (known instanceof StepBook.Known.Done done) {
            return Optional.of(finish(earlier(done), Duration.ZERO, rescuable && !host.lost()));
        }
        if (known instanceof StepBook.Known.Kept kept) {
            return Optional.of(keep(kept, rescuable && !host.lost()));
        }
        if (run.stopped() || !begins(known)) {
            return Optional.empty();
        }
        long start = run.parts().time().nanos();
        Optional<Tried> tried = tried();
        output.end();
        return tried.map(result -> {
            Duration took = Duration.ofNanos(run.parts().time().nanos() - start);
            return finish(result, took, rescuable && !host.lost() && !run.stopped());
        });
    }

    /**
     * What came of a task.
     *
     * @param status in one word
     * @param ignored whether a failure or loss counts as none
     * @param changed whether something was changed
     * @param at when it ended, in the count of {@link StepBook.Known.Kept#at}
     */
    record Finished(Status status, boolean ignored, boolean changed, long at) {

        /** Whether the host leaves the play by it, or enters a rescue. */
        boolean bad() {
            return !ignored && (status == Status.FAILED || status == Status.UNREACHABLE);
        }
    }

    /** What is known of it; what a handler did before the change that it is due for does not count. */
    private StepBook.Known before() {
        long since = host.notifiedAt(node.step());
        StepBook.Known known = book().before(node.step(), host.name());
        while (known instanceof StepBook.Known.Kept kept && kept.at() < since) {
            known = since == StepBook.Known.Kept.NOW
                    ? new StepBook.Known.Fresh()
                    : book().before(node.step(), host.name());
        }
        return known;
    }

    private static Tried earlier(StepBook.Known.Done done) {
        return Tried.earlier(done.status(), done.changed(), done.message(), done.data());
    }

    /** What an earlier run had done of it. */
    static Tried earlier(StepBook.Known.Kept kept) {
        StepBook.Known.Done done = kept.done();
        return new Tried(done.status(), done.changed(), done.message(), done.data(), List.of(), kept.attempts(), true);
    }

    private Finished keep(StepBook.Known.Kept kept, boolean rescuable) {
        earlier = kept.run();
        at = kept.at();
        if (kept.left()) {
            host.leave();
        }
        return finish(earlier(kept), kept.took(), rescuable);
    }

    /** Takes what is known of what comes next; false where the host goes no further. */
    boolean begins(StepBook.Known known) {
        if (known instanceof StepBook.Known.Unsure unsure) {
            run.end(play, host, unsure.why());
            return false;
        }
        if (known instanceof StepBook.Known.Begun begun) {
            resumed = Optional.of(begun.ago());
        }
        if (known instanceof StepBook.Known.Again again) {
            resumed = again.ago();
            mark = again.mark();
            run.log().append(new RunEvent.Warned(Optional.of(host.name()), again.why()));
        }
        return true;
    }

    /** What is known of one item of its loop, which the log told as it tells all texts. */
    StepBook.Known known(int item, String label) {
        String told = Cleaner.clean(run.order().masker().mask(label));
        return book().item(node.step(), host.name(), item, told);
    }

    /** Tells its work on the host from that of earlier tries. */
    String mark() {
        return mark;
    }

    private StepBook book() {
        return run.order().part().book();
    }

    /** How long ago a process that died began this step; empty: nobody did. */
    Optional<Duration> resumed() {
        return resumed;
    }

    /** What a process that died began of it is looked at once; a further try is a new one. */
    void lookedFirst() {
        resumed = Optional.empty();
        mark = "";
    }

    /** How long it may take whatever the task says; empty: the task alone says. */
    Optional<Duration> left() {
        return book().left(node.step(), host.name());
    }

    /** Keeps that the host is touched next; once, whatever its items and tries. */
    void keepBegin(boolean changing) {
        if (changing && !kept) {
            kept = true;
            book().begins(node.step(), host.name(), task().call().module());
        }
    }

    private Optional<Tried> tried() {
        try {
            return task().loop().isPresent() ? ItemsRun.of(this, task().loop().get()) : Optional.of(one(scope, -1));
        } catch (EvaluationException e) {
            return Optional.of(Tried.failed(e.getMessage()));
        } catch (Interruption e) {
            return e.getCause() instanceof ConnectionException lost
                    ? Optional.of(noWay(lost, host.host()))
                    : Optional.empty();
        } catch (EventLogException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("task {} failed on {}", node.step(), host.name(), e);
            return Optional.of(Tried.failed(String.valueOf(e.getMessage())));
        }
    }

    /**
     * What it means that a host cannot be entered: where that is no fault, the host is left out of the rest of the play.
     *
     * @param executor whom the task wanted to enter; where that is a delegate, this host cannot be left out for it
     */
    Tried noWay(ConnectionException e, Host executor) {
        if (e.kind() != ConnectionException.Kind.ABSENT || !executor.name().equals(host.name())) {
            return Tried.unreachable(e.getMessage(), inUse(e));
        }
        host.leave();
        return Tried.skipped(Words.LEFT_OUT + e.getMessage());
    }

    /** Whether the host may have begun what it was told. */
    private static Map<String, Object> inUse(ConnectionException e) {
        boolean perhaps = e.kind() == ConnectionException.Kind.LOST || e.kind() == ConnectionException.Kind.TIMEOUT;
        return perhaps ? Map.of(Words.IN_USE, true) : Map.of();
    }

    /** The task once, for no item or for one. */
    Tried one(TaskScope names, int item) {
        Optional<Condition> not = refusing(names);
        return not.isPresent() ? Tried.skipped("when " + not.get()) : new Tries(this, names, item).run();
    }

    /** The first condition that does not hold. */
    Optional<Condition> refusing(TaskScope names) {
        for (Condition condition : node.keywords().when()) {
            if (!run.evaluation().holds(condition, names)) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    /** Says that the task begins, before the host is touched; once, whatever its items and tries. */
    void announce(TaskScope names, Optional<Host> delegate, boolean changing) {
        if (!announced) {
            announced = true;
            host.reached();
            run.log()
                    .append(new RunEvent.TaskStarted(
                            node.step(),
                            name(names),
                            host.name(),
                            delegate.map(Host::name),
                            task().call().module(),
                            changing));
        }
    }

    private String name(TaskScope names) {
        if (hidden() || !(task().name() instanceof Text text)) {
            return PlayTree.name(task());
        }
        try {
            return String.valueOf(run.evaluation().value(text, names));
        } catch (EvaluationException e) {
            // a name is for people; the plan's own words serve them too
            return PlayTree.name(task());
        }
    }

    private Finished finish(Tried result, Duration took, boolean rescuable) {
        boolean failed = result.status() == Status.FAILED;
        boolean brokenOff = run.stopped() && Words.brokenOff(result.message());
        boolean ignored = failed && !brokenOff && node.keywords().ignoreErrors().orElse(false)
                || result.status() == Status.UNREACHABLE
                        && node.keywords().ignoreUnreachable().orElse(false);
        task().register().ifPresent(name -> host.register(name, result.value(took)));
        host.done(node.step());
        if (kept) {
            book().ended(
                            node.step(),
                            host.name(),
                            new StepBook.Known.Done(
                                    result.status(), result.changed(), result.message(), result.data()));
        }
        boolean veiled = hidden() && result.status() != Status.SKIPPED;
        run.log()
                .append(new RunEvent.TaskFinished(
                        node.step(),
                        host.name(),
                        result.status(),
                        ignored,
                        failed && !ignored && rescuable,
                        result.changed(),
                        said(veiled ? Words.veiled(result.message(), HIDDEN) : result.message()),
                        told(result, veiled),
                        veiled || !diff() ? List.of() : result.diffs(),
                        result.attempts(),
                        took,
                        earlier,
                        host.afterFailure()));
        return new Finished(result.status(), ignored, result.changed(), at);
    }

    private Map<String, Object> told(Tried result, boolean veiled) {
        Map<String, Object> veil = Words.inUse(result.data()) ? Map.of(Words.IN_USE, true) : Map.of();
        return earlier.isPresent() ? Map.of() : veiled ? veil : result.data();
    }

    private String said(String message) {
        return earlier.map(then -> "done in run " + then + (message.isEmpty() ? "" : ": " + message))
                .orElse(message);
    }

    private void shown(String stream, String text) {
        if (!hidden()) {
            run.log().note(new RunEvent.Output(node.step(), host.name(), stream, text));
        }
    }

    boolean check() {
        return node.keywords().checkMode().orElse(run.order().options().check());
    }

    boolean diff() {
        return node.keywords().diff().orElse(run.order().options().diff());
    }

    boolean hidden() {
        return node.keywords().noLog().orElse(false);
    }

    Task task() {
        return node.task();
    }

    Node.Single node() {
        return node;
    }

    HostState host() {
        return host;
    }

    RunContext run() {
        return run;
    }

    TaskScope scope() {
        return scope;
    }

    OutputText output() {
        return output;
    }
}
