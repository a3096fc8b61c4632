package dev.steward.runner.app;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.plan.Parameter;
import dev.steward.dsl.plan.Plan;
import dev.steward.runner.app.git.Pin;
import dev.steward.runner.app.roll.KeptRolls;
import dev.steward.runner.app.self.HandedOver;
import dev.steward.runner.app.self.Self;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.engine.Control;
import dev.steward.runner.engine.Engine;
import dev.steward.runner.engine.EngineParts;
import dev.steward.runner.engine.ModuleSource;
import dev.steward.runner.engine.RunOrder;
import dev.steward.runner.engine.output.OutputLimits;
import dev.steward.runner.engine.part.RunPart;
import dev.steward.runner.engine.part.StepBook;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.PlanHosts;
import dev.steward.runner.inventory.Snapshot;
import dev.steward.runner.module.Claims;
import dev.steward.runner.module.catalog.Modules;
import dev.steward.runner.module.system.Facts;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.Secrets;
import dev.steward.runner.secret.TextMasker;
import dev.steward.runner.store.NewRun;
import dev.steward.runner.store.server.Runners;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Everything that can be refused before a run begins: playbook, inventory, limit. */
final class Preparation {

    /** The variable of a host that says which servers may run what concerns it. */
    private static final String RUNNER = "steward_runner";

    private final Playbooks playbooks;
    private final Inventories inventories;
    private final Function<RunRequest, Engine> engines;
    private final Here here;
    private final List<Secret> kept;

    /**
     * A preparation.
     *
     * @param playbooks checks
     * @param inventories loads
     * @param engines makes the engine of a run, with its way to log in
     * @param here where runs are carried out
     * @param kept secrets of the configuration, masked in every run
     */
    Preparation(
            Playbooks playbooks,
            Inventories inventories,
            Function<RunRequest, Engine> engines,
            Here here,
            List<Secret> kept) {
        this.playbooks = playbooks;
        this.inventories = inventories;
        this.engines = engines;
        this.here = here;
        this.kept = List.copyOf(kept);
    }

    /**
     * Where runs are carried out.
     *
     * @param self the machine Steward runs on
     * @param identity of this installation, for tickets of work left on hosts
     * @param runners which servers may run what
     */
    record Here(Self self, String identity, Runners runners) {}

    /** Where playbooks lie that are named without a folder. */
    Path folder() {
        return playbooks.folder();
    }

    Prepared prepare(RunRequest request) throws RunRefused {
        Pin pin = playbooks.pin();
        List<String> problems = new ArrayList<>();
        Optional<Plan> plan = plan(request, pin, problems);
        Optional<Inventory> inventory = inventory(request, pin, problems);
        if (plan.isEmpty() || inventory.isEmpty()) {
            throw new RunRefused(problems, true);
        }
        missing(plan.get());
        limit(request, inventory.get());
        Prepared prepared = new Prepared(request, plan.get(), inventory.get(), pin, problems);
        placed(prepared.hosts(), inventory.get());
        return prepared;
    }

    /** Refuses what another server has to run, since a host of it says so. */
    private void placed(List<List<String>> plays, Inventory inventory) throws RunRefused {
        Optional<String> drained = here.runners().drained();
        if (drained.isPresent()) {
            throw RunRefused.elsewhere(drained.get(), List.of());
        }
        Map<String, String> asking = new TreeMap<>();
        plays.stream().flatMap(List::stream).distinct().forEach(name -> inventory
                .host(name)
                .map(host -> host.vars().get(RUNNER))
                .ifPresent(label -> asking.putIfAbsent(label.toString(), name)));
        List<String> labels = List.copyOf(asking.keySet());
        String hosts = here.runners().lacking(labels).stream().map(asking::get).collect(Collectors.joining(" and "));
        Optional<String> refusal = here.runners().refusal("What concerns " + hosts + " (" + RUNNER + ")", labels);
        if (refusal.isPresent()) {
            throw RunRefused.elsewhere(refusal.get(), labels);
        }
    }

    private Optional<Plan> plan(RunRequest request, Pin pin, List<String> problems) {
        Checked checked = request.recorded()
                .map(texts -> playbooks.check(texts, texts.playbook(), request.vars()))
                .orElseGet(() -> playbooks.check(pin.in(request.playbook()), request.vars()));
        checked.problems().forEach(problem -> problems.add(pin.named(problem.toString())));
        Optional<Plan> plan =
                checked instanceof Checked.Accepted accepted ? Optional.of(accepted.plan()) : Optional.empty();
        plan.flatMap(Plan::power)
                .ifPresent(power -> problems.add(power.at()
                        + ": this is a power playbook, which is carried out on an outage and never as an ordinary run;"
                        + " 'steward power rehearse' plays it, 'steward power apply' carries it out now"));
        return plan.filter(p -> p.power().isEmpty());
    }

    private Optional<Inventory> inventory(RunRequest request, Pin pin, List<String> problems) {
        try {
            Inventory inventory = inventories.load(
                    pin.in(inventories.sources(request.inventory())),
                    folder(pin.in(request.playbook())),
                    request.login().vault());
            // opens what is vaulted: a wrong password refuses the run instead of breaking it off
            inventory.hostNames().forEach(inventory::host);
            inventory.warnings().forEach(problem -> problems.add(pin.named(problem.toString())));
            return Optional.of(inventory);
        } catch (InventoryException e) {
            e.problems().forEach(problem -> problems.add(pin.named(problem.toString())));
            return Optional.empty();
        }
    }

