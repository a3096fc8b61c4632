package dev.steward.dsl.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tasks for a pattern of hosts.
 *
 * @param name as written
 * @param playbook the name of the playbook it was written in (another one after {@code importPlaybook})
 * @param hosts the host pattern, as {@code lxc_containers:!tag_x}
 * @param hostsAt where that pattern was said
 * @param keywords what its steps inherit
 * @param vars {@code vars} of this play, lower than run parameters and registered results; values may be deferred
 * @param rollout how it goes through its hosts
 * @param tasks in order
 * @param handlers in definition order; each is a task
 * @param at where it stands
 */
public record Play(
        String name,
        String playbook,
        String hosts,
        SourceRef hostsAt,
        Keywords keywords,
        Map<String, Object> vars,
        Rollout rollout,
        List<Step> tasks,
        List<Task> handlers,
        SourceRef at) {

    public Play {
        tasks = List.copyOf(tasks);
        handlers = List.copyOf(handlers);
    }

    /** Its tasks as they stand, those of blocks with rescue and always; then its handlers. */
    public List<Task> allTasks() {
        return Stream.concat(tasks.stream().flatMap(Step::allTasks), handlers.stream())
                .toList();
    }

    /** The same with other tasks and handlers. */
    public Play with(List<Step> otherTasks, List<Task> otherHandlers) {
        return new Play(name, playbook, hosts, hostsAt, keywords, vars, rollout, otherTasks, otherHandlers, at);
    }

    /**
     * How a play goes through its hosts.
     *
     * @param forks hosts at once; empty: the run's
     * @param serial batches; empty: all hosts in one; the last entry repeats
     * @param order of the hosts
     * @param strategy lockstep or each host at its own pace
     * @param maxFailPercentage the play stops when more than this share of a batch failed; empty: no such limit
     * @param countUnreachable whether unreachable hosts count there (Ansible does not count them; here it is the default)
     * @param forceHandlers whether notified handlers also run on hosts that failed
     */
    public record Rollout(
            Optional<Integer> forks,
            List<Batch> serial,
            Order order,
            Strategy strategy,
            Optional<Integer> maxFailPercentage,
            boolean countUnreachable,
            boolean forceHandlers) {

        /** Nothing said. */
        public static final Rollout DEFAULT = new Rollout(
                Optional.empty(), List.of(), Order.INVENTORY, Strategy.LINEAR, Optional.empty(), true, false);

        public Rollout {
            serial = List.copyOf(serial);
        }
    }

    /** The order of hosts within a play. */
    public enum Order {
        INVENTORY,
        REVERSE_INVENTORY,
        SORTED,
        REVERSE_SORTED,
        SHUFFLE
    }

    /** Lockstep per task ({@code linear}), or each host at its own pace ({@code free}). */
    public enum Strategy {
        LINEAR,
        FREE
    }
}
