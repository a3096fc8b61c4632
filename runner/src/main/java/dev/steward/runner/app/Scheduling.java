package dev.steward.runner.app;

import dev.steward.runner.app.gate.EndBy;
import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.engine.RunOptions;
import dev.steward.runner.engine.StartGate;
import dev.steward.runner.event.Cause;
import dev.steward.runner.schedule.Alarm;
import dev.steward.runner.schedule.Fires;
import dev.steward.runner.schedule.QuartzAlarm;
import dev.steward.runner.schedule.Schedule;
import dev.steward.runner.schedule.ScheduleRefused;
import dev.steward.runner.schedule.Schedules;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.approve.Approval;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Schedules of this process: with a server they fire, for a single command they are only shown and steered. */
final class Scheduling implements ScheduleDesk, AutoCloseable {

    private final LoadedConfig loaded;
    private final Store store;
    private final RunDesk runs;
    private final Time time;
    private Schedules schedules;
    private boolean firing;

    Scheduling(LoadedConfig loaded, Store store, RunDesk runs, Time time) {
        this.loaded = loaded;
        this.store = store;
        this.runs = runs;
        this.time = time;
    }

    /** From here on they fire; where they do already, nothing changes. */
    synchronized void start() throws ConfigRefused {
        if (firing) {
            return;
        }
        Schedules loud = on(QuartzAlarm.on(store));
        try {
            loud.start(loaded.config().schedules());
            schedules = loud;
            firing = true;
        } catch (ScheduleRefused e) {
            loud.close();
            throw refused(e);
        } catch (RuntimeException e) {
            left(loud, e);
            throw e;
        }
    }

    /** Else it looked at its schedules for as long as this process lives. */
    private static void left(Schedules loud, RuntimeException why) {
        try {
            loud.close();
        } catch (RuntimeException too) {
            why.addSuppressed(too);
        }
    }

    private Schedules on(Alarm alarm) {
        return new Schedules(store, alarm, new Begin(), time, ZoneId.systemDefault());
    }

    private ConfigRefused refused(ScheduleRefused e) {
        List<ConfigProblem> problems = e.problems().stream()
                .map(problem -> loaded.problem(
                        "schedules." + problem.schedule() + (problem.field().isEmpty() ? "" : "." + problem.field()),
                        problem.message()))
                .toList();
        return new ConfigRefused(problems);
    }

    private synchronized Schedules shown() throws RunRefused {
        if (schedules == null) {
            Schedules quiet = on(new Silent());
            try {
                quiet.load(loaded.config().schedules());
            } catch (ScheduleRefused e) {
                throw new RunRefused(refused(e).problems().stream()
                        .map(ConfigProblem::toString)
                        .toList());
            }
            schedules = quiet;
        }
        return schedules;
    }

    /** The power is back: held fires are made up for. */
    synchronized void release() {
        if (firing) {
            schedules.release();
        }
    }

    @Override
    public List<Planned> all() throws RunRefused {
        return shown().all().stream().map(Planning::of).toList();
    }

    @Override
    public List<Fire> next(String name, int count) throws RunRefused {
        Schedules all = shown();
        Schedule schedule = all.find(name).orElseThrow(() -> unknown(name));
        try {
            return all.next(name, count).stream()
                    .map(fire -> Planning.of(fire, schedule.zone()))
                    .toList();
        } catch (ScheduleRefused e) {
            throw refusal(e);
        }
    }

    @Override
    public void pause(String name, String by) throws RunRefused {
        try {
            shown().pause(name, by);
        } catch (ScheduleRefused e) {
            throw refusal(e);
        }
    }

    @Override
    public void resume(String name) throws RunRefused {
        try {
            shown().resume(name);
        } catch (ScheduleRefused e) {
            throw refusal(e);
        }
    }

