package dev.steward.runner.app;

import dev.steward.runner.config.ConfigLoader;
import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The schedules of a server that waits while a command owns the state directory: they fire in the command's process, on the
 * same rows, so that the server goes on after its take-over where they ended.
 */
final class StandInSchedules implements CommandDesk.Keeper, AutoCloseable {

    private final Map<String, String> environment;
    private final Store store;
    private final RunDesk runs;
    private final Time time;
    private Optional<Scheduling> kept = Optional.empty();
    private boolean closed;

    StandInSchedules(Map<String, String> environment, Store store, RunDesk runs, Time time) {
        this.environment = environment;
        this.store = store;
        this.runs = runs;
        this.time = time;
    }

    @Override
    public synchronized void keep(Path config) throws RunRefused {
        if (kept.isPresent() || closed) {
            return;
        }
        try {
            Scheduling scheduling = new Scheduling(
                    new ConfigLoader(environment, config.getParent()).load(Optional.of(config)), store, runs, time);
            scheduling.start();
            kept = Optional.of(scheduling);
        } catch (ConfigRefused e) {
            throw new RunRefused(
                    e.problems().stream().map(ConfigProblem::toString).toList());
        }
    }

    /** None fires any more; the next owner goes on. */
    @Override
    public synchronized void close() {
        closed = true;
        kept.ifPresent(Scheduling::close);
        kept = Optional.empty();
    }
}
