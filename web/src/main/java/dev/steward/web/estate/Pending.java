package dev.steward.web.estate;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.store.RunQueries;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many packages hosts could upgrade, as the last run that counted them said. Nobody asks a host for it: a host that no
 * run counted has no number.
 */
public final class Pending {

    private static final String COUNTS = "apt";
    private static final int RUNS = 200;
    private static final int TRIES = 3;
    private static final Duration FRESH = Duration.ofSeconds(30);

    private final RunQueries queries;
    private final Time time;
    private long at;
    private Map<String, Count> counts;

    Pending(RunQueries queries, Time time) {
        this.queries = queries;
        this.time = time;
    }

    /** What a run counted: packages with a newer version, whether a reboot was due, when, and which run. */
    public record Count(long packages, boolean reboot, Instant when, long run) {}

    /** What is known of a guest under any of its names, the newest. */
    Optional<Count> of(List<String> hosts) {
        Map<String, Count> all = all();
        return hosts.stream()
                .flatMap(host -> Optional.ofNullable(all.get(host)).stream())
                .reduce((one, other) -> one.when().isAfter(other.when()) ? one : other);
    }

    private synchronized Map<String, Count> all() {
        long now = time.nanos();
        if (counts == null || now - at > FRESH.toNanos()) {
            counts = read();
            at = now;
        }
        return counts;
    }

    private Map<String, Count> read() {
        Map<String, Count> found = new HashMap<>();
        Map<String, Integer> tries = new HashMap<>();
        for (RunQueries.Done task : queries.done(COUNTS, RUNS)) {
            boolean open = !found.containsKey(task.host()) && tries.merge(task.host(), 1, Integer::sum) <= TRIES;
            if (open) {
                queries.event(task.run(), task.event())
                        .flatMap(Pending::count)
                        .ifPresent(count -> found.put(task.host(), count));
            }
        }
        return Map.copyOf(found);
    }

    private static Optional<Count> count(NumberedEvent event) {
        if (event.event() instanceof RunEvent.TaskFinished task
                && task.data().get("upgradable") instanceof Number packages) {
            boolean reboot = Boolean.TRUE.equals(task.data().get("rebootRequired"));
            return Optional.of(new Count(packages.longValue(), reboot, event.at(), event.run()));
        }
        return Optional.empty();
    }
}
