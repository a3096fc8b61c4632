package dev.steward.runner.app.evidence;

import dev.steward.runner.app.power.OutageLine;
import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What shows that a power cut ends well: what was really carried out, never what was only played. */
final class PowerProofs {

    /** Of a node as root: what of NUT is installed, configured and at work there. */
    private static final List<String> NUT = List.of(
            "sh",
            "-c",
            "PATH=$PATH:/usr/sbin:/sbin; upsmon -V 2>&1 | head -n 1;"
                    + " echo \"monitors=$(grep -c '^[[:space:]]*MONITOR[[:space:]]' /etc/nut/upsmon.conf 2>/dev/null)\";"
                    + " echo \"active=$(systemctl is-active nut-monitor 2>/dev/null)\"");

    private static final String TEST =
            "pull the plug of the UPS for as long as the plan takes, on a day on which everybody knows";
    private static final int HISTORY = 200;
    private static final int RUNS = 20;

    private final Scene scene;
    private List<PowerRun> runs;

    PowerProofs(Scene scene) {
        this.scene = scene;
    }

    /** Real runs of the plan, the latest first: outages, and plans that a person had carried out. */
    List<PowerRun> runs() {
        if (runs == null) {
            runs = scene.runner().power().history(HISTORY).stream()
                    .filter(line -> line.kind().equals("outage") || line.kind().equals("applied"))
                    .filter(line -> scene.store()
                            .queries()
                            .run(line.run())
                            .filter(run -> !Boolean.TRUE.equals(run.options().get("check")))
                            .isPresent())
                    .limit(RUNS)
                    .map(line -> PowerRun.of(line, scene.events(line.run())))
                    .toList();
        }
        return runs;
    }

    private Proof none() {
        long played = scene.runner().power().history(HISTORY).stream()
                .filter(line -> line.kind().equals("rehearsal"))
                .count();
        String text = "no outage is recorded, and the plan was never carried out";
        return Proof.missing(
                List.of(
                        played == 0
                                ? text
                                : text + "; it was only rehearsed (" + played + (played == 1 ? " time" : " times")
                                        + "), which switches nothing off"),
                TEST);
    }

    Proof clients() throws IOException, PveException, InterruptedException {
        List<String> seen = new ArrayList<>();
        boolean all = true;
        for (Map.Entry<String, PveInfo> cluster : scene.clusters().entrySet()) {
            for (PveInfo.Member node : cluster.getValue().nodes()) {
                all &= client(cluster.getKey(), node.name(), seen);
            }
        }
        String next = "'provision-nut-client.groovy' installs it";
        return seen.isEmpty()
                ? Proof.missing(List.of("no cluster is configured"), next)
                : all ? Proof.shown(seen) : Proof.missing(seen, next);
    }

    private boolean client(String cluster, String node, List<String> seen) throws InterruptedException {
        try {
            String said = scene.onNode(cluster, node, NUT);
            boolean there = said.contains("upsmon") && !said.contains("not found");
            boolean monitors = said.matches("(?s).*\\bmonitors=[1-9].*");
            boolean active = said.contains("active=active");
            seen.add(node + ": upsmon is " + (there ? "installed" : "NOT installed") + ", "
                    + (monitors ? "watches a UPS" : "watches NO UPS") + ", and is "
                    + (active ? "at work" : "NOT at work"));
            return there && monitors && active;
        } catch (IOException e) {
            seen.add(node + ": " + e.getMessage());
            return false;
        }
    }

    Proof signal() {
        if (runs().isEmpty()) {
            return none();
        }
        List<String> planned = planned();
        List<String> seen = new ArrayList<>();
        for (PowerRun run : runs()) {
            boolean signalled = run.line().kind().equals("outage");
            if (signalled && !run.off().isEmpty() && run.machines().containsAll(planned)) {
                return Proof.shown(List.of(line(run)));
            }
            seen.add(line(run)
                    + (signalled ? "" : "; a person had it carried out, so it shows nothing of the UPS's signal"));
        }
        return Proof.missing(
                seen,
                planned.isEmpty()
                        ? TEST
                        : "an outage in which all of these go off: " + String.join(", ", planned) + "; " + TEST);
    }

