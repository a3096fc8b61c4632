package dev.steward.web.main;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.ScheduleConfig;
import dev.steward.runner.control.Ask;
import dev.steward.runner.control.ControlClient;
import dev.steward.runner.control.SocketPath;
import dev.steward.runner.schedule.FireTimes;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps schedules alive while a server waits for the state directory: what falls due is handed to the command that owns it,
 * which begins the run in its process. A fire that is begun so is not begun again after the take-over, since the store knows
 * for which fire each run was begun.
 */
final class StandIn implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandIn.class);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final LoadedConfig loaded;
    private final Time time;
    private final Thread watch = new Thread(this::watch, "stand-in");
    private volatile boolean over;

    private StandIn(LoadedConfig loaded, Time time) {
        this.loaded = loaded;
        this.time = time;
        watch.setDaemon(true);
    }

    static StandIn start(LoadedConfig loaded, Time time) {
        StandIn made = new StandIn(loaded, time);
        made.watch.start();
        return made;
    }

    private void watch() {
        Instant seen = time.now();
        try {
            while (!over) {
                time.sleep(LOOK);
                Instant now = time.now();
                for (Map.Entry<String, ScheduleConfig> entry :
                        loaded.config().schedules().entrySet()) {
                    due(entry.getKey(), entry.getValue(), seen, now);
                }
                seen = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void due(String name, ScheduleConfig schedule, Instant seen, Instant now) {
        if (!schedule.enabled()) {
            return;
        }
        FireTimes.of(schedule, ZoneId.systemDefault())
                .next(seen)
                .filter(at -> !at.isAfter(now))
                .ifPresent(at -> hand(name, at));
    }

    private void hand(String name, Instant at) {
        try {
            new ControlClient(SocketPath.of(loaded.config().stateDir()), new ObjectMapper())
                    .handle(new Ask.Fire(name, at.toString()), reply -> LOG.info("{} at {}: {}", name, at, reply));
        } catch (IOException e) {
            LOG.warn(
                    "The fire of {} at {} could not be handed to the owner of the state directory ({});"
                            + " it counts as missed if the server does not take over within a minute",
                    name,
                    at,
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        over = true;
        watch.interrupt();
    }
}
