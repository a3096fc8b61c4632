package dev.steward.runner.app.approve;

import dev.steward.dsl.plan.Plan;
import dev.steward.runner.inventory.Snapshot;
import dev.steward.runner.store.NewRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A plan drawn now: what a run would be.
 *
 * @param run as it would be recorded; secrets are masked
 * @param plan what it would do
 * @param hosts of each play, in the plan's order
 * @param estate the hosts and their variables; secrets are masked
 * @param reach how far it reaches beyond its hosts, in sentences; none: no further
 * @param folder of the playbook, beside which its files and templates lie
 */
public record Drawn(NewRun run, Plan plan, List<List<String>> hosts, Snapshot estate, List<String> reach, Path folder) {

    public Drawn {
        hosts = hosts.stream().map(List::copyOf).toList();
        reach = List.copyOf(reach);
    }

    /** Whether its check mode changes nothing. */
    boolean checks() {
        return CheckMode.holds(plan);
    }

    /** The hosts of each play, by its name. */
    Map<String, List<String>> byPlay() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (int i = 0; i < hosts.size(); i++) {
            String name = plan.allPlays().get(i).name();
            all.put(all.containsKey(name) ? name + " (" + (i + 1) + ")" : name, hosts.get(i));
        }
        return all;
    }
}
