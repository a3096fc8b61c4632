package dev.steward.runner.store.green;

import dev.steward.runner.event.RunEvent.RunFinished;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** How many runs ended how. Kept beside the runs, so that no count goes back when they are removed. */
public final class Tallies {

    private final Jdbi jdbi;

    /** What a database that holds its table knows. */
    public Tallies(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * A count.
     *
     * @param playbook its name
     * @param host empty: of the run as a whole
     * @param outcome of a run ok, failed, cancelled or lost; of a host ok, changed, failed, unreachable, aborted or
     *     not_reached, the worst that happened to it
     * @param runs how many
     */
    public record Tally(String playbook, String host, String outcome, long runs) {}

    /** All, by playbook, host and outcome. */
    public List<Tally> all() {
        return jdbi.withHandle(handle -> handle.select("select * from run_tally order by playbook, host, outcome")
                .map((row, context) -> new Tally(
                        row.getString("playbook"),
                        row.getString("host"),
                        row.getString("outcome"),
                        row.getLong("runs")))
                .list());
    }

    /**
     * Counts a run's end, in the transaction that ends it.
     *
     * @param options the run's: a check does not count
     */
    public static void keep(Handle handle, String playbook, Map<String, Object> options, RunFinished end) {
        if (Boolean.TRUE.equals(options.get("check"))) {
            return;
        }
        count(handle, playbook, "", end.status().word());
        end.recap()
                .hosts()
                .forEach((host, counts) ->
                        count(handle, playbook, host, counts.worst().word()));
    }

    private static void count(Handle handle, String playbook, String host, String outcome) {
        int known = handle.execute(
                "update run_tally set runs = runs + 1 where playbook = ? and host = ? and outcome = ?",
                playbook,
                host,
                outcome);
        if (known == 0) {
            handle.execute(
                    "insert into run_tally (playbook, host, outcome, runs) values (?, ?, ?, 1)",
                    playbook,
                    host,
                    outcome);
        }
    }
}
