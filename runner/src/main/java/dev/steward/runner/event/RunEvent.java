package dev.steward.runner.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened in a run; the engine's only output. Secrets are masked before an event is made. Texts are
 * UTF-8 without control characters other than newline, tab and escape (colours).
 */
public sealed interface RunEvent {

    /**
     * The run begins.
     *
     * @param playbook its name
     * @param file as the operator named it
     * @param plays the plays' names in order
     * @param check whether nothing may be changed
     */
    record RunStarted(String playbook, String file, List<String> plays, boolean check) implements RunEvent {}

    /**
     * A batch of a play begins.
     *
     * @param play index from 0
     * @param name of the play
     * @param batch index from 0
     * @param batches how many there are
     * @param hosts of this batch, in order
     * @param tasks ids and names of its tasks in order, handlers last: the columns of the matrix
     */
    record PlayStarted(int play, String name, int batch, int batches, List<String> hosts, List<TaskRef> tasks)
            implements RunEvent {}

    /**
     * A task of a play.
     *
     * @param step unique within the run, as "0.3" or "0.3.1" in a block, "0.h2" for a handler
     * @param name as planned
     * @param module what it calls
     */
    record TaskRef(String step, String name, String module) {}

    /**
     * A play has nothing to do.
     *
     * @param play index from 0
     * @param name of the play
     * @param reason as "no hosts matched 'lxc_containers'"
     */
    record PlaySkipped(int play, String name, String reason) implements RunEvent {}

    /**
     * A task begins on a host; committed before the host is touched.
     *
     * @param step of the task
     * @param name with its run-time values filled in
     * @param host it is for
     * @param delegate the host it runs on instead
     * @param module what it calls
     * @param changing whether it may change the host
     */
    record TaskStarted(
            String step, String name, String host, Optional<String> delegate, String module, boolean changing)
            implements RunEvent {}

    /**
     * A task began a UPID; committed before it is waited for.
     *
     * @param step of the task
     * @param host it is for
     * @param cluster our name of the cluster that works on it
     * @param upid as PVE wrote it
     * @param action in words, as "shutdown CT 101 web-1"
     * @param page where PVE's own pages show what it is about; empty: not known
     */
    record UpidStarted(String step, String host, String cluster, String upid, String action, Optional<String> page)
            implements RunEvent {}

    /**
     * Nobody waits for a UPID any more.
     *
     * @param step of the task
     * @param host it is for
     * @param cluster our name of the cluster that works on it
     * @param upid as PVE wrote it
     * @param result ok, warnings, failed, cancelled, unknown; running or lost where it goes on alone
     * @param exitStatus in PVE's words
     * @param took from the answer that named it
     */
    record UpidEnded(
            String step, String host, String cluster, String upid, String result, String exitStatus, Duration took)
            implements RunEvent {

        /** Whether it is surely over. */
        public boolean over() {
            return !result.equals("running") && !result.equals("lost");
        }
    }

    /**
     * Output of a task: whole lines, except for the last piece of a stream.
     *
     * @param step of the task
     * @param host it is for
     * @param stream "stdout", "stderr", "log" (Steward's own word), or a UPID: a line of its log
     * @param text without a trailing newline
     */
    record Output(String step, String host, String stream, String text) implements RunEvent {}

    /**
     * A try failed and another follows.
     *
     * @param step of the task
     * @param host it is for
     * @param attempt that failed, from 1
     * @param left how many remain
     * @param delay before the next
     * @param reason of the failure
     */
    record RetryScheduled(String step, String host, int attempt, int left, Duration delay, String reason)
            implements RunEvent {}

    /**
     * One item of a loop is done.
     *
     * @param step of the task
     * @param host it is for
     * @param item in short
     * @param status of this item
     * @param message what came of it
     * @param index of the item, from 0
     * @param data the module's result, plain JSON data, kept where the task registers it; empty: not kept
     */
    record ItemFinished(
            String step,
            String host,
            String item,
            Status status,
            String message,
            int index,
            Optional<Map<String, Object>> data)
            implements RunEvent {

        /** The same with other texts and another result. */
        public ItemFinished with(String item, String message, Optional<Map<String, Object>> data) {
            return new ItemFinished(step, host, item, status, message, index, data);
        }
    }

