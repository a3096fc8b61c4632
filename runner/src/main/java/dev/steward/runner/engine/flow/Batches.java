package dev.steward.runner.engine.flow;

import dev.steward.dsl.plan.Batch;
import java.util.ArrayList;
import java.util.List;

/** Cuts a play's hosts into batches. */
public final class Batches {

    private Batches() {}

    /**
     * The batches by {@code serial}; shares are of all these hosts, and the last entry repeats.
     *
     * @param hosts in the play's order
     * @param serial empty: one batch
     */
    public static <T> List<List<T>> of(List<T> hosts, List<Batch> serial) {
        List<List<T>> out = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < hosts.size(); i++) {
            int size = serial.isEmpty()
                    ? hosts.size()
                    : serial.get(Math.min(i, serial.size() - 1)).of(hosts.size());
            int to = Math.min(hosts.size(), from + size);
            out.add(List.copyOf(hosts.subList(from, to)));
            from = to;
        }
        return out;
    }
}
