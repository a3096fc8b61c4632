package dev.steward.runner.store.duration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How long the steps of power plans took on each host, in outages and rehearsals; the latest of each. */
public final class Durations {

    /** Of a step on a host so many are kept: a machine that has grown is judged by how it is now. */
    public static final int KEPT = 20;

    private static final int WHAT = 500;

    /**
     * A step on a host.
     *
     * @param what {@code guest} or {@code node} where a machine is switched off, else module and task
     * @param host its name
     */
    public record Key(String what, String host) {}

    private final Jdbi jdbi;

    /** What a database that holds its table knows. */
    public Durations(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** All that is known, the latest first. */
    public Map<Key, List<Duration>> all() {
        Map<Key, List<Duration>> all = new HashMap<>();
        jdbi.useHandle(handle -> handle.select(
                        "select what, host, took_millis from step_duration order by ended_at desc, run desc")
                .map((row, context) -> Map.entry(
                        new Key(row.getString("what"), row.getString("host")),
                        Duration.ofMillis(row.getLong("took_millis"))))
                .forEach(entry -> all.computeIfAbsent(entry.getKey(), key -> new ArrayList<>())
                        .add(entry.getValue())));
        return all;
    }

    /**
     * What a step is kept under: machines are switched off alike in whatever task does it, anything else is its task's own.
     *
     * @param module it calls
     * @param task its name
     */
    public static String what(String module, String task) {
        String what = module.equals("guest") || module.equals("node") || module.equals("poweroff")
                ? module
                : module + ": " + task;
        return what.length() <= WHAT ? what : what.substring(0, WHAT);
    }

    /**
     * Keeps how long a step took, in the transaction that keeps its end.
     *
     * @param step its id in the run
     */
    public static void keep(Handle handle, long run, String step, String host, Duration took, Instant at) {
        handle.select("select name, module from run_step where run = ? and step = ?", run, step)
                .map((row, context) -> what(row.getString("module"), row.getString("name")))
                .findOne()
                .ifPresent(what -> {
                    handle.execute(
                            "insert into step_duration (what, host, run, took_millis, ended_at) values (?, ?, ?, ?, ?)",
                            what,
                            host,
                            run,
                            took.toMillis(),
                            at);
                    trim(handle, what, host);
                });
    }

    private static void trim(Handle handle, String what, String host) {
        List<Instant> times = handle.select(
                        "select ended_at from step_duration where what = ? and host = ? order by ended_at desc",
                        what,
                        host)
                .mapTo(Instant.class)
                .list();
        if (times.size() > KEPT) {
            handle.execute(
                    "delete from step_duration where what = ? and host = ? and ended_at < ?",
                    what,
                    host,
                    times.get(KEPT - 1));
        }
    }
}
