package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.render.Shown;
import dev.steward.runner.app.power.PlanView.PhasePlan;
import dev.steward.runner.app.power.PlanView.StepPlan;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.outage.CommitPoint;
import dev.steward.runner.outage.House;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.budget.Need;
import dev.steward.runner.outage.budget.PlanNeed;
import dev.steward.runner.power.PowerSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The plan in effect, with what it means for the hosts as they are now. */
final class PlanViews {

    private final PowerParts parts;
    private final OutageMaker maker;

    PlanViews(PowerParts parts, OutageMaker maker) {
        this.parts = parts;
        this.maker = maker;
    }

    PlanView plan() {
        List<String> problems = new ArrayList<>(parts.plans().problems());
        Optional<PlanSource.Found> found = parts.plans().found();
        if (found.isEmpty()) {
            return PlanView.none("", problems);
        }
        Worked worked = Worked.NOTHING;
        try {
            worked = worked(found.get());
        } catch (RuntimeException e) {
            problems.add("The hosts cannot be had now: " + e.getMessage());
        }
        problems.addAll(worked.problems());
        PowerPlan power = found.get().plan().power().orElseThrow();
        List<String> wayBack = wayBack(power);
        if (wayBack.isEmpty()) {
            problems.add("The plan does not say how machines come on again: add wayBack to it.");
        }
        return new PlanView(
                found.get().plan().name(),
                found.get().file().toString(),
                found.get().hash(),
                found.get().kept(),
                worked.phases(),
                worked.all().typical(),
                worked.all().likely(),
                worked.all().worst(),
                parts.feed().now().runtime(),
                wayBack,
                problems,
                worked.notes(),
                worked.loads());
    }

    /** What a plan means for the hosts as they are now. */
    private record Worked(
            List<PhasePlan> phases, Need all, List<String> problems, List<String> notes, List<PlanView.Load> loads) {

        static final Worked NOTHING = new Worked(List.of(), Need.NONE, List.of(), List.of(), List.of());
    }

    private static List<String> wayBack(PowerPlan plan) {
        List<String> words = new ArrayList<>();
        plan.wayBack().ifPresent(way -> {
            if (way.upsReturn()) {
                words.add("The UPS cuts its outlets after the last machine, and gives power again with the mains.");
            }
            if (!way.wake().isEmpty()) {
                words.add("Woken over the network: " + String.join(", ", way.wake()) + ".");
            }
            way.note().ifPresent(words::add);
        });
        return words;
    }

    private Worked worked(PlanSource.Found found) {
        Inventory inventory = maker.inventory();
        PhasedPlan plan = maker.phased(found);
        House house = parts.machine().sites().at(plan, inventory).house();
        OptionalInt commit = CommitPoint.of(plan.power(), house.irrevocable());
        List<Host> hosts = inventory.hostNames().stream()
                .flatMap(name -> inventory.host(name).stream())
                .toList();
        Hosts known = new Hosts(inventory, house, parts.machine().self().apply(hosts), new LinkedHashSet<>());
        PowerSignal signal = parts.feed().now();
        Reckoner reckoner = parts.machine().allowance();
        PlanNeed need = reckoner.need(plan, inventory);
        List<PhasePlan> phases = new ArrayList<>();
        for (int i = 0; i < plan.count(); i++) {
            phases.add(phase(plan.phase(i), i, commit.orElse(-1) == i, known, need.phase(i)));
        }
        List<String> problems = new ArrayList<>(known.unknown());
        problems.addAll(reckoner.problems(need, signal.runtime()));
        return new Worked(
                phases,
                need.all(),
                problems,
                reckoner.notes(need),
                new LoadLines(parts.config(), inventory).of(plan.power(), signal));
    }

    private record Hosts(Inventory inventory, House house, Set<String> self, Set<String> unknown) {

        List<Host> of(String pattern) {
            try {
                return inventory.namesOf(pattern).stream()
                        .flatMap(name -> inventory.host(name).stream())
                        .toList();
            } catch (InventoryException e) {
                e.problems().forEach(problem -> unknown.add(problem.toString()));
                return List.of();
            }
        }
    }

    private static PhasePlan phase(Phase phase, int index, boolean commit, Hosts hosts, Need need) {
        List<StepPlan> steps = new ArrayList<>();
        for (Play play : phase.plays()) {
            List<Host> all = hosts.of(play.hosts());
            for (Task task : play.allTasks()) {
                steps.add(step(task, steps.size() + 1, all, hosts));
            }
        }
        return new PhasePlan(
                index + 1,
                phase.name(),
                phase.startWhen().map(c -> c.source()),
                commit,
                !phase.recover().isEmpty(),
                steps,
                need.typical(),
                need.likely(),
                need.worst());
    }

    private static StepPlan step(Task task, int number, List<Host> all, Hosts hosts) {
        List<String> names = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (Host host : all) {
            Optional<String> stays = hosts.house().stays(host);
            stays.ifPresent(why -> leftOut.add(host.name() + ": " + why));
            if (stays.isEmpty()) {
                names.add(label(host) + (hosts.self().contains(host.name()) ? " (Steward itself runs there)" : ""));
            }
        }
        String arguments = task.call().arguments().entrySet().stream()
                .map(e -> e.getKey() + ": " + Shown.line(e.getValue()))
                .collect(Collectors.joining(", "));
        return new StepPlan(
                number,
                String.valueOf(task.name()),
                (task.call().module() + " " + arguments).strip(),
                names,
                said(task),
                leftOut);
    }

    private static String label(Host host) {
        Object vmid = host.vars().get("proxmox_vmid");
        if (vmid != null) {
            boolean container = "lxc".equals(String.valueOf(host.vars().get("proxmox_vmtype")));
            return host.name() + " (" + (container ? "CT " : "VM ") + vmid + ")";
        }
        return host.vars().get("proxmox_node") != null ? host.name() + " (node)" : host.name();
    }

    private static Optional<Duration> said(Task task) {
        return task.timeout()
                .or(() -> Optional.ofNullable(task.call().arguments().get("timeout"))
                        .filter(Duration.class::isInstance)
                        .map(Duration.class::cast));
    }
}
