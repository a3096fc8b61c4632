package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.plan.Play;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The hosts a pattern stands for.
 *
 * @param hosts each once, in the order of the pattern's terms
 * @param warnings terms that matched nothing; the caller shows them
 */
public record Selection(List<Host> hosts, List<Problem> warnings) {

    public Selection {
        hosts = List.copyOf(hosts);
        warnings = List.copyOf(warnings);
    }

    /** The names alone. */
    public List<String> names() {
        return hosts.stream().map(Host::name).toList();
    }

    /**
     * The same hosts in the order a play asks for.
     *
     * @param random used by SHUFFLE alone
     */
    public Selection ordered(Play.Order order, RandomGenerator random) {
        List<Host> sorted = new ArrayList<>(hosts);
        switch (order) {
            case INVENTORY -> {}
            case REVERSE_INVENTORY -> Collections.reverse(sorted);
            case SORTED -> sorted.sort(Comparator.comparing(Host::name, CodePoints.ORDER));
            case REVERSE_SORTED ->
                sorted.sort(Comparator.comparing(Host::name, CodePoints.ORDER).reversed());
            case SHUFFLE -> shuffle(sorted, random);
        }
        return new Selection(sorted, warnings);
    }

    private static void shuffle(List<Host> hosts, RandomGenerator random) {
        for (int i = hosts.size() - 1; i > 0; i--) {
            Collections.swap(hosts, i, random.nextInt(i + 1));
        }
    }
}
