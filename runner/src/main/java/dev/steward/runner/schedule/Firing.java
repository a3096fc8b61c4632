package dev.steward.runner.schedule;

import dev.steward.runner.config.ScheduleConfig.Overlap;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.schedule.Decision.Due;
import dev.steward.runner.schedule.Decision.Miss;
import dev.steward.runner.schedule.Fires.FireRefused;
import dev.steward.runner.store.NewRun;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.ScheduleStore.FireRow;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.server.Runners;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a fire into a run, or into a row that says why there is none. */
final class Firing {

    private static final Logger LOG = LoggerFactory.getLogger(Firing.class);

    private final Store store;
    private final Runners runners;
    private final Fires fires;
    private final Time time;

    Firing(Store store, Fires fires, Time time) {
        this.store = store;
        this.runners = new Runners(store.servers());
        this.fires = fires;
        this.time = time;
    }

    /** Begins a run for a fire that was handed out; a caught-up one is waited for, so that they do not pile up. */
    void begin(Schedule schedule, Due due) {
        List<String> label = schedule.config().runner().stream().toList();
        if (!runners.here(label)) {
            leave(schedule, due, label);
            return;
        }
        Optional<String> obstacle = obstacle(schedule, due);
        if (obstacle.isPresent()) {
            missed(schedule, new Miss(due.at(), obstacle.get()));
            return;
        }
        try {
            long run = fires.fire(schedule, Optional.of(due.at()), new Cause(Cause.Kind.SCHEDULE, schedule.name()));
            if (due.caughtUp() && schedule.config().overlap() == Overlap.FORBID) {
                fires.await(run);
            }
        } catch (FireRefused e) {
            if (e.elsewhere()) {
                leave(
                        schedule,
                        due,
                        Stream.concat(label.stream(), e.labels().stream())
                                .distinct()
                                .toList());
                return;
            }
            refused(schedule, new Miss(due.at(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leave(Schedule schedule, Due due, List<String> labels) {
        store.schedules().leave(schedule.name(), due.at(), labels);
        LOG.info("the fire of {} at {} is left to another server {}", schedule.name(), due.at(), labels);
    }

    private Optional<String> obstacle(Schedule schedule, Due due) {
        if (!due.caughtUp() && Decision.late(due.at(), time.now())) {
            return Optional.of("the runs that made up for earlier fires were still going");
        }
        if (schedule.config().overlap() == Overlap.ALLOW) {
            return Optional.empty();
        }
        return running(schedule.name())
                .map(run -> "run " + run + " of an earlier fire was still going")
                .or(() -> store.schedules()
                        .elsewhere(schedule.name(), due.at())
                        .map(at -> "the fire of " + at + " was just beginning on another server"));
    }

    /** A run of the schedule that has not ended. */
    Optional<Long> running(String schedule) {
        List<Long> active = store.runs().active(schedule);
        return active.isEmpty() ? Optional.empty() : Optional.of(active.get(0));
    }

    /** A visible row for a fire that does not begin. */
    void missed(Schedule schedule, Miss miss) {
        row(schedule, miss, "missed");
    }

    private void row(Schedule schedule, Miss miss, String result) {
        long id = store.runs().missed(meant(schedule, miss, Optional.empty()), miss.reason());
        if (!result.equals("missed")) {
            decided(schedule.name(), miss.at(), result, miss.reason(), id);
        }
    }

    /** What waits for a person's word is held too, but that word begins it: the power that comes back does not. */
    private void refused(Schedule schedule, Miss miss, FireRefused why) {
        if (!why.held() && !why.waits()) {
            row(schedule, miss, "refused");
            return;
        }
        long id = store.runs().held(meant(schedule, miss, why.approval()), miss.reason());
        if (why.waits()) {
            decided(schedule.name(), miss.at(), "refused", miss.reason(), id);
        }
    }

    private static NewRun meant(Schedule schedule, Miss miss, Optional<Long> approval) {
        Map<String, Object> options = new HashMap<>();
        schedule.config().limit().ifPresent(limit -> options.put("limit", limit));
        options.put("check", schedule.config().check());
        options.put("diff", schedule.config().diff());
        options.put("tags", schedule.config().tags());
        options.put("inventory", schedule.config().inventory());
        options.put("given", schedule.config().vars()); // so that one click makes up for it as it was meant
        approval.ifPresent(id -> options.put("approval", id));
        return new NewRun(
                schedule.config().playbook(),
                schedule.config().playbook(),
                List.of(),
                "{}",
                schedule.config().vars(),
                options,
                new Cause(Cause.Kind.SCHEDULE, schedule.name()),
                Optional.of(schedule.name()),
                Optional.of(miss.at()));
    }

    /** A held fire for which another one makes up, or none does: its row stays, and nothing more comes of it. */
    void stays(FireRow held) {
        store.schedules()
                .decided(new FireRow(held.schedule(), held.at(), "missed", held.reason(), held.run(), time.now()));
    }

    private void decided(String schedule, Instant at, String result, String reason, long run) {
        store.schedules().decided(new FireRow(schedule, at, result, reason, Optional.of(run), time.now()));
    }

    /**
     * Settles a fire that was handed out by a process that ended before it said what came of it: where there is no run of
     * it and it is still on time, it begins now.
     */
    void settle(FireRow pending, Optional<Schedule> schedule) {
        Optional<Run> run =
                store.runs().ofFire(pending.schedule(), pending.at()).flatMap(store.queries()::run);
        boolean held = run.isPresent() && run.get().status() == RunStatus.HELD;
        if (run.isPresent() && !held) {
            boolean missed = run.get().status() == RunStatus.MISSED;
            String result = missed ? "missed" : "begun";
            decided(
                    pending.schedule(),
                    pending.at(),
                    result,
                    run.get().message(),
                    run.get().id());
            return;
        }
        // one that was held is taken again only to make up for it
        boolean counts = pending.reason().isEmpty() && (held || onTime(pending.at()));
        if (counts && schedule.isPresent()) {
            begin(schedule.get(), new Due(pending.at(), true));
            return;
        }
        nothing(
                pending,
                schedule,
                pending.reason().isEmpty()
                        ? "Steward ended, or could not write, before the run began"
                        : pending.reason());
    }

    /** Nothing becomes of a fire in this server's hands. */
    void nothing(FireRow fire, Optional<Schedule> schedule, String reason) {
        schedule.ifPresentOrElse(known -> missed(known, new Miss(fire.at(), reason)), () -> store.schedules()
                .decided(new FireRow(fire.schedule(), fire.at(), "missed", reason, Optional.empty(), time.now())));
    }

    /** A silent server is given up after half a minute; what it had in its hands is then not late yet. */
    boolean onTime(Instant at) {
        return !Decision.late(at, time.now().minus(Decision.GRACE));
    }
}
