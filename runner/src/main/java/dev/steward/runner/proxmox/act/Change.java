package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.task.TaskBudget;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One call that changes something.
 *
 * @param action in words, as {@code shut down CT 101}: it stands in messages and beside the UPID
 * @param verb how it is called
 * @param path what is called
 * @param values as {@link dev.steward.runner.proxmox.PveApi} takes them
 * @param budget how long the UPID it begins is followed; empty: the usual limit of a change on that cluster
 */
public record Change(String action, Verb verb, PvePath path, Map<String, Object> values, Optional<TaskBudget> budget) {

    public Change {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** How something is called. */
    public enum Verb {
        POST,
        PUT,
        DELETE
    }

    /** Creates or starts something. */
    public static Change post(String action, PvePath path, Map<String, ?> form) {
        return new Change(action, Verb.POST, path, Map.copyOf(form), Optional.empty());
    }

    /** Changes something. */
    public static Change put(String action, PvePath path, Map<String, ?> form) {
        return new Change(action, Verb.PUT, path, Map.copyOf(form), Optional.empty());
    }

    /** Removes something. */
    public static Change delete(String action, PvePath path, Map<String, ?> query) {
        return new Change(action, Verb.DELETE, path, Map.copyOf(query), Optional.empty());
    }

    /** With so long for its UPID; what still runs then goes on alone. */
    public Change within(Duration limit) {
        return new Change(action, verb, path, values, Optional.of(TaskBudget.of(limit)));
    }

    /** With a budget for its UPID. */
    public Change within(TaskBudget other) {
        return new Change(action, verb, path, values, Optional.of(other));
    }
}