    /**
     * A task is done on a host.
     *
     * @param step of the task
     * @param host it is for
     * @param status what came of it
     * @param ignored whether a failure or loss counts as none
     * @param rescued whether a rescue takes over from here
     * @param changed whether something was changed; a command that ran and failed changed something, as Ansible counts it
     * @param message one line: the reason of a skip or failure, or what was changed
     * @param data the module's result, plain JSON data
     * @param diffs what changed, where asked for
     * @param attempts tries made, from 1; 0 where it was skipped
     * @param took from start to end
     * @param earlier the run that did it, where this one goes on with that run and did not do it again; empty: this run
     * @param afterFailure whether its host had failed before, or was stopped by what failed, and it is always done
     */
    record TaskFinished(
            String step,
            String host,
            Status status,
            boolean ignored,
            boolean rescued,
            boolean changed,
            String message,
            Map<String, Object> data,
            List<Diff> diffs,
            int attempts,
            Duration took,
            Optional<Long> earlier,
            boolean afterFailure)
            implements RunEvent {

        /** The same with another text, result and diffs. */
        public TaskFinished with(String message, Map<String, Object> data, List<Diff> diffs) {
            return new TaskFinished(
                    step,
                    host,
                    status,
                    ignored,
                    rescued,
                    changed,
                    message,
                    data,
                    diffs,
                    attempts,
                    took,
                    earlier,
                    afterFailure);
        }

        /** Done by this run. */
        public TaskFinished(
                String step,
                String host,
                Status status,
                boolean ignored,
                boolean rescued,
                boolean changed,
                String message,
                Map<String, Object> data,
                List<Diff> diffs,
                int attempts,
                Duration took) {
            this(
                    step,
                    host,
                    status,
                    ignored,
                    rescued,
                    changed,
                    message,
                    data,
                    diffs,
                    attempts,
                    took,
                    Optional.empty(),
                    false);
        }
    }

    /**
     * A changed task notified a handler.
     *
     * @param host on which
     * @param handler its name
     */
    record HandlerNotified(String host, String handler) implements RunEvent {}

    /**
     * A person is asked, and the run waits.
     *
     * @param step of the task
     * @param host it is for
     * @param text the question
     * @param until when it goes on by itself
     */
    record ConfirmAsked(String step, String host, String text, Instant until) implements RunEvent {}

    /**
     * The question is settled.
     *
     * @param step of the task
     * @param host it is for
     * @param go whether the run goes on
     * @param by who answered; "timeout" where nobody did
     */
    record ConfirmAnswered(String step, String host, boolean go, String by) implements RunEvent {}

    /**
     * A host on which the run ends before its plays do, though the host itself did not fail.
     *
     * @param host which
     * @param reached whether a task of this run had begun on it: it is aborted then, else not reached
     * @param steps how many planned steps were not begun on it, as far as is known without their conditions
     * @param reason why, as "the run was cancelled by anna"
     */
    record HostLeft(String host, boolean reached, int steps, String reason) implements RunEvent {}

    /**
     * A host answered for the first time in this run.
     *
     * @param host which
     * @param route the way in words, as "ssh root@192.0.2.10:22" or "pct 101 via ssh root@pve1:22"
     */
    record HostReached(String host, String route) implements RunEvent {}

    /**
     * A host said what it is.
     *
     * @param host which
     * @param facts plain data by name
     */
    record FactsGathered(String host, Map<String, Object> facts) implements RunEvent {}

    /**
     * Something the operator should know.
     *
     * @param host it is about; empty: the run
     * @param text one sentence
     */
    record Warned(Optional<String> host, String text) implements RunEvent {}

    /**
     * Somebody asked for the end of the run.
     *
     * @param by who
     * @param force whether package work is killed too
     */
    record CancelRequested(String by, boolean force) implements RunEvent {}

    /**
     * A phase of a power plan waits behind its gate.
     *
     * @param phase index from 0
     * @param name as written
     * @param gate the condition as written, or what else it waits for
     */
    record PhaseWaiting(int phase, String name, String gate) implements RunEvent {}

    /**
     * A phase of a power plan begins, or begins to be undone.
     *
     * @param phase index from 0
     * @param name as written
     * @param recovering whether it is undone
     * @param why its gate is open
     */
    record PhaseEntered(int phase, String name, boolean recovering, String why) implements RunEvent {}

    /**
     * A phase of a power plan is over, or undone.
     *
     * @param phase index from 0
     * @param name as written
     * @param state done, failed, skipped, stopped (power came back in it) or recovered
     * @param message what happened, in one line; perhaps empty
     * @param took from its begin; zero where it was skipped
     */
    record PhaseEnded(int phase, String name, String state, String message, Duration took) implements RunEvent {}

    /**
     * From here on the plan is carried out to its end, whatever the power does.
     *
     * @param phase index from 0 of the phase that begins
     * @param name of it
     */
    record PowerCommitted(int phase, String name) implements RunEvent {}

    /**
     * How the power stands, said where it changed or decides something.
     *
     * @param text one sentence
     * @param onBattery whether a UPS that counts is on battery
     * @param onBatteryFor since the outage's first second
     * @param charge the lowest in per cent; empty: not known
     * @param runtime the lowest that is left; empty: not known
     * @param load the highest in per cent; empty: not known
     */
    record PowerSaid(
            String text,
            boolean onBattery,
            Duration onBatteryFor,
            Optional<Double> charge,
            Optional<Duration> runtime,
            Optional<Double> load)
            implements RunEvent {}

    /**
     * The run is over.
     *
     * @param status OK, FAILED, CANCELLED or LOST
     * @param exit the CLI's exit code: 0, 1, 2, 4 or 99
     * @param recap the counts
     * @param message why it ended so; empty when all went well
     */
    record RunFinished(RunStatus status, int exit, Recap recap, String message) implements RunEvent {}
}
