package dev.steward.runner.schedule;

import dev.steward.runner.config.ScheduleConfig;
import dev.steward.runner.event.Cause;
import dev.steward.runner.schedule.Fires.FireRefused;
import dev.steward.runner.schedule.ScheduleRefused.Problem;
import dev.steward.runner.store.ScheduleStore;
import dev.steward.runner.store.ScheduleStore.FireRow;
import dev.steward.runner.store.ScheduleStore.ScheduleRow;
import dev.steward.runner.store.ScheduleStore.Span;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.server.Runners;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All schedules. Each has a mark in the database up to which every fire was decided on; an alarm moves the mark to now
 * and decides what lies between, so a fire happens at most once and none is lost unseen, whether the machine slept,
 * Steward was down or the clock was set. Two schedules may run side by side; one never overlaps itself unless it says so.
 */
public final class Schedules implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

    private final Store store;
    private final ScheduleStore rows;
    private final Alarm alarm;
    private final Fires fires;
    private final Time time;
    private final ZoneId machine;
    private final Firing firing;
    private final FireQueue queue = new FireQueue();
    private final LeftFires left;
    private boolean started;

    /**
     * Schedules of a store.
     *
     * @param store open until after these are closed
     * @param alarm closed with these
     * @param fires what a fire sets off
     * @param time the clock that decides
     * @param machine the zone of schedules that name none
     */
    public Schedules(Store store, Alarm alarm, Fires fires, Time time, ZoneId machine) {
        this.store = store;
        this.rows = store.schedules();
        this.alarm = alarm;
        this.fires = fires;
        this.time = time;
        this.machine = machine;
        this.firing = new Firing(store, fires, time);
        this.left = new LeftFires(store, firing, queue, this::find);
    }

    /**
     * Begins: takes the definitions of the file over, decides on what was missed, and from here on fires.
     *
     * @param fromFile the schedules of steward.yml by name
     * @throws ScheduleRefused when one of them is wrong; nothing fires then
     */
    public synchronized void start(Map<String, ScheduleConfig> fromFile) throws ScheduleRefused {
        load(fromFile);
        alarm.start(this::ring, this::look);
        started = true;
        left.look();
        rows.all().forEach(row -> tick(row.name()));
    }

    /**
     * Looks for what no alarm tells: fires in the hands of a server that has ended, or whose beginning broke off here, and
     * alarms that did not ring.
     */
    synchronized void look() {
        if (started) {
            left.look();
            rows.due(time.now()).forEach(this::tick);
        }
    }

    /**
     * Takes the definitions of the file over without firing, for a process that only shows them.
     *
     * @throws ScheduleRefused when one of them is wrong; nothing was changed
     */
    public synchronized void load(Map<String, ScheduleConfig> fromFile) throws ScheduleRefused {
        List<Problem> problems = new Definitions(rows.all(), store.json()).file(fromFile);
        if (!problems.isEmpty()) {
            throw new ScheduleRefused(problems);
        }
        rows.all().stream()
                .filter(row -> row.fromFile() && !fromFile.containsKey(row.name()))
                .forEach(row -> rows.remove(row.name()));
        fromFile.forEach((name, config) -> define(name, config, true));
    }

    private void define(String name, ScheduleConfig config, boolean fromFile) {
        Instant now = time.now();
        Optional<ScheduleRow> known = rows.find(name);
        String definition = store.json().text(config);
        if (known.isPresent() && !schedule(known.get()).config().equals(config)) {
            // what its old definition left undone; from here on the new one counts
            Schedule old = schedule(known.get());
            Instant from = known.get().considered();
            Decision undone = Decision.of(old, times(old.config()), from, now)
                    .withNothingBegun("the schedule was changed while Steward was not running");
            handOut(old, undone, new Span(from, now, Optional.empty()));
        }
        rows.define(name, definition, fromFile, now);
    }

    /** An alarm rang. */
    void ring(String name) {
        queue.add(name + " (clock)", () -> {
            try {
                tick(name);
            } catch (RuntimeException e) {
                LOG.error("the schedule {} could not be looked at; again in a minute", name, e);
                alarm.set(name, time.now().plus(Decision.GRACE));
            }
        });
    }

    private synchronized void tick(String name) {
        if (!started || store.servers().draining()) {
            return; // what falls due is another server's
        }
        Optional<ScheduleRow> row = rows.find(name);
        while (row.isPresent() && !decided(row.get())) {
            row = rows.find(name); // another server was faster with some of it
        }
        if (row.isEmpty()) {
            alarm.clear(name);
        }
    }

    private boolean decided(ScheduleRow row) {
        Schedule schedule = schedule(row);
        FireTimes times = times(schedule.config());
        Instant now = time.now();
        Instant until = now.isAfter(row.considered()) ? now : row.considered();
        Decision decision = Decision.of(schedule, times, row.considered(), until);
        Optional<Instant> next = times.next(until);
        if (!handOut(schedule, decision, new Span(row.considered(), until, next))) {
            return false;
        }
        next.ifPresentOrElse(at -> alarm.set(row.name(), at), () -> alarm.clear(row.name()));
        return true;
    }

    /**
     * The power is back: each schedule makes up for its held fires as for missed ones. With misfire {@code skip} none begins,
     * with {@code once} the latest, with {@code all} the latest {@code catchUp} of them, one after the other.
     */
    public synchronized void release() {
        if (!started) {
            return;
        }
        Map<String, List<FireRow>> held = rows.held().stream()
                .collect(Collectors.groupingBy(FireRow::schedule, LinkedHashMap::new, Collectors.toList()));
        held.forEach((name, fires) -> {
            Optional<Schedule> schedule = find(name).filter(one -> one.silent().isEmpty());
            int begin = Math.min(fires.size(), schedule.map(Decision::caughtUp).orElse(0));
            fires.subList(0, fires.size() - begin).forEach(firing::stays);
            fires.subList(fires.size() - begin, fires.size()).stream()
                    .filter(rows::release)
                    .forEach(fire -> queue.once(
                            name,
                            fire.at(),
                            () -> firing.begin(schedule.orElseThrow(), new Decision.Due(fire.at(), true))));
        });
    }

    /** False: another server decided on some of the span meanwhile, and nothing was handed out. */
    private boolean handOut(Schedule schedule, Decision decision, Span span) {
        String name = schedule.name();
        Map<Instant, String> handed = new LinkedHashMap<>();
        decision.missed().forEach(miss -> handed.put(miss.at(), miss.reason()));
        decision.begin().forEach(due -> handed.put(due.at(), ""));
        Optional<List<Instant>> fresh = rows.consider(name, span, handed);
        decision.missed().stream()
                .filter(miss -> fresh.orElse(List.of()).contains(miss.at()))
                .forEach(miss -> firing.missed(schedule, miss));
        decision.begin().stream()
                .filter(due -> fresh.orElse(List.of()).contains(due.at()))
                .forEach(due -> queue.once(name, due.at(), () -> firing.begin(schedule, due)));
        return fresh.isPresent();
    }

    /** All schedules by name. */
    public List<Schedule> all() {
        return rows.all().stream().map(this::schedule).toList();
    }

    /** One schedule. */
    public Optional<Schedule> find(String name) {
        return rows.find(name).map(this::schedule);
    }

    private Schedule schedule(ScheduleRow row) {
        ScheduleConfig config = store.json().value(row.definition(), ScheduleConfig.class);
        Optional<Schedule.Pause> pause =
                row.pausedBy().map(by -> new Schedule.Pause(by, row.pausedAt().orElse(Instant.EPOCH)));
        Optional<Instant> next = pause.isPresent() || !config.enabled()
                ? Optional.empty()
                : times(config).next(time.now());
        return new Schedule(
                row.name(),
                config,
                config.zone().orElse(machine),
                row.fromFile(),
                pause,
                next,
                row.lastFire(),
                row.lastRun());
    }

    private FireTimes times(ScheduleConfig config) {
        return FireTimes.of(config, machine);
    }

    /**
     * The next fires, with the places where a change of the clock takes one away. Also for a paused or disabled
     * schedule: what it would do.
     *
     * @param fires how many
     * @throws ScheduleRefused when there is none of that name
     */
    public List<Fire> next(String name, int fires) throws ScheduleRefused {
        return times(known(name).config()).preview(time.now(), fires);
    }

    /** The next fires of a definition that is not kept (yet), for a form. */
    public List<Fire> preview(ScheduleConfig config, int fires) {
        return times(config).preview(time.now(), fires);
    }

    /** What the changes of the clock within a year do to a schedule. */
    public List<Fire> oddities(String name) throws ScheduleRefused {
        Instant now = time.now();
        return times(known(name).config()).oddities(now, now.plus(Duration.ofDays(366)));
    }

    private Schedule known(String name) throws ScheduleRefused {
        return find(name).orElseThrow(() -> {
            String names =
                    String.join(", ", rows.all().stream().map(ScheduleRow::name).toList());
            return ScheduleRefused.of(name, "", "there is no schedule '" + name + "'; there are: " + names);
        });
    }

    /**
     * Adds a schedule.
     *
     * @throws ScheduleRefused for a wrong definition, a name that is taken, or a second schedule of the same playbook
     *     and target
     */
    public synchronized Schedule create(String name, ScheduleConfig config) throws ScheduleRefused {
        if (rows.find(name).isPresent()) {
            throw ScheduleRefused.of(name, "", "there is a schedule '" + name + "' already");
        }
        return keep(name, config);
    }

    /**
     * Changes a schedule.
     *
     * @throws ScheduleRefused as {@link #create}, and for one that steward.yml defines
     */
    public synchronized Schedule update(String name, ScheduleConfig config) throws ScheduleRefused {
        editable(name);
        return keep(name, config);
    }

    private Schedule keep(String name, ScheduleConfig config) throws ScheduleRefused {
        List<Problem> problems = new Definitions(rows.all(), store.json()).one(name, config);
        if (!problems.isEmpty()) {
            throw new ScheduleRefused(problems);
        }
        tick(name);
        define(name, config, false);
        tick(name);
        return known(name);
    }

    private void editable(String name) throws ScheduleRefused {
        if (known(name).fromFile()) {
            throw ScheduleRefused.of(name, "", "steward.yml defines '" + name + "'; change it there, or pause it here");
        }
    }

    /**
     * Removes a schedule; its history stays.
     *
     * @throws ScheduleRefused when there is none, or steward.yml defines it
     */
    public synchronized void delete(String name) throws ScheduleRefused {
        editable(name);
        rows.remove(name);
        if (started) {
            alarm.clear(name);
        }
    }

    /** Pauses a schedule: its fires are recorded as missed until it is resumed. */
    public synchronized void pause(String name, String by) throws ScheduleRefused {
        known(name);
        tick(name);
        rows.pause(name, by, time.now());
    }

    /** Ends a pause; what was missed meanwhile stays missed. */
    public synchronized void resume(String name) throws ScheduleRefused {
        known(name);
        tick(name);
        rows.resume(name);
    }

    /**
     * Runs a schedule now, paused or not.
     *
     * @param cause who asks
     * @return the run's number
     * @throws ScheduleRefused when there is none of that name, its run still goes on, or no run could be begun
     */
    public long runNow(String name, Cause cause) throws ScheduleRefused {
        Schedule schedule = known(name);
        Optional<String> elsewhere = new Runners(store.servers())
                .refusal(
                        "the schedule '" + name + "'",
                        schedule.config().runner().stream().toList());
        if (elsewhere.isPresent()) {
            throw ScheduleRefused.of(name, "", elsewhere.get());
        }
        Optional<Long> running = firing.running(name);
        if (running.isPresent() && schedule.config().overlap() == ScheduleConfig.Overlap.FORBID) {
            throw ScheduleRefused.of(name, "", "run " + running.get() + " of '" + name + "' still goes on");
        }
        try {
            return fires.fire(schedule, Optional.empty(), cause);
        } catch (FireRefused e) {
            throw ScheduleRefused.of(name, "", e.getMessage());
        }
    }

    /** What became of the last fires, newest first. */
    public List<ScheduleStore.FireRow> history(String name, int limit) {
        return new ArrayList<>(rows.fires(name, limit));
    }

    /** No fire any more; one that begins just now is waited for. */
    @Override
    public void close() {
        alarm.close();
        queue.close();
    }
}
