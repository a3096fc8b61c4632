package dev.steward.runner.lab.pve.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The work of one task: steps with pauses before them. A step may add steps, and ends the task badly with {@link TaskFailure}. */
public final class Job {

    private record Step(Duration pause, Runnable what) {}

    private final Agenda agenda;
    private final TaskList tasks;
    private final PveTask task;
    private final Deque<Step> steps = new ArrayDeque<>();
    private Consumer<PveTask> atEnd = any -> {};
    private boolean over;

    /** Work without steps yet. */
    public Job(Agenda agenda, TaskList tasks, PveTask task) {
        this.agenda = agenda;
        this.tasks = tasks;
        this.task = task;
    }

    public PveTask task() {
        return task;
    }

    /** A step after those there are. */
    public Job then(Duration pause, Runnable what) {
        steps.addLast(new Step(pause, what));
        return this;
    }

    /** A step before those there are. */
    public Job first(Duration pause, Runnable what) {
        steps.addFirst(new Step(pause, what));
        return this;
    }

    /** What to clean up however it ends. */
    public Job atEnd(Consumer<PveTask> cleaning) {
        atEnd = atEnd.andThen(cleaning);
        return this;
    }

    /** Begins. */
    public PveTask start() {
        tasks.runs(this);
        tasks.ordered(task).ifPresent(text -> {
            Duration pause = steps.isEmpty() ? Duration.ZERO : steps.peekFirst().pause();
            steps.clear();
            then(pause, () -> {
                throw new TaskFailure(text);
            });
        });
        next();
        return task;
    }

    private void next() {
        if (over) {
            return;
        }
        Step step = steps.pollFirst();
        if (step == null) {
            task.end(agenda.now());
            finish();
        } else {
            agenda.after(step.pause(), () -> run(step));
        }
    }

    private void run(Step step) {
        if (over) {
            return;
        }
        try {
            step.what().run();
            next();
        } catch (TaskFailure e) {
            task.fail(e.getMessage(), agenda.now());
            finish();
        }
    }

    /** Somebody stops it. */
    public void interrupt() {
        if (!over) {
            task.fail("interrupted by signal", agenda.now());
            finish();
        }
    }

    void vanish(Instant now) {
        if (!over) {
            task.vanish(now);
            finish();
        }
    }

    private void finish() {
        over = true;
        tasks.ended(this);
        atEnd.accept(task);
    }
}
