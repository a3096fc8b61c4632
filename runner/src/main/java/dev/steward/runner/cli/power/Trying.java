package dev.steward.runner.cli.power;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.Runner;
import dev.steward.runner.app.readiness.Readiness;
import dev.steward.runner.app.readiness.Readying;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.cli.print.Screen.Paint;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.doctor.Finding.Level;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tries what power protection stands on, and prints what came of it. */
final class Trying {

    private final Bench bench;
    private final StateDesks states;
    private final Supplier<PlaybookCompiler> compiler;

    Trying(Bench bench, StateDesks states, Supplier<PlaybookCompiler> compiler) {
        this.bench = bench;
        this.states = states;
        this.compiler = compiler;
    }

    int connection(ConfigOption config) throws InterruptedException, Refusal {
        LoadedConfig loaded = states.config(config.file());
        try (Readiness readiness = Readying.of(loaded, bench.environment(), states.time())) {
            List<Finding> all = new ArrayList<>(readiness.upses());
            all.addAll(readiness.clusters());
            Optional<Plan> plan = plan(loaded, all);
            if (plan.isPresent()) {
                all.addAll(readiness.hosts(plan.get(), inventory(loaded)));
            }
            return print(all, "ok", "FAILED");
        } catch (ConfigRefused | InventoryException | IllegalArgumentException e) {
            throw refusal(e);
        }
    }

    int preflight(ConfigOption config) throws InterruptedException, Refusal {
        LoadedConfig loaded = states.config(config.file());
        try (Readiness readiness = Readying.of(loaded, bench.environment(), states.time())) {
            List<Finding> all = new ArrayList<>(readiness.quorumAndReplication());
            all.addAll(readiness.upses());
            all.addAll(readiness.nodesReachNut(inventory(loaded)));
            all.add(readiness.relay());
            plan(loaded, all).ifPresent(plan -> all.add(new Finding(Level.GOOD, "plan", plan.name() + " checks")));
            return print(all, "pass", "FAIL");
        } catch (ConfigRefused | InventoryException | IllegalArgumentException e) {
            throw refusal(e);
        }
    }

    private static Refusal refusal(Exception e) {
        List<String> problems = e instanceof ConfigRefused refused
                ? refused.problems().stream().map(Object::toString).toList()
                : e instanceof InventoryException wrong
                        ? wrong.problems().stream().map(Object::toString).toList()
                        : List.of(String.valueOf(e.getMessage()));
        return new Refusal(Exit.ERROR, problems);
    }

    private Inventory inventory(LoadedConfig loaded) throws InventoryException {
        return Runner.inventories(loaded, bench.environment(), states.time())
                .load(List.of(), loaded.config().playbooks());
    }

    private Optional<Plan> plan(LoadedConfig loaded, List<Finding> all) {
        Optional<String> file = loaded.config().power().flatMap(PowerConfig::plan);
        if (file.isEmpty()) {
            all.add(new Finding(Level.PROBLEM, "plan", "power.plan names no playbook"));
            return Optional.empty();
        }
        Checked checked = compiler.get().check(loaded.config().playbooks().resolve(file.get()), Map.of());
        if (checked instanceof Checked.Accepted accepted) {
            return Optional.of(accepted.plan());
        }
        ((Checked.Refused) checked)
                .problems()
                .forEach(problem -> all.add(new Finding(Level.PROBLEM, "plan", problem.toString())));
        return Optional.empty();
    }

    private int print(List<Finding> all, String good, String bad) {
        for (Finding finding : all) {
            Paint paint =
                    switch (finding.level()) {
                        case GOOD -> Paint.GOOD;
                        case NOTE -> Paint.CHANGE;
                        case PROBLEM -> Paint.BAD;
                    };
            String word = finding.level() == Level.GOOD ? good : finding.level() == Level.NOTE ? "note" : bad;
            bench.screen()
                    .out()
                    .println(bench.screen().paint(paint, String.format("%-8s", word)) + finding.what() + ": "
                            + finding.said());
        }
        return all.stream().anyMatch(one -> one.level() == Level.PROBLEM) ? Exit.ERROR : Exit.OK;
    }
}
