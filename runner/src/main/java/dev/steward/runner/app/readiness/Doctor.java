package dev.steward.runner.app.readiness;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.app.Playbooks;
import dev.steward.runner.app.Runner;
import dev.steward.runner.app.git.GitDesk;
import dev.steward.runner.app.git.GitStatus;
import dev.steward.runner.app.self.Self;
import dev.steward.runner.app.supply.UpsClients;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.ConfigSecrets;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.ScheduleConfig;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.doctor.Checkup;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.doctor.PageCheck;
import dev.steward.runner.doctor.PowerCheck;
import dev.steward.runner.doctor.SealCheck;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.notify.MailLogin;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.store.postgres.ServerAbout;
import dev.steward.runner.store.seal.Sealing;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Looks for everything that can be seen beforehand to stand in the way of the next run or outage. Changes nothing. Used once. */
public final class Doctor {

    private static final long LEAST_FREE = 200L << 20;

    private final LoadedConfig loaded;
    private final Map<String, String> environment;
    private final PlaybookCompiler reader;
    private final Time time;
    private final Consumer<Finding> found;
    private final List<Plan> plans = new ArrayList<>();
    private Optional<PowerPlan> powerPlan = Optional.empty();

    /**
     * A look.
     *
     * @param found is told each finding as soon as it is known
     */
    public Doctor(
            LoadedConfig loaded,
            Map<String, String> environment,
            PlaybookCompiler reader,
            Time time,
            Consumer<Finding> found) {
        this.loaded = loaded;
        this.environment = environment;
        this.reader = reader;
        this.time = time;
        this.found = found;
    }

    /**
     * All it finds, be it well or not.
     *
     * @param offline no cluster, host, UPS or relay is asked
     */
    public static List<Finding> all(LoadedConfig loaded, Map<String, String> environment, Time time, boolean offline)
            throws InterruptedException {
        List<Finding> all = new ArrayList<>();
        PlaybookCompiler reader = new PlaybookCompiler(new Modules());
        new Doctor(loaded, environment, reader, time, all::add).look(offline, Optional.empty());
        return List.copyOf(all);
    }

    /** All it finds wrong with everything there is. */
    public static List<Finding> problems(
            LoadedConfig loaded, Map<String, String> environment, PlaybookCompiler reader, Time time)
            throws InterruptedException {
        List<Finding> problems = new ArrayList<>();
        new Doctor(loaded, environment, reader, time, finding -> {
                    if (finding.level() == Finding.Level.PROBLEM) {
                        problems.add(finding);
                    }
                })
                .look(false, Optional.empty());
        return List.copyOf(problems);
    }

    /**
     * Looks.
     *
     * @param offline no cluster, host, UPS or relay is asked
     * @param limit a pattern: of the hosts these alone are asked; empty: all
     */
    public void look(boolean offline, Optional<String> limit) throws InterruptedException {
        good("configuration", loaded.file().map(Path::toString).orElse("defaults; no steward.yml was found"));
        stateDir(loaded.config().stateDir());
        GitDesk.look(loaded).ifPresent(this::git);
        PageCheck.look(loaded.config().server(), time.now()).forEach(found);
        SealCheck.look(loaded.config(), Sealing.PLAIN).forEach(found);
        Optional<Inventory> inventory = inventory();
        try {
            inventory.ifPresent(this::self);
        } catch (InventoryException e) {
            wrong(e);
        }
        Playbooks playbooks = Runner.playbooks(loaded.config(), reader);
        playbooks.trouble().ifPresent(said -> bad("playbooks", said));
        HistoryCheck.rules(loaded.config(), playbooks.names()).forEach(found);
        loaded.config().schedules().forEach(this::schedule);
        loaded.config().power().flatMap(PowerConfig::plan).ifPresent(this::powerPlan);
        if (!offline) {
            database();
            connections(inventory, limit);
            power(inventory);
            mail();
        }
    }

    private void git(GitStatus status) {
        if (status.good()) {
            good("git", status.sentence());
        } else {
            bad(
                    "git",
                    status.sentence()
                            + status.trouble().stream().map(line -> "; " + line).collect(Collectors.joining())
                            + "; 'steward git sync' tries again");
        }
    }

    /**
     * Looks at one guest alone: whether it can be patched.
     *
     * @param word its id, its id as {@code lxc/101}, or the name its host has in the inventory
     */
    public void guest(String word) throws InterruptedException {
        Optional<Inventory> inventory = inventory();
        if (inventory.isEmpty()) {
            return;
        }
        try (Checkup checkup = Checkups.of(loaded, environment, time)) {
            checkup.guest(inventory.get(), word).forEach(found);
        } catch (ConfigRefused e) {
            wrong(e);
        }
    }