    Proof order() {
        if (runs().isEmpty()) {
            return none();
        }
        List<String> planned = planned();
        Optional<PowerRun> found =
                runs().stream().filter(run -> run.off().size() > 1).findFirst();
        if (found.isEmpty()) {
            return Proof.missing(
                    List.of("in no run more than one node went off; the last one: " + line(runs().get(0))), TEST);
        }
        List<String> evidence = new ArrayList<>(List.of(line(found.get())));
        List<String> were = found.get().machines();
        List<String> meant = planned.stream().filter(were::contains).toList();
        boolean kept = were.stream().filter(meant::contains).toList().equals(meant);
        if (!kept) {
            evidence.add("the plan in effect has them in another order: " + String.join(", ", meant));
        }
        return kept
                ? Proof.shown(evidence)
                : Proof.against(evidence, "the plan was changed since, or was not kept to: carry it out once more");
    }

    Proof rejoin() throws IOException, PveException, InterruptedException {
        if (runs().isEmpty()) {
            return none();
        }
        Optional<PowerRun> found =
                runs().stream().filter(run -> !run.off().isEmpty()).findFirst();
        if (found.isEmpty() || found.get().back().isEmpty()) {
            return Proof.missing(
                    List.of(found.map(this::line).orElse("no node went off")
                            + "; nothing is recorded of what came back"),
                    TEST);
        }
        List<String> seen = new ArrayList<>();
        seen.add("run " + found.get().line().run() + ": "
                + String.join(", ", found.get().back()));
        boolean good = found.get().quorumCameBack();
        for (PveInfo cluster : scene.clusters().values()) {
            seen.add("now: " + MonitoringProofs.words(cluster));
            good &= cluster.quorate() && cluster.nodes().stream().allMatch(PveInfo.Member::online);
        }
        return good ? Proof.shown(seen) : Proof.against(seen, "'steward power recover' brings back what is missing");
    }

    Proof scripts() {
        PowerView view = scene.runner().power().view();
        if (!view.configured()) {
            return Proof.missing(List.of("no UPS is configured"), "add a section 'power' to steward.yml");
        }
        PlanView plan = scene.runner().power().plan();
        List<String> seen = new ArrayList<>();
        plan.problems().forEach(problem -> seen.add("of the plan: " + problem));
        if (plan.name().isEmpty() || !view.armed()) {
            seen.add(plan.name().isEmpty() ? "there is no valid plan" : "the plan " + plan.name() + " is DISARMED");
            return Proof.against(seen, "'steward power plan' and 'steward doctor' say what to do");
        }
        seen.add("the plan " + plan.name() + " is valid and armed, "
                + plan.phases().size() + " phases");
        if (runs().isEmpty()) {
            return Proof.missing(
                    join(seen, none().evidence()), "'steward power test shutdown --dry-run' first; then " + TEST);
        }
        PowerRun last = runs().get(0);
        seen.add(line(last));
        return last.failed().isEmpty()
                ? Proof.shown(seen)
                : Proof.against(
                        join(seen, List.of("failed: " + String.join(", ", last.failed()))),
                        "'steward runs show " + last.line().run() + "' says why");
    }

    private static List<String> join(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    /** The nodes that the plan switches off, in its order; none where nobody knows. */
    private List<String> planned() {
        List<String> nodes = new ArrayList<>();
        scene.runner().power().plan().phases().stream()
                .flatMap(phase -> phase.steps().stream())
                .filter(step -> step.does().matches("(?s)(node|poweroff)\\b.*"))
                .flatMap(step -> step.hosts().stream())
                .map(host -> host.replaceFirst(" \\(.*", ""))
                .forEach(nodes::add);
        return nodes.stream().distinct().toList();
    }

    String line(PowerRun run) {
        OutageLine of = run.line();
        String off = run.off().stream()
                .map(one -> one.machine() + " off at " + scene.when(one.at()))
                .collect(Collectors.joining(", "));
        return "run " + of.run() + " (" + of.kind() + ", " + of.cause() + ", " + scene.when(of.began()) + "): "
                + (off.isEmpty() ? "no node went off" : off);
    }
}
