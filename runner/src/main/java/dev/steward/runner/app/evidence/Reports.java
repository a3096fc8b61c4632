package dev.steward.runner.app.evidence;

import dev.steward.runner.app.Version;
import dev.steward.runner.app.evidence.Criterion.Group;
import dev.steward.runner.config.notify.MailConfig;
import dev.steward.runner.notify.MailLogin;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveInfo;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.outbox.Posted;
import dev.steward.runner.store.patch.Operation;
import dev.steward.runner.store.patch.OperationFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reports of the four tests, in Markdown. */
final class Reports {

    private static final List<String> CLUSTER_NEWS =
            List.of("quorum-lost", "quorum-restored", "node-offline", "node-online");
    private static final int MAILS = 500;
    private static final int HOSTS = 1_000;

    private final Scene scene;
    private final Proofs proofs;
    private final Checklist checklist;
    private final StringBuilder all = new StringBuilder();

    Reports(Scene scene, Proofs proofs, Checklist checklist) {
        this.scene = scene;
        this.proofs = proofs;
        this.checklist = checklist;
    }

    String text(Report kind) throws InterruptedException {
        all.append("# Report: ").append(kind.word()).append("\n\n");
        all.append("- written: ").append(scene.when(scene.now())).append('\n');
        all.append("- by: Steward ").append(Version.read()).append('\n');
        for (Group group : kind.groups()) {
            section(group.title());
            all.append(checklist.text(group));
        }
        switch (kind) {
            case MONITORING -> monitoring();
            case POWER -> power();
            case UPDATE -> update();
            case MAIL -> mail();
        }
        return all.toString();
    }

    private void section(String title) {
        all.append("\n## ").append(title).append("\n\n");
    }

    private void lines(List<String> lines, String none) {
        if (lines.isEmpty()) {
            all.append(none).append('\n');
        }
        lines.forEach(line -> all.append("- ").append(line).append('\n'));
    }

    /* Another way to see the same must not hide what is seen: what cannot be asked stands there as that. */
    private void monitoring() throws InterruptedException {
        section("'pvecm status' of each node");
        try {
            for (Map.Entry<String, PveInfo> cluster : scene.clusters().entrySet()) {
                for (PveInfo.Member node : cluster.getValue().nodes()) {
                    votes(cluster.getKey(), node.name());
                }
            }
        } catch (IOException | PveException e) {
            all.append(e.getMessage()).append('\n');
        }
        section("Losses and returns that were told");
        lines(new Mails(scene).lines(CLUSTER_NEWS), "none");
        section("Prometheus: the query 'up', and its targets");
        try {
            List<String> lines = new ArrayList<>(proofs.metrics().up());
            Optional<String> at = scene.runner().config().monitoring().prometheus();
            if (at.isPresent()) {
                lines.addAll(proofs.metrics().targets(at.get()));
            }
            lines(lines, at.isPresent() ? "it answers with nothing" : "steward.yml names no Prometheus");
        } catch (IOException e) {
            all.append(e.getMessage()).append('\n');
        }
    }

    private void votes(String cluster, String node) throws InterruptedException {
        all.append(node).append(":\n\n```text\n");
        try {
            all.append(scene.onNode(cluster, node, List.of("pvecm", "status")).strip());
        } catch (IOException e) {
            all.append(e.getMessage());
        }
        all.append("\n```\n\n");
    }

    private void power() {
        List<PowerRun> runs = proofs.power().runs();
        section("Runs of the plan, the latest first");
        lines(
                scene.runner().power().history(HOSTS).stream()
                        .map(line -> "run " + line.run() + ", " + line.kind() + ", " + scene.when(line.began()) + ": "
                                + line.cause() + "; " + line.ended())
                        .toList(),
                "none");
        if (!runs.isEmpty()) {
            PowerRun last = runs.stream()
                    .filter(run -> !run.off().isEmpty())
                    .findFirst()
                    .orElse(runs.get(0));
            all.append('\n')
                    .append(OutageReport.of(
                                    last.line().kind() + ", " + last.line().cause(),
                                    scene.events(last.line().run()),
                                    scene.zone())
                            .replaceAll("(?m)^#", "##"));
        }
    }

    private void update() {
        Optional<Run> last = proofs.patching().lastUpdate();
        section("The last update, host by host");
        if (last.isEmpty()) {
            all.append("none has run yet\n");
            return;
        }
        all.append(proofs.patching().line(last.get())).append("\n\n");
        List<Operation> operations =
                scene.store().operations().page(OperationFilter.ofRun(last.get().id()), Optional.empty(), HOSTS);
        if (operations.isEmpty()) {
            all.append("This run kept no count of packages.\n");
            return;
        }
        all.append(
                "| host | upgradable before | after | changed | result | what happened |\n|---|---|---|---|---|---|\n");
        operations.stream()
                .sorted((one, other) -> one.host().compareTo(other.host()))
                .forEach(one -> all.append("| ")
                        .append(String.join(
                                " | ",
                                one.host(),
                                count(one.counts().before()),
                                count(one.counts().after()),
                                count(one.counts().changed()),
                                one.status().word(),
                                one.said().message().replaceAll("\\s+", " ").replace("|", "\\|")))
                        .append(" |\n"));
    }

    private static String count(Optional<Integer> known) {
        return known.map(String::valueOf).orElse("not known");
    }

    private void mail() {
        section("The relay");
        Optional<MailConfig> config = scene.runner().config().notices().mail();
        if (config.isEmpty()) {
            all.append("No mail channel is configured.\n");
        } else {
            all.append(relay(config.get())).append('\n');
        }
        section("Mails, the latest first");
        Mails mails = new Mails(scene);
        List<Posted> posted = scene.store().outbox().last(MAILS).stream()
                .filter(one -> Mails.mail(one).isPresent())
                .toList();
        lines(posted.stream().map(mails::line).toList(), "none; 'steward notices test' sends one");
    }

    private String relay(MailConfig config) {
        try {
            scene.online();
            return MailLogin.trouble(config).orElse("It lets Steward in now.");
        } catch (Scene.Offline e) {
            return e.getMessage();
        }
    }
}
