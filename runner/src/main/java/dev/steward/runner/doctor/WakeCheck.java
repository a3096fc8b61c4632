package dev.steward.runner.doctor;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.outage.cluster.PhaseEffect;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.Acting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether nodes that are woken over the network have the address for it in their options. */
final class WakeCheck {

    private final Acting acting;

    WakeCheck(Acting acting) {
        this.acting = acting;
    }

    void look(PowerPlan plan, List<PhaseEffect> effects, List<Finding> findings) throws InterruptedException {
        Set<String> woken = new LinkedHashSet<>();
        effects.forEach(effect -> effect.nodes().getOrDefault(acting.cluster(), Set.of()).stream()
                .filter(node -> woken(plan, effect.phase(), node))
                .forEach(woken::add));
        for (String node : woken) {
            String what = "wake-up of " + node;
            try {
                String mac = acting.api()
                        .get(PvePath.of("nodes", node, "config"), Map.of())
                        .fields()
                        .text("wakeonlan", "");
                findings.add(
                        mac.isEmpty()
                                ? Finding.problem(
                                        what,
                                        "it has no wake-on-LAN address: nobody can wake it; pvenode config set --wakeonlan"
                                                + " MAC on " + node)
                                : Finding.good(what, "by " + mac.replaceFirst(",.*", "")));
            } catch (PveException e) {
                findings.add(Finding.problem(what, e.getMessage()));
            }
        }
    }

    /* By the plan's list, or by what undoes its phase. */
    private static boolean woken(PowerPlan plan, String phase, String node) {
        boolean listed = plan.wayBack().map(way -> way.wake().contains(node)).orElse(false);
        boolean undone = plan.phases().stream()
                .filter(one -> one.name().equals(phase))
                .flatMap(one -> one.recover().stream())
                .anyMatch(play -> UsedModules.calls(play)
                        .anyMatch(call -> call.module().equals("node")
                                && "started"
                                        .equals(String.valueOf(call.arguments().get("state")))));
        return listed || undone;
    }
}
