package dev.steward.runner.inventory.dynamic;

import dev.steward.dsl.check.Problem;
import dev.steward.runner.inventory.InventoryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Answers files that ask for a cluster's hosts with none, and remembers that they asked: what is left is what files say. */
public final class FilesAlone implements DynamicSource {

    private final List<Asked> asked = new ArrayList<>();

    @Override
    public Set<String> plugins() {
        return ProxmoxSource.NAMES;
    }

    @Override
    public List<Problem> add(Asked one, InventoryBuilder builder) {
        asked.add(one);
        return List.of();
    }

    /** Whether a file asked for hosts of clusters. */
    public boolean asked() {
        return !asked.isEmpty();
    }
}
