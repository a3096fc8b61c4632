package dev.steward.runner.module.proxmox;

import dev.steward.runner.event.Diff;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.proxmox.act.Deed;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What came of a change, as the outcome of a task. */
final class Deeds {

    private Deeds() {}

    static Outcome outcome(Deed deed, Target target) {
        Outcome outcome = Outcome.changed(deed.changed(), deed.message());
        for (Map.Entry<String, Object> one : deed.data().entrySet()) {
            outcome = outcome.with(one.getKey(), one.getValue());
        }
        return target.diff()
                ? outcome.with(deed.differences().stream()
                        .map(one -> new Diff(one.name(), one.before(), one.after()))
                        .toList())
                : outcome;
    }

    /** How long a change may take: what is said, else what is usual, and no longer than the task may. */
    static Duration limit(Optional<Duration> said, Duration usual, Target target) {
        Duration limit = said.orElse(usual);
        return target.remaining().filter(left -> left.compareTo(limit) < 0).orElse(limit);
    }
}
