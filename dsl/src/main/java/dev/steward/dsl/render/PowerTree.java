package dev.steward.dsl.render;

import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A power plan as plain maps and lists. For one use. */
final class PowerTree {

    private final Matches matches;
    private int play;

    PowerTree(Matches matches) {
        this.matches = matches;
    }

    Map<String, Object> of(PowerPlan power) {
        Map<String, Object> tree = new LinkedHashMap<>();
        PlanTree.put(tree, "ups", power.upses());
        PlanTree.put(tree, "confirm", power.confirm());
        PlanTree.put(tree, "stableFor", power.stableFor());
        PlanTree.put(tree, "restartCharge", power.restartCharge());
        PlanTree.put(tree, "emergencyWhen", power.emergency());
        power.wayBack().ifPresent(back -> {
            Map<String, Object> way = new LinkedHashMap<>();
            way.put("upsReturn", back.upsReturn());
            PlanTree.put(way, "wake", back.wake());
            PlanTree.put(way, "note", back.note());
            tree.put("wayBack", way);
        });
        List<Object> order = new ArrayList<>();
        power.stopBefore().forEach(s -> order.add(Map.of("consumers", s.consumers(), "providers", s.providers())));
        PlanTree.put(tree, "stopBefore", order);
        tree.put("phases", power.phases().stream().map(this::phase).toList());
        return tree;
    }

    private Map<String, Object> phase(Phase phase) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("phase", phase.name());
        PlanTree.put(tree, "startWhen", phase.startWhen());
        PlanTree.put(tree, "after", phase.after());
        PlanTree.put(tree, "timeout", phase.limit());
        if (phase.pointOfNoReturn()) {
            tree.put("pointOfNoReturn", true);
        }
        phase.shrink()
                .ifPresent(
                        s -> tree.put("shrink", Map.of("order", s.order(), "to", String.valueOf(Shown.plain(s.to())))));
        tree.put("onError", PlanTree.word(phase.onError()));
        tree.put("plays", plays(phase.plays()));
        PlanTree.put(tree, "recover", plays(phase.recover()));
        tree.put("at", phase.at().toString());
        return tree;
    }

    private List<Object> plays(List<Play> all) {
        List<Object> trees = new ArrayList<>();
        for (Play one : all) {
            Map<String, Object> tree = PlanTree.play(one);
            if (matches.known()) {
                tree.put("matches", PlanTree.matched(matches, play));
            }
            play++;
            trees.add(tree);
        }
        return trees;
    }
}
