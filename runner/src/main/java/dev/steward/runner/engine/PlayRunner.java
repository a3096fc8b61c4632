package dev.steward.runner.engine;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.plan.Play;
import dev.steward.runner.engine.flow.Batches;
import dev.steward.runner.engine.flow.Node;
import dev.steward.runner.engine.flow.PlayTree;
import dev.steward.runner.engine.flow.TagRule;
import dev.steward.runner.engine.value.Layers;
import dev.steward.runner.event.RunEvent;
import java.util.List;
import java.util.Optional;

/** One play: its hosts in batches, one batch after the other. */
final class PlayRunner {

    private final RunContext run;
    private final PlayFrame frame;

    PlayRunner(RunContext run, int index) {
        this.run = run;
        Play play = run.order().plan().plays().get(index);
        TagRule tags =
                new TagRule(run.order().options().tags(), run.order().options().skipTags());
        this.frame = PlayFrame.of(
                index,
                play,
                PlayTree.of(play, index, tags),
                Layers.of(run.order().plan().parameters(), play.vars()));
    }

    /** Its hosts in its order, those included that a former play lost. */
    List<HostState> hosts() {
        return run.hosts().of(play()).stream().map(run::state).toList();
    }

    /** The tasks it plans for each of its hosts. */
    List<String> steps() {
        return frame.tree().planned();
    }

    /** Runs it; false where there was nothing to do. */
    boolean run() {
        for (Problem warning : run.hosts().warnings(play().hosts())) {
            run.log().append(new RunEvent.Warned(Optional.empty(), warning.toString()));
        }
        List<HostState> hosts = hosts();
        Optional<String> idle = idle(hosts);
        if (idle.isPresent()) {
            run.log().append(new RunEvent.PlaySkipped(frame.index(), play().name(), idle.get()));
            return false;
        }
        if (frame.free()) {
            warnRunOnce(frame.tree().nodes());
        }
        List<List<HostState>> batches = Batches.of(hosts, play().rollout().serial());
        for (int i = 0; i < batches.size() && run.stopReason().isEmpty() && !run.stopped(); i++) {
            batch(batches.get(i), i, batches.size());
        }
        return true;
    }

    private Optional<String> idle(List<HostState> hosts) {
        if (hosts.isEmpty()) {
            return Optional.of("no hosts matched '" + play().hosts() + "'");
        }
        if (frame.tree().empty()) {
            return Optional.of("no task is picked by the tags asked for");
        }
        return hosts.stream().allMatch(HostState::out)
                ? Optional.of(
                        hosts.stream().anyMatch(HostState::held)
                                ? "none of its hosts is left to begin"
                                : "all its hosts failed or were unreachable before")
                : Optional.empty();
    }

    private void batch(List<HostState> all, int index, int count) {
        List<HostState> batch = all.stream()
                .filter(host -> !host.out() && run.admits(frame, host))
                .toList();
        if (batch.isEmpty()) {
            return;
        }
        List<String> names = batch.stream().map(HostState::name).toList();
        run.log()
                .append(new RunEvent.PlayStarted(
                        frame.index(),
                        play().name(),
                        index,
                        count,
                        names,
                        frame.tree().refs()));
        new BatchRunner(run, frame, all, batch).run();
        if (batch.stream().allMatch(HostState::out)) {
            String which = count > 1 ? "batch " + (index + 1) + " of '" : "'";
            run.stop("all hosts of " + which + play().name() + "' failed or were unreachable");
        }
    }

    private void warnRunOnce(List<Node> nodes) {
        boolean any = nodes.stream()
                .anyMatch(node -> node instanceof Node.Single single
                        && single.keywords().runOnce().orElse(false));
        if (any) {
            run.log()
                    .append(new RunEvent.Warned(
                            Optional.empty(),
                            "runOnce has no meaning with strategy 'free': the task runs on every host of '"
                                    + play().name() + "'"));
        }
    }

    private Play play() {
        return frame.play();
    }
}
