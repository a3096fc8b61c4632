package dev.steward.runner.engine.flow;

import dev.steward.dsl.plan.Batch;
import dev.steward.dsl.plan.Play.Order;
import dev.steward.runner.inventory.Host;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Puts a play's hosts in order and cuts them into batches. */
public final class Batches {

    private Batches() {}

    /**
     * The hosts in the play's order, the machine Steward runs on last: what it does to itself may end it.
     *
     * @param hosts in inventory order
     * @param self names of the machine Steward itself runs on
     * @param seed of the shuffle
     */
    public static List<Host> ordered(List<Host> hosts, Order order, Set<String> self, long seed) {
        List<Host> out = new ArrayList<>(hosts);
        switch (order) {
            case INVENTORY -> {}
            case REVERSE_INVENTORY -> Collections.reverse(out);
            case SORTED -> out.sort(Comparator.comparing(Host::name));
            case REVERSE_SORTED -> out.sort(Comparator.comparing(Host::name).reversed());
            case SHUFFLE -> Collections.shuffle(out, new Random(seed));
        }
        // a stable sort: false before true
        out.sort(Comparator.comparing(host -> self.contains(host.name())));
        return out;
    }

    /**
     * The batches by {@code serial}; shares are of all these hosts, and the last entry repeats.
     *
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
