package dev.steward.runner.cli;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.app.Runner;
import dev.steward.runner.app.self.Self;
import dev.steward.runner.app.supply.UpsClients;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.ScheduleConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.doctor.Checkup;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.doctor.PowerCheck;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward doctor}: everything that can be seen beforehand to stand in the way of the next run. */
@Command(
        mixinStandardHelpOptions = true,
        name = "doctor",
        description = "Looks for what would stand in the way of the next run: files, clusters with their rights, hosts."
                + " Exit 1 where something does.")
final class DoctorCommand implements Callable<Integer> {

    private static final long LEAST_FREE = 200L << 20;

    private final Bench bench;
    private final StateDesks states;
    private final Supplier<PlaybookCompiler> compiler;
    private final List<Plan> plans = new ArrayList<>();
    private boolean healthy = true;
    private PowerPlan powerPlan;

    @Mixin
    private ConfigOption config;

    @Option(names = "--offline", description = "Ask no cluster and no host.")
    private boolean offline;

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "PATTERN",
            description = "Of the hosts ask these alone.")
    private String limit;

    DoctorCommand(Bench bench, StateDesks states, Supplier<PlaybookCompiler> compiler) {
        this.bench = bench;
        this.states = states;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws Refusal, InterruptedException {
        LoadedConfig loaded = states.config(config.file());
        good("configuration", loaded.file().map(Path::toString).orElse("defaults; no steward.yml was found"));
        stateDir(loaded.config().stateDir());
        Optional<Inventory> inventory = inventory(loaded);
        try {
            inventory.ifPresent(this::self);
        } catch (InventoryException e) {
            e.problems().forEach(problem -> bad("inventory", problem.toString()));
        }
        PlaybookCompiler reader = compiler.get();
        Runner.playbooks(loaded.config(), reader).trouble().ifPresent(said -> bad("playbooks", said));
        loaded.config().schedules().forEach((name, schedule) -> schedule(loaded, name, schedule, reader));
        loaded.config().power().flatMap(PowerConfig::plan).ifPresent(plan -> powerPlan(loaded, plan, reader));
        if (!offline) {
            connections(loaded, inventory);
            power(loaded, inventory);
        }
        return healthy ? Exit.OK : Exit.ERROR;
    }

    /** What answers, and what it lets us do. */
    private void connections(LoadedConfig loaded, Optional<Inventory> inventory) throws InterruptedException {
        try (Checkup checkup = Runner.checkup(loaded, bench.environment(), states.time())) {
            checkup.clusters(plans).forEach(this::show);
            if (inventory.isPresent()) {
                List<String> names = limit == null
                        ? inventory.get().hostNames()
                        : inventory.get().namesOf(limit);
                checkup.hosts(inventory.get(), names).forEach(this::show);
            }
            if (inventory.isPresent() && powerPlan != null) {
                checkup.house(powerPlan, loaded.config().power().orElseThrow(), inventory.get())
                        .forEach(this::show);
            }
        } catch (ConfigRefused e) {
            e.problems().forEach(problem -> bad("configuration", problem.toString()));
        } catch (InventoryException e) {
            e.problems().forEach(problem -> bad("inventory", problem.toString()));
        }
    }

    private void power(LoadedConfig loaded, Optional<Inventory> inventory) {
        try {
            Optional<PowerConfig> power = UpsClients.configured(loaded, bench.environment());
            if (power.isEmpty()) {
                note("ups", "no UPS is configured");
                return;
            }
            if (power.get().plan().isEmpty()) {
                bad(
                        "power plan",
                        "there is none: an outage is told, and nothing is stopped; set power.plan, as ups-shutdown.groovy");
            }
            if (!power.get().armed()) {
                note("power plan", "it is DISARMED: an outage is told, and nothing is stopped");
            }
            Path nut = Path.of(bench.environment().getOrDefault("NUT_CONFPATH", "/etc/nut"));
            new PowerCheck(
                            power.get(),
                            (name, ups) -> UpsClients.open(name, ups, states.time()),
                            nut,
                            UpsClients.owner(loaded.config().stateDir()))
                    .look(Optional.ofNullable(powerPlan), inventory)
                    .forEach(this::show);
        } catch (ConfigRefused e) {
            e.problems().forEach(problem -> bad("configuration", problem.toString()));
        } catch (InventoryException e) {
            e.problems().forEach(problem -> bad("inventory", problem.toString()));
        }
    }

    private void show(Finding finding) {
        switch (finding.level()) {
            case GOOD -> good(finding.what(), finding.said());
            case NOTE -> note(finding.what(), finding.said());
            case PROBLEM -> bad(finding.what(), finding.said());
        }
    }

    private void stateDir(Path dir) {
        Path there = dir;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isWritable(there)) {
            bad("state directory", dir + " cannot be written; set STEWARD_HOME or stateDir to a folder of this user");
            return;
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String space = (free >> 20) + " MiB free";
            if (free < LEAST_FREE) {
                bad("state directory", dir + ": only " + space + "; free at least " + (LEAST_FREE >> 20) + " MiB");
            } else {
                good("state directory", dir + ", " + space);
            }
        } catch (IOException e) {
            bad("state directory", dir + ": " + e.getMessage());
        }
    }

    private Optional<Inventory> inventory(LoadedConfig loaded) {
        try {
            Inventory inventory = Runner.inventories(loaded, bench.environment(), states.time())
                    .load(List.of(), loaded.config().playbooks());
            inventory.warnings().forEach(warning -> note("inventory", warning.toString()));
            good("inventory", inventory.hostNames().size() + " hosts");
            return Optional.of(inventory);
        } catch (InventoryException e) {
            e.problems().forEach(problem -> bad("inventory", problem.toString()));
            return Optional.empty();
        }
    }

    private void self(Inventory inventory) {
        Set<String> own = own(inventory);
        good(
                "this machine",
                own.isEmpty()
                        ? "is not a host of the inventory"
                        : "is " + String.join(", ", own) + ": updated last, its reboot is handed over");
    }

    private Set<String> own(Inventory inventory) {
        List<Host> hosts = inventory.hostNames().stream()
                .map(inventory::host)
                .flatMap(Optional::stream)
                .toList();
        return Set.copyOf(Self.ofThisMachine().among(hosts));
    }

    private void schedule(LoadedConfig loaded, String name, ScheduleConfig schedule, PlaybookCompiler reader) {
        Path playbook = loaded.config().playbooks().resolve(schedule.playbook());
        if (!Files.isRegularFile(playbook)) {
            bad("schedule " + name, "there is no playbook " + playbook);
            return;
        }
        Checked checked = reader.check(playbook, Map.copyOf(schedule.vars()));
        if (checked instanceof Checked.Refused refused) {
            refused.problems().forEach(problem -> bad("schedule " + name, problem.toString()));
        } else {
            good("schedule " + name, schedule.playbook() + " checks");
            plans.add(((Checked.Accepted) checked).plan());
        }
    }

    private void powerPlan(LoadedConfig loaded, String name, PlaybookCompiler reader) {
        Path playbook = loaded.config().playbooks().resolve(name);
        if (!Files.isRegularFile(playbook)) {
            bad("power plan", "there is no playbook " + playbook);
            return;
        }
        Checked checked = reader.check(playbook, Map.of());
        if (checked instanceof Checked.Refused refused) {
            refused.problems().forEach(problem -> bad("power plan", problem.toString()));
            return;
        }
        Plan plan = ((Checked.Accepted) checked).plan();
        if (plan.power().isEmpty()) {
            bad("power plan", name + " says nothing of onBattery: it is an ordinary playbook");
            return;
        }
        good("power plan", name + " checks");
        plans.add(plan);
        powerPlan = plan.power().get();
    }

    private void good(String what, String said) {
        line(Screen.Paint.GOOD, "ok", what, said);
    }

    private void note(String what, String said) {
        line(Screen.Paint.CHANGE, "note", what, said);
    }

    private void bad(String what, String said) {
        healthy = false;
        line(Screen.Paint.BAD, "PROBLEM", what, said);
    }

    private void line(Screen.Paint paint, String word, String what, String said) {
        bench.screen().out().println(bench.screen().paint(paint, String.format("%-8s", word)) + what + ": " + said);
    }
}
