package dev.steward.web.usual;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * How long the tasks of a playbook took in its runs before.
 *
 * @param onHosts median of each task on each host
 * @param anywhere median of each task over all hosts, for a host that is new
 * @param alike the runs that were asked for in the same way; empty: there was none
 */
record History(Map<Key, Duration> onHosts, Map<Key, Duration> anywhere, Optional<Alike> alike) {

    /** A task by its name, which outlives its place in the playbook; over all hosts the host is empty. */
    record Key(String play, String task, String host) {

        Key anywhere() {
            return new Key(play, task, "");
        }
    }

    /**
     * Runs with the same options.
     *
     * @param work median of each task on each host
     * @param pace how long a run took for each second of that work; below 1 where hosts are worked on side by side
     */
    record Alike(Map<Key, Duration> work, double pace) {}

    /** How long a task usually takes on a host; empty: nobody knows. */
    Optional<Duration> usual(Key key) {
        return Optional.ofNullable(onHosts.get(key)).or(() -> Optional.ofNullable(anywhere.get(key.anywhere())));
    }

    static Duration median(Collection<Duration> all) {
        return all.stream().sorted().toList().get(all.size() / 2);
    }
}
