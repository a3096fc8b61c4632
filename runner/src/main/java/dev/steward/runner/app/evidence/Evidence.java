package dev.steward.runner.app.evidence;

import dev.steward.runner.app.Runner;
import dev.steward.runner.app.evidence.Criterion.Group;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Looks what is shown of what the house is for, in what was recorded and in what is there now. Changes nothing. */
public final class Evidence {

    private final Runner runner;
    private final ZoneId zone;

    /**
     * Of one Steward.
     *
     * @param zone of the times people read
     */
    public Evidence(Runner runner, ZoneId zone) {
        this.runner = runner;
        this.zone = zone;
    }

    /** One look at one criterion; whatever it fails with shows nothing. */
    @FunctionalInterface
    private interface Look {

        Proof look() throws Exception;
    }

    /** A criterion, and what looks at it. */
    private record Item(Group group, String text, Look look) {}

    /**
     * The whole list.
     *
     * @param offline no cluster, host or server is asked
     */
    public Checklist checklist(boolean offline) throws InterruptedException {
        try (Scene scene = new Scene(runner, offline, zone)) {
            return checklist(Proofs.of(scene), List.of(Group.values()));
        }
    }

    /**
     * A report as Markdown.
     *
     * @param kind of it
     * @param offline no cluster, host or server is asked
     */
    public String report(Report kind, boolean offline) throws InterruptedException {
        try (Scene scene = new Scene(runner, offline, zone)) {
            Proofs proofs = Proofs.of(scene);
            return new Reports(scene, proofs, checklist(proofs, kind.groups())).text(kind);
        }
    }

    private Checklist checklist(Proofs proofs, List<Group> groups) throws InterruptedException {
        List<Criterion> all = new ArrayList<>();
        for (Item item : items(proofs)) {
            if (groups.contains(item.group())) {
                all.add(new Criterion(item.group(), item.text(), proof(item.look())));
            }
        }
        return new Checklist(runner.time().now(), all);
    }

    private static Proof proof(Look look) throws InterruptedException {
        try {
            return look.look();
        } catch (InterruptedException e) {
            throw e;
        } catch (Scene.Offline e) {
            return Proof.missing(List.of(e.getMessage()), "look without --offline");
        } catch (Exception e) {
            String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return Proof.missing(List.of("it could not be looked at: " + said), "'steward doctor' says more");
        }
    }

    private static List<Item> items(Proofs proofs) {
        List<Item> all = new ArrayList<>();
        MonitoringProofs monitoring = proofs.monitoring();
        all.add(new Item(
                Group.MONITORING, "The Proxmox VE web interface answers and shows the cluster", monitoring::pages));
        all.add(new Item(
                Group.MONITORING,
                "'pvecm status' runs on each node, and what it says is understood",
                monitoring::votes));
        all.add(new Item(Group.MONITORING, "The graphs of each node reach back 24 hours", monitoring::graphs));
        all.add(new Item(Group.MONITORING, "A mail came when the quorum was lost (tested)", monitoring::quorumMail));
        all.add(new Item(Group.MONITORING, "A mail came when a node was offline (tested)", monitoring::nodeMail));
        MetricsProofs metrics = proofs.metrics();
        all.add(new Item(Group.METRICS, "Prometheus scrapes the cluster, and all nodes are UP", metrics::targets));
        all.add(new Item(Group.METRICS, "Grafana is connected to Prometheus as a data source", metrics::source));
        all.add(new Item(
                Group.METRICS, "Processor, memory and disk can be drawn for more than a day", metrics::history));
        all.add(new Item(
                Group.METRICS,
                "The question 'what was cluster CPU at 15:00 yesterday' has an answer",
                metrics::yesterday));
        all.add(new Item(Group.METRICS, "A Grafana dashboard shows the cluster's health", metrics::dashboard));
        PowerProofs power = proofs.power();
        all.add(new Item(Group.POWER, "NUT clients are installed and at work on all nodes", power::clients));
        all.add(new Item(Group.POWER, "The nodes go off at the UPS's signal (tested)", power::signal));
        all.add(new Item(Group.POWER, "The nodes go off one after the other, in the plan's order", power::order));
        all.add(new Item(Group.POWER, "The cluster comes together again after power is back", power::rejoin));
        all.add(new Item(Group.POWER, "The shutdown plan is valid, armed, and was carried out", power::scripts));
        PatchingProofs patching = proofs.patching();
        all.add(new Item(Group.PATCHING, "Playbooks that update containers and VMs are there", patching::playbooks));
        all.add(new Item(Group.PATCHING, "A playbook that updates the nodes one by one is there", patching::rolling));
        all.add(new Item(Group.PATCHING, "Updates are scheduled, Sundays at 03:00", patching::schedules));
        all.add(new Item(Group.PATCHING, "A run updated containers without errors", patching::run));
        all.add(new Item(Group.PATCHING, "A mail came about newer container images", patching::images));
        return all;
    }
}