    /** What answers, and what it lets us do. */
    private void connections(Optional<Inventory> inventory, Optional<String> limit) throws InterruptedException {
        try (Checkup checkup = Checkups.of(loaded, environment, time)) {
            checkup.clusters(plans).forEach(found);
            if (inventory.isPresent()) {
                List<String> names = limit.isEmpty()
                        ? inventory.get().hostNames()
                        : inventory.get().namesOf(limit.get());
                checkup.hosts(inventory.get(), names).forEach(found);
            }
            if (inventory.isPresent() && powerPlan.isPresent()) {
                checkup.house(powerPlan.get(), loaded.config().power().orElseThrow(), inventory.get())
                        .forEach(found);
            }
        } catch (ConfigRefused e) {
            wrong(e);
        } catch (InventoryException e) {
            wrong(e);
        }
    }

    private void power(Optional<Inventory> inventory) {
        try {
            Optional<PowerConfig> power = UpsClients.configured(loaded, environment);
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
            Path nut = Path.of(environment.getOrDefault("NUT_CONFPATH", "/etc/nut"));
            new PowerCheck(
                            power.get(),
                            (name, ups) -> UpsClients.open(name, ups, time),
                            nut,
                            UpsClients.owner(loaded.config().stateDir()))
                    .look(powerPlan, inventory)
                    .forEach(found);
        } catch (ConfigRefused e) {
            wrong(e);
        } catch (InventoryException e) {
            wrong(e);
        }
    }

    /** Whether the relay still takes our login; nothing is sent. */
    private void mail() {
        if (loaded.config().notices().mail().isEmpty()) {
            return;
        }
        try {
            StewardConfig whole = ConfigSecrets.resolved(
                    loaded, FileSecrets.open(loaded.config().secrets(), environment));
            MailLogin.trouble(whole.notices().mail().orElseThrow())
                    .ifPresentOrElse(said -> bad("mail", said), () -> good("mail", "the relay lets us in"));
        } catch (ConfigRefused e) {
            wrong(e);
        }
    }

    /** Whether the server of the history answers, and how much it keeps. */
    private void database() {
        if (loaded.config().store().isEmpty()) {
            return;
        }
        try {
            StewardConfig whole = ConfigSecrets.resolved(
                    loaded, FileSecrets.open(loaded.config().secrets(), environment));
            StoreConfig store = whole.store().orElseThrow();
            good(
                    "database",
                    store.database() + " on " + store.host() + ":" + store.port() + ": "
                            + ServerAbout.of(store).words());
            StewardConfig config = loaded.config();
            HistoryCheck.sealed(ServerAbout.sealTroubles(
                            store, Seal.unread(config.secrets().sealKey(), config.stateDir(), false)))
                    .forEach(found);
        } catch (StoreException e) {
            bad("database", e.getMessage());
        } catch (ConfigRefused e) {
            wrong(e);
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

    private Optional<Inventory> inventory() {
        try {
            Inventory inventory = Runner.inventories(loaded, environment, time)
                    .load(List.of(), loaded.config().playbooks());
            inventory.warnings().forEach(warning -> note("inventory", warning.toString()));
            good("inventory", inventory.hostNames().size() + " hosts");
            return Optional.of(inventory);
        } catch (InventoryException e) {
            wrong(e);
            return Optional.empty();
        }
    }

    private void self(Inventory inventory) {
        List<Host> hosts = inventory.hostNames().stream()
                .map(inventory::host)
                .flatMap(Optional::stream)
                .toList();
        Set<String> own = Set.copyOf(Self.ofThisMachine().among(hosts));
        good(
                "this machine",
                own.isEmpty()
                        ? "is not a host of the inventory"
                        : "is " + String.join(", ", own) + ": updated last, its reboot is handed over");
    }

    private void schedule(String name, ScheduleConfig schedule) {
        plan("schedule " + name, schedule.playbook(), Map.copyOf(schedule.vars()))
                .ifPresent(plans::add);
    }

    private void powerPlan(String name) {
        Optional<Plan> plan = plan("power plan", name, Map.of());
        if (plan.filter(each -> each.power().isEmpty()).isPresent()) {
            bad("power plan", name + " says nothing of onBattery: it is an ordinary playbook");
            return;
        }
        plan.ifPresent(plans::add);
        powerPlan = plan.flatMap(Plan::power);
    }

    private Optional<Plan> plan(String what, String name, Map<String, Object> vars) {
        Path playbook = loaded.config().playbooks().resolve(name);
        if (!Files.isRegularFile(playbook)) {
            bad(what, "there is no playbook " + playbook);
            return Optional.empty();
        }
        Checked checked = reader.check(playbook, vars);
        if (checked instanceof Checked.Refused refused) {
            refused.problems().forEach(problem -> bad(what, problem.toString()));
            return Optional.empty();
        }
        good(what, name + " checks");
        return Optional.of(((Checked.Accepted) checked).plan());
    }

    private void wrong(ConfigRefused e) {
        e.problems().forEach(problem -> bad("configuration", problem.toString()));
    }

    private void wrong(InventoryException e) {
        e.problems().forEach(problem -> bad("inventory", problem.toString()));
    }

    private void good(String what, String said) {
        found.accept(Finding.good(what, said));
    }

    private void note(String what, String said) {
        found.accept(Finding.note(what, said));
    }

    private void bad(String what, String said) {
        found.accept(Finding.problem(what, said));
    }
}
