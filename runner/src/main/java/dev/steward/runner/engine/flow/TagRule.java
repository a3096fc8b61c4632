package dev.steward.runner.engine.flow;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Which tasks a run picks by their tags, as ansible-playbook's {@code --tags} and {@code --skip-tags} do.
 *
 * @param only asked for; empty: all but {@code never}
 * @param skip left out, above what was asked for
 */
public record TagRule(List<String> only, List<String> skip) {

    public TagRule {
        only = List.copyOf(only);
        skip = List.copyOf(skip);
    }

    /** Whether a task with these tags, inherited ones included, runs. */
    public boolean picks(Set<String> own) {
        Set<String> tags = own.isEmpty() ? Set.of("untagged") : own;
        return asked(tags, own.isEmpty()) && !skipped(tags, own.isEmpty());
    }

    private boolean asked(Set<String> tags, boolean untagged) {
        if (tags.contains("always") || meet(tags, only)) {
            return true;
        }
        boolean open = !tags.contains("never");
        boolean all = only.isEmpty() || only.contains("all");
        return open && (all || (only.contains("tagged") && !untagged));
    }

    private boolean skipped(Set<String> tags, boolean untagged) {
        if (skip.contains("all")) {
            return !tags.contains("always") || skip.contains("always");
        }
        return meet(tags, skip) || (skip.contains("tagged") && !untagged);
    }

    private static boolean meet(Collection<String> a, Collection<String> b) {
        return !Collections.disjoint(a, b);
    }
}
