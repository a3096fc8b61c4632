package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.UpsConfig;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.outage.SwitchingOff;
import dev.steward.runner.outage.budget.LoadEstimate;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How long batteries last as a plan takes load off them. A host that several UPSes feed draws the same from each. */
final class LoadLines {

    private static final Set<String> MACHINES = Set.of("node", "poweroff");

    private final PowerConfig config;
    private final Inventory inventory;

    LoadLines(PowerConfig config, Inventory inventory) {
        this.config = config;
        this.inventory = inventory;
    }

    /** Of each UPS that says its load and runtime: first as it is now, then after each machine. */
    List<PlanView.Load> of(PowerPlan plan, PowerSignal signal) {
        List<PlanView.Load> all = new ArrayList<>();
        List<Host> machines = machines(plan);
        new TreeMap<>(signal.upses()).forEach((name, reading) -> {
            if (reading instanceof UpsReading.Answered answered) {
                estimate(name, answered.status()).ifPresent(now -> all.addAll(lines(name, now, machines)));
            }
        });
        return all;
    }

    private List<PlanView.Load> lines(String ups, LoadEstimate now, List<Host> machines) {
        Map<String, OptionalDouble> off = new LinkedHashMap<>();
        machines.stream().filter(host -> feeds(ups, host)).forEach(host -> off.put(host.name(), watts(host)));
        List<PlanView.Load> lines = new ArrayList<>();
        now.each(off).forEach(after -> lines.add(new PlanView.Load(ups, after.what(), after.load(), after.runtime())));
        if (!lines.isEmpty()) {
            lines.add(0, new PlanView.Load(ups, "", now.load(), now.runtime()));
        }
        return lines;
    }

    private Optional<LoadEstimate> estimate(String name, UpsStatus status) {
        Optional<Double> nominal = Optional.ofNullable(config.ups().get(name))
                .flatMap(UpsConfig::nominal)
                .map(Integer::doubleValue)
                .or(() -> UpsStatus.number(status.variables(), "ups.realpower.nominal"));
        return status.runtime().flatMap(left -> status.load()
                .flatMap(load -> nominal.filter(watts -> watts > 0).map(watts -> new LoadEstimate(left, load, watts))));
    }

    private List<Host> machines(PowerPlan plan) {
        return plan.phases().stream()
                .map(Phase::plays)
                .flatMap(List::stream)
                .filter(play -> tasks(play.tasks())
                        .anyMatch(task -> MACHINES.contains(task.call().module()) && SwitchingOff.by(task.call())))
                .flatMap(this::hosts)
                .distinct()
                .toList();
    }

    private Stream<Host> hosts(Play play) {
        try {
            return inventory.select(play.hosts()).hosts().stream();
        } catch (InventoryException e) {
            // what names nobody takes no load off
            return Stream.empty();
        }
    }

    private static Stream<Task> tasks(List<Step> steps) {
        return steps.stream()
                .flatMap(step -> step instanceof Task task
                        ? Stream.of(task)
                        : step instanceof Block block ? tasks(block.steps()) : Stream.empty());
    }

    private boolean feeds(String ups, Host host) {
        UpsConfig one = config.ups().get(ups);
        return one == null || one.feeds().isEmpty() || one.feeds().stream().anyMatch(names(host)::contains);
    }

    private OptionalDouble watts(Host host) {
        long feeding =
                config.ups().keySet().stream().filter(ups -> feeds(ups, host)).count();
        return names(host).stream()
                .map(config.watts()::get)
                .filter(said -> said != null)
                .mapToDouble(said -> Double.parseDouble(String.valueOf(said)) / Math.max(1, feeding))
                .findFirst();
    }

    /** A node may be named as in the inventory or as in its cluster. */
    private static List<String> names(Host host) {
        return Stream.of(host.name(), String.valueOf(host.vars().get("proxmox_node")))
                .distinct()
                .toList();
    }
}
