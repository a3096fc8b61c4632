package dev.steward.web.main;

import dev.steward.runner.app.RunRefused;
import dev.steward.web.parts.ScheduleDesk;
import java.util.List;

/**
 * The runner's schedules as the pages ask for them.
 *
 * @param desk the runner's
 */
record ShownSchedules(dev.steward.runner.app.ScheduleDesk desk) implements ScheduleDesk {

    @Override
    public List<Planned> all() {
        try {
            return desk.all().stream().map(ShownSchedules::shown).toList();
        } catch (RunRefused e) {
            throw new IllegalStateException("the schedules of a started server are right", e);
        }
    }

    private static Planned shown(dev.steward.runner.app.ScheduleDesk.Planned planned) {
        return new Planned(
                planned.name(),
                planned.playbook(),
                planned.cron(),
                planned.zone(),
                planned.misfire(),
                planned.clockChange(),
                planned.overlap(),
                planned.pause().map(pause -> new Pause(pause.by(), pause.since())),
                planned.next());
    }

    @Override
    public List<Fire> next(String name, int count) {
        try {
            return desk.next(name, count).stream()
                    .map(fire -> new Fire(fire.at(), fire.mark()))
                    .toList();
        } catch (RunRefused unknown) {
            return List.of();
        }
    }

    @Override
    public boolean pause(String name, String by) {
        try {
            desk.pause(name, by);
            return true;
        } catch (RunRefused unknown) {
            return false;
        }
    }

    @Override
    public boolean resume(String name) {
        try {
            desk.resume(name);
            return true;
        } catch (RunRefused unknown) {
            return false;
        }
    }

    @Override
    public long runNow(String name, String by) throws RunRefused {
        return desk.runNow(name, by);
    }
}