    /** A playbook is checked without its vars; a run needs those that must be given. */
    private static void missing(Plan plan) throws RunRefused {
        List<String> missing = plan.parameters().stream()
                .filter(Parameter::missing)
                .map(var -> "'" + var.name() + "'" + (var.label().isEmpty() ? "" : " (" + var.label() + ")")
                        + " must be given: -e " + var.name() + "=…, or fill it in on the playbook's page")
                .toList();
        if (!missing.isEmpty()) {
            throw new RunRefused(missing);
        }
    }

    private static void limit(RunRequest request, Inventory inventory) throws RunRefused {
        try {
            request.options().limit().ifPresent(inventory::namesOf);
        } catch (InventoryException e) {
            throw new RunRefused(e.problems().stream().map(Object::toString).toList());
        }
    }

    private static Path folder(Path playbook) {
        Path parent = playbook.toAbsolutePath().normalize().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    /**
     * Makes the engine of each run, with its way to log in.
     *
     * @param config limits of tasks
     * @param acting the clusters, for what changes something there
     * @param ways to hosts
     * @param found what was opened before
     * @param rolls how far rolling updates are
     * @param time the clock
     */
    record Engines(StewardConfig config, ActingSource acting, Ways ways, Found found, KeptRolls rolls, Time time) {

        /**
         * What was opened before.
         *
         * @param modules what tasks call in a run of this schedule, or of none
         * @param secrets where they are looked up
         * @param handedOver takes over reboots of Steward's own machine
         * @param claims what operations are under way on
         */
        record Found(
                Function<Optional<String>, Modules> modules, Secrets secrets, HandedOver handedOver, Claims claims) {}

        Engine of(RunRequest request) {
            Cause cause = request.cause();
            return new Engine(new EngineParts(
                    ModuleSource.of(found.modules().apply(request.schedule())),
                    order -> ways.of(request, order.inventory()),
                    path -> Optional.ofNullable(request.login().typed().get(path))
                            .or(() -> found.secrets().find(path)),
                    new Facts()::gather,
                    time,
                    found.handedOver(),
                    acting,
                    new EngineParts.Limits(
                            OutputLimits.DEFAULT, config.defaults().commandTimeout()),
                    UpsCommands.NONE,
                    found.claims(),
                    rolls.by(cause.kind().word() + " " + cause.name())));
        }
    }

    /**
     * The run that another goes on with.
     *
     * @param first of those that went on with each other
     * @param book of the run of a number, made at its begin
     */
    record Before(long first, LongFunction<StepBook> book) {}

    /** A run that may begin. */
    final class Prepared {

        private final RunRequest request;
        private final Plan plan;
        private final Inventory inventory;
        private final Pin pin;
        private final List<String> warnings;
        private Optional<Before> before = Optional.empty();

        private Prepared(RunRequest request, Plan plan, Inventory inventory, Pin pin, List<String> warnings) {
            this.request = request;
            this.plan = plan;
            this.inventory = inventory;
            this.pin = pin;
            this.warnings = List.copyOf(warnings);
        }

        /** It goes on with a run. */
        Prepared after(Before earlier) {
            before = Optional.of(earlier);
            return this;
        }

        NewRun record(Optional<Instant> fire) {
            List<String> sources = inventories.sources(request.inventory());
            return pin.record(RunRecord.of(request, plan, inventory.snapshot().json(), sources, fire));
        }

        Plan plan() {
            return plan;
        }

        /** The hosts of each play that the limit allows. */
        List<List<String>> hosts() {
            return PlanHosts.of(plan, inventory, request.options().limit()).plays();
        }

        /** The hosts with their variables, masked. */
        Snapshot estate() {
            return inventory.snapshot();
        }

        void run(long run, EventLog log, Control control) {
            List<Host> hosts = inventory.hostNames().stream()
                    .flatMap(name -> inventory.host(name).stream())
                    .toList();
            Set<String> own = here.self().among(hosts);
            TextMasker masker = new TextMasker();
            kept.forEach(masker::learn);
            request.login().password().ifPresent(masker::learn);
            request.login().typed().values().forEach(masker::learn);
            RunOrder order = new RunOrder(
                    here.identity() + "-" + before.map(Before::first).orElse(run),
                    plan,
                    request.playbook().toString(),
                    inventory,
                    request.options(),
                    folder(pin.in(request.playbook())),
                    own,
                    masker,
                    before.map(earlier -> RunPart.whole(earlier.book().apply(run)))
                            .orElse(RunPart.WHOLE));
            boolean person = request.cause().kind() == Cause.Kind.PERSON;
            engines.apply(request).run(order.byHand(person), new Warning(log), control);
        }

        /** Puts what was noticed beforehand right after the first event. */
        private final class Warning implements EventLog {

            private final EventLog log;
            private boolean said;

            private Warning(EventLog log) {
                this.log = log;
            }

            @Override
            public long append(RunEvent event) {
                long number = log.append(event);
                if (!said && event instanceof RunEvent.RunStarted) {
                    said = true;
                    warnings.forEach(text -> log.append(new RunEvent.Warned(Optional.empty(), text)));
                }
                return number;
            }
        }
    }
}
