package dev.steward.runner.app.power;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.plan.Step;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** The plan in effect, with what it means for the hosts as they are now. */
final class PlanViews {

    /** What a step takes at most of which nobody says anything, as the engine limits commands. */
    private static final Duration UNSAID = Duration.ofMinutes(10);

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
            return view("", "", "", false, List.of(), List.of(), problems);
        }
        PowerPlan power = found.get().plan().power().orElseThrow();
        List<PhasePlan> phases = List.of();
        try {
            phases = phases(found.get());
        } catch (RuntimeException e) {
            problems.add("The hosts cannot be had now: " + e.getMessage());
        }
        List<String> wayBack = wayBack(power);
        if (wayBack.isEmpty()) {
            problems.add("The plan does not say how machines come on again: add wayBack to it.");
        }
        return view(
                found.get().plan().name(),
                found.get().file().toString(),
                found.get().hash(),
                found.get().kept(),
                phases,
                wayBack,
                problems);
    }

    private PlanView view(
            String name,
            String file,
            String hash,
            boolean kept,
            List<PhasePlan> phases,
            List<String> wayBack,
            List<String> problems) {
        return new PlanView(
                name,
                file,
                hash,
                kept,
                phases,
                sum(phases.stream().map(PhasePlan::typical).toList()),
                sum(phases.stream().map(PhasePlan::likely).toList()),
                sum(phases.stream().map(PhasePlan::worst).toList()),
                parts.feed().now().runtime(),
                wayBack,
                problems);
    }

    private static Duration sum(List<Duration> all) {
        return all.stream().reduce(Duration.ZERO, Duration::plus);
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

    private List<PhasePlan> phases(PlanSource.Found found) {
        Inventory inventory = maker.inventory();
        PhasedPlan plan = maker.phased(found);
        House house = parts.machine().sites().at(plan, inventory).house();
        OptionalInt commit = CommitPoint.of(plan.power(), house.irrevocable());
        List<Host> hosts = inventory.hostNames().stream()
                .flatMap(name -> inventory.host(name).stream())
                .toList();
        Set<String> self = parts.machine().self().apply(hosts);
        List<PhasePlan> phases = new ArrayList<>();
        for (int i = 0; i < plan.count(); i++) {
            phases.add(phase(plan.phase(i), i, commit.orElse(-1) == i, new Hosts(inventory, house, self)));
        }
        return phases;
    }

    private record Hosts(Inventory inventory, House house, Set<String> self) {

        List<Host> of(String pattern) {
            try {
                return inventory.namesOf(pattern).stream()
                        .flatMap(name -> inventory.host(name).stream())
                        .toList();
            } catch (InventoryException e) {
                return List.of();
            }
        }
    }

    private static PhasePlan phase(Phase phase, int index, boolean commit, Hosts hosts) {
        List<StepPlan> steps = new ArrayList<>();
        Duration worst = Duration.ZERO;
        for (Play play : phase.plays()) {
            List<Host> all = hosts.of(play.hosts());
            List<Task> tasks = new ArrayList<>();
            gather(play.tasks(), tasks);
            tasks.addAll(play.handlers());
            for (Task task : tasks) {
                steps.add(step(task, steps.size() + 1, all, hosts));
            }
            worst = worst.plus(worst(play, all.size()));
        }
        Duration most = worst;
        Duration bounded =
                phase.limit().filter(limit -> limit.compareTo(most) < 0).orElse(most);
        return new PhasePlan(
                index + 1,
                phase.name(),
                phase.startWhen().map(c -> c.source()),
                commit,
                !phase.recover().isEmpty(),
                steps,
                bounded,
                bounded,
                bounded);
    }

    private static void gather(List<Step> steps, List<Task> all) {
        for (Step step : steps) {
            if (step instanceof Task task) {
                all.add(task);
            } else if (step instanceof Block block) {
                gather(block.steps(), all);
                gather(block.rescue(), all);
                gather(block.always(), all);
            }
        }
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

    /** With every limit and try used up; nobody is asked where there is no host. */
    private static Duration worst(Play play, int hosts) {
        if (hosts == 0) {
            return Duration.ZERO;
        }
        int forks = Math.max(1, play.rollout().forks().orElse(Math.min(hosts, 25)));
        int rounds = (hosts + forks - 1) / forks;
        List<Task> tasks = new ArrayList<>();
        gather(play.tasks(), tasks);
        Duration all = Duration.ZERO;
        for (Task task : tasks) {
            Duration one = said(task).orElse(UNSAID).multipliedBy(task.retry().further() + 1L);
            all = all.plus(one.multipliedBy(rounds));
        }
        return all;
    }
}
