package dev.steward.dsl.check;

import dev.steward.dsl.plan.Machines;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Plays that switch machines off, in the order that {@code stopBefore} asks for: where a play's hosts may be consumers and providers,
 * it becomes several, the providers' last; what undoes it begins with them. It is decided by the patterns as written and never by
 * an inventory, so that a step has the same number in every process.
 */
final class StopOrder {

    private final List<String> providers;

    private StopOrder(List<String> providers) {
        this.providers = providers;
    }

    /**
     * The phases in order.
     *
     * @param phases as written
     * @param rules without circles
     */
    static List<Phase> of(List<Phase> phases, List<PowerPlan.StopBefore> rules) {
        StopOrder order = new StopOrder(sorted(rules));
        return order.providers.isEmpty()
                ? phases
                : phases.stream().map(order::ordered).toList();
    }

    /** The parts of a pattern that name hosts. */
    static List<String> parts(String pattern) {
        List<String> parts = new ArrayList<>();
        for (String part : pattern.split("[:,]")) {
            if (!part.isBlank() && !part.startsWith("!") && !part.startsWith("&")) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    /** Providers, each behind those that need it. */
    private static List<String> sorted(List<PowerPlan.StopBefore> rules) {
        Map<String, Set<String>> after = new LinkedHashMap<>();
        rules.forEach(rule -> parts(rule.providers())
                .forEach(provider -> after.computeIfAbsent(provider, n -> new LinkedHashSet<>())
                        .addAll(parts(rule.consumers()))));
        Set<String> sorted = new LinkedHashSet<>();
        after.keySet().forEach(provider -> visit(provider, after, sorted));
        return List.copyOf(sorted);
    }

    private static void visit(String provider, Map<String, Set<String>> after, Set<String> sorted) {
        if (!sorted.contains(provider)) {
            after.get(provider).stream().filter(after::containsKey).forEach(c -> visit(c, after, sorted));
            sorted.add(provider);
        }
    }

    private Phase ordered(Phase phase) {
        List<Play> plays = new ArrayList<>();
        phase.plays().forEach(play -> plays.addAll(split(play, false)));
        List<Play> recover = new ArrayList<>();
        phase.recover().forEach(play -> recover.addAll(split(play, true)));
        return phase.with(plays, recover);
    }

    private List<Play> split(Play play, boolean back) {
        if (!Machines.in(play) || providers.contains(play.hosts())) {
            return List.of(play);
        }
        List<Play> parts = new ArrayList<>();
        parts.add(on(play, play.name(), play.hosts() + without(0)));
        for (int i = 0; i < providers.size(); i++) {
            String provider = providers.get(i);
            parts.add(on(play, play.name() + ": " + provider, play.hosts() + ":&" + provider + without(i + 1)));
        }
        if (back) {
            java.util.Collections.reverse(parts);
        }
        return parts;
    }

    private String without(int from) {
        StringBuilder terms = new StringBuilder();
        providers.subList(from, providers.size()).forEach(p -> terms.append(":!")
                .append(p));
        return terms.toString();
    }

    private static Play on(Play play, String name, String hosts) {
        return new Play(
                name,
                play.playbook(),
                hosts,
                play.hostsAt(),
                play.keywords(),
                play.vars(),
                play.rollout(),
                play.tasks(),
                play.handlers(),
                play.at());
    }
}