    @Override
    public long runNow(String name, String by) throws RunRefused {
        Optional<Schedule> schedule = shown().find(name);
        if (schedule.isPresent()) {
            Path playbook = Path.of(schedule.get().config().playbook());
            runs.permitted(by, loaded.config().playbooks().resolve(playbook));
        }
        try {
            return shown().runNow(name, new Cause(Cause.Kind.PERSON, by));
        } catch (ScheduleRefused e) {
            throw refusal(e);
        }
    }

    private static RunRefused unknown(String name) {
        return new RunRefused(List.of("There is no schedule " + name + ". steward schedule list shows them."));
    }

    private static RunRefused refusal(ScheduleRefused e) {
        return new RunRefused(
                e.problems().stream().map(ScheduleRefused.Problem::message).toList());
    }

    private RunRequest request(Schedule schedule, Cause cause) {
        var config = schedule.config();
        RunOptions options = new RunOptions(
                config.limit(),
                config.tags(),
                List.of(),
                config.check(),
                config.diff(),
                Optional.empty(),
                loaded.config().ssh().user(),
                false,
                Optional.empty());
        Path playbook = loaded.config().playbooks().resolve(config.playbook());
        return new RunRequest(
                playbook,
                config.inventory().isEmpty() ? configured() : config.inventory(),
                config.vars(),
                options,
                RunRequest.Login.NONE,
                cause,
                Optional.of(schedule.name()));
    }

    private StartGate gate(Schedule schedule, RunRequest request) {
        EndBy.Runs alike = new EndBy.Runs(
                request.playbook().toString(), request.options().check(), RunRecord.given(request.vars()));
        return schedule.config()
                .mustEndBy()
                .map(clock -> EndBy.next(clock, schedule.zone(), time.now()))
                .<StartGate>map(end -> new EndBy(store.queries(), time, alike, end))
                .orElse(StartGate.OPEN);
    }

    /** Said in full, since the process that carries it out may have another configuration. */
    private List<String> configured() {
        return loaded.config().inventory().stream().map(Path::toString).toList();
    }

    /** None fires any more; a fire that begins just now is waited for, one that waits is left to the next start. */
    @Override
    public synchronized void close() {
        if (schedules != null) {
            schedules.close();
            schedules = null;
            firing = false;
        }
    }

    /** What a fire sets off. */
    private final class Begin implements Fires {

        @Override
        public long fire(Schedule schedule, Optional<Instant> due, Cause cause) throws FireRefused {
            RunRequest request = request(schedule, cause);
            try {
                if (due.isEmpty()) {
                    return runs.submit(request);
                }
                Optional<String> why = runs.heldFor();
                if (why.isPresent()) {
                    throw FireRefused.held("held: " + why.get());
                }
                return runs.submit(request, due, gate(schedule, request));
            } catch (RunRefused e) {
                if (e.elsewhere()) {
                    throw FireRefused.elsewhere(e.getMessage(), e.labels());
                }
                throw e.unapproved() && due.isPresent() ? asked(schedule, request) : new FireRefused(e.getMessage());
            }
        }

        /** What waits for another person's word is asked for instead of beginning; who approves it applies it. */
        private FireRefused asked(Schedule schedule, RunRequest request) {
            try {
                String by = "schedule " + schedule.name();
                Approval approval = runs.ask(request, "its time has come", by);
                return FireRefused.waits(
                        "held: its plan waits for a person's word; 'steward approvals show " + approval.id() + "'",
                        approval.id());
            } catch (RunRefused e) {
                return FireRefused.waits(
                        "held: it waits for a person's word, which could not be asked for: " + e.getMessage(), 0);
            }
        }

        @Override
        public void await(long run) throws InterruptedException {
            runs.await(run);
        }
    }

    /** Never rings. */
    private static final class Silent implements Alarm {

        @Override
        public void start(java.util.function.Consumer<String> ring, Runnable look) {
            // nothing fires in a process that only shows schedules
        }

        @Override
        public void set(String schedule, Instant at) {
            // as above
        }

        @Override
        public void clear(String schedule) {
            // as above
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
