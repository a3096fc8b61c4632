package dev.steward.runner.schedule;

import dev.steward.runner.schedule.Decision.Due;
import dev.steward.runner.store.ScheduleStore;
import dev.steward.runner.store.ScheduleStore.FireRow;
import dev.steward.runner.store.ScheduleStore.Waiting;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.server.Runners;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fires that were handed out and that nobody makes anything of: their server ended, their beginning broke off here, or a server that
 * may not run them left them to another.
 */
final class LeftFires {

    private static final Logger LOG = LoggerFactory.getLogger(LeftFires.class);

    private final ScheduleStore rows;
    private final Runners runners;
    private final Firing firing;
    private final FireQueue queue;
    private final Function<String, Optional<Schedule>> schedules;

    /** Those of a store, put into a queue of this server's. */
    LeftFires(Store store, Firing firing, FireQueue queue, Function<String, Optional<Schedule>> schedules) {
        this.rows = store.schedules();
        this.runners = new Runners(store.servers());
        this.firing = firing;
        this.queue = queue;
        this.schedules = schedules;
    }

    /** Takes what this server may take. */
    void look() {
        if (!runners.draining()) {
            others();
        }
        rows.mine()
                .forEach(fire -> queue.once(fire.schedule(), fire.at(), () -> {
                    if (rows.mine().contains(fire)) {
                        firing.settle(fire, schedules.apply(fire.schedule()));
                    }
                }));
    }

    private void others() {
        rows.takeOver()
                .forEach(fire -> LOG.warn(
                        "the fire of {} at {} was left behind by a process that ended", fire.schedule(), fire.at()));
        rows.waiting().stream()
                .collect(Collectors.groupingBy(left -> left.fire().schedule(), LinkedHashMap::new, Collectors.toList()))
                .forEach(this::left);
    }

    /**
     * What no server with its label takes in time is missed, but for the latest ones, where the schedule makes up for them; and so is
     * at once what was left by a schedule that fires no more, so that no run of it begins after somebody paused it.
     */
    private void left(String name, List<Waiting> all) {
        Optional<Schedule> schedule = schedules.apply(name);
        Optional<String> silent = schedule.map(Schedule::silent).orElse(Optional.of("the schedule was removed"));
        if (silent.isPresent()) {
            all.stream().filter(rows::take).forEach(left -> firing.nothing(left.fire(), schedule, silent.get()));
        } else {
            left(schedule.orElseThrow(), all);
        }
    }

    private void left(Schedule schedule, List<Waiting> all) {
        List<Waiting> late =
                all.stream().filter(left -> !firing.onTime(left.fire().at())).toList();
        int kept = Math.min(late.size(), Decision.caughtUp(schedule));
        List<Waiting> missed = late.subList(0, late.size() - kept);
        for (Waiting left : all) {
            FireRow fire = left.fire();
            boolean here = runners.here(left.labels());
            if (missed.contains(left)) {
                if ((here || runners.having(left.labels()).isEmpty()) && rows.take(left)) {
                    firing.nothing(fire, Optional.of(schedule), runners.missing(left.labels()));
                }
            } else if (here && rows.take(left)) {
                queue.once(schedule.name(), fire.at(), () -> firing.begin(schedule, new Due(fire.at(), true)));
            }
        }
    }
}
