package dev.steward.runner.engine;

import dev.steward.runner.engine.flow.Node;
import dev.steward.runner.engine.flow.PlayTree;
import dev.steward.runner.engine.part.StepBook;
import dev.steward.runner.engine.part.StepBook.Earlier;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A play on one batch of hosts: tasks, blocks, handlers, and the thresholds that end it. */
final class BatchRunner {

    private final RunContext run;
    private final PlayFrame play;
    private final List<HostState> planned;
    private final List<HostState> batch;
    private final int forks;

    /**
     * A batch.
     *
     * @param planned its hosts, those included that take no part any more
     * @param batch those that take part
     */
    BatchRunner(RunContext run, PlayFrame play, List<HostState> planned, List<HostState> batch) {
        this.run = run;
        this.play = play;
        this.planned = planned;
        this.batch = batch;
        this.forks = play.forks(run.order().options(), batch.size());
    }

    /** Runs it; afterwards every host is well or out. */
    void run() {
        if (play.free()) {
            run.workers().each(batch, forks, host -> {
                // the last of many begins long after the first
                if (run.admits(play, host)) {
                    whole(List.of(host));
                }
            });
        } else {
            whole(batch);
        }
        batch.forEach(HostState::settle);
    }

    private void whole(List<HostState> hosts) {
        steps(play.tree().nodes(), hosts, false);
        flush(hosts, false, play.play().rollout().forceHandlers());
    }

    private void steps(List<Node> nodes, List<HostState> hosts, boolean rescuable) {
        for (Node node : nodes) {
            if (node instanceof Node.Single single) {
                single(single, hosts, rescuable);
            } else if (node instanceof Node.Group group) {
                group(group, hosts, rescuable);
            } else {
                flush(hosts, rescuable, false);
            }
        }
    }

    private void group(Node.Group group, List<HostState> hosts, boolean rescuable) {
        List<HostState> in = ready(hosts);
        steps(group.body(), in, rescuable || !group.rescue().isEmpty());
        if (!group.rescue().isEmpty() && !run.stopped()) {
            List<HostState> failed = in.stream().filter(HostState::rescuable).toList();
            List<String> passed = Node.planned(group.body());
            failed.forEach(host -> {
                host.revive();
                passed.forEach(host::done);
            });
            steps(group.rescue(), failed, rescuable);
        }
        if (!group.always().isEmpty()) {
            suspended(in, rescuable, () -> steps(group.always(), in, rescuable));
        }
    }

    /** Does something with hosts that failed too; whoever failed before has failed afterwards. */
    private static void suspended(List<HostState> hosts, boolean rescuable, Runnable work) {
        Map<HostState, HostState.Was> was = new LinkedHashMap<>();
        hosts.forEach(host -> was.put(host, host.suspend(rescuable)));
        work.run();
        was.forEach(HostState::resume);
    }

    private void single(Node.Single node, List<HostState> hosts, boolean rescuable) {
        List<HostState> ready = ready(hosts);
        if (ready.isEmpty() || run.stopped()) {
            return;
        }
        Set<HostState> bad = ConcurrentHashMap.newKeySet();
        if (node.keywords().runOnce().orElse(false) && !play.free()) {
            List<HostState> ordered = knownFirst(node, notLeftOut(node, ready, rescuable, bad));
            if (!ordered.isEmpty()) {
                once(node, ordered, rescuable, bad);
            }
        } else {
            run.workers().each(ready, forks, host -> play.throttled(node, () -> one(node, host, rescuable, bad)));
        }
        if (!bad.isEmpty()) {
            thresholds(node, bad, rescuable);
        }
    }

    private Optional<TaskRun.Finished> one(Node.Single node, HostState host, boolean rescuable, Set<HostState> bad) {
        Optional<TaskRun.Finished> finished = new TaskRun(run, play, node, host).run(rescuable);
        finished.ifPresent(result -> {
            if (result.bad()) {
                bad.add(host);
                if (run.stopped()) {
                    // the end of the run stopped it; its failure is not its own
                    host.abort(run.stopReason().orElse("the run is over"), false);
                } else if (result.status() == Status.UNREACHABLE) {
                    host.lose();
                } else {
                    host.fail(rescuable);
                }
            } else if (result.status() == Status.CHANGED) {
                notified(node, host, result.at());
            }
        });
        return finished;
    }

    private Earlier earlier(Node.Single node, HostState host) {
        return run.order().part().book().earlier(node.step(), host.name());
    }

    /** Whoever an earlier run left out by it is left out again, whoever does it for all; the others. */
    private List<HostState> notLeftOut(Node.Single node, List<HostState> hosts, boolean rescuable, Set<HostState> bad) {
        hosts.stream()
                .filter(host -> earlier(node, host) == Earlier.LEFT_OUT)
                .forEach(host -> one(node, host, rescuable, bad));
        return ready(hosts);
    }

    /**
     * Where an earlier run did it on one of them, that one is asked first, before any on which it only failed; none where one
     * alone may do it that takes no part: they share what came of it there, else the run stops.
     */
    private List<HostState> knownFirst(Node.Single node, List<HostState> ready) {
        if (ready.isEmpty()) {
            return ready;
        }
        List<HostState> bound = planned(node, Earlier.BOUND);
        Optional<HostState> here = bound.stream().filter(ready::contains).findFirst();
        Optional<HostState> away = bound.stream().filter(host -> !host.ready()).findFirst();
        if (here.isEmpty() && away.isPresent()) {
            return shared(node, away.get(), ready);
        }
        List<HostState> begun = planned(node, Earlier.BEGUN);
        Optional<HostState> first =
                here.or(() -> begun.stream().filter(ready::contains).findFirst());
        List<HostState> ordered = new ArrayList<>(ready);
        first.filter(ordered::remove).ifPresent(host -> ordered.add(0, host));
        if (first.isEmpty()) {
            Stream.concat(bound.stream(), begun.stream())
                    .findFirst()
                    .ifPresent(host -> warn("'" + PlayTree.name(node.task())
                            + "', run once for all, was begun before on " + host.name()
                            + ", which takes no part now; it is done again on "
                            + ready.get(0).name()));
        }
        return ordered;
    }

    /**
     * What an earlier run settled on a host that takes no part holds for all that changed nothing since; where it is not settled,
     * the run stops.
     *
     * @return those for whom it is done again
     */
    private List<HostState> shared(Node.Single node, HostState from, List<HostState> ready) {
        Optional<StepBook.Known.Kept> settled = run.order().part().book().settled(node.step(), from.name());
        if (settled.isEmpty()) {
            stop(ready, bound(node, from));
            return List.of();
        }
        StepBook.Known.Kept kept = settled.get();
        List<HostState> again = changedSince(node, ready, kept.at());
        List<HostState> sharing = new ArrayList<>(ready);
        sharing.removeAll(again);
        if (!sharing.isEmpty()) {
            warn("'" + PlayTree.name(node.task()) + "', run once for all, was settled before on " + from.name()
                    + ", which takes no part now; its result holds for all");
        }
        Object result = TaskRun.earlier(kept).value(kept.took());
        sharing.forEach(host -> {
            host.done(node.step());
            node.task().register().ifPresent(name -> host.register(name, result));
        });
        return again;
    }

    private List<HostState> planned(Node.Single node, Earlier earlier) {
        return planned.stream().filter(host -> earlier(node, host) == earlier).toList();
    }

    /** Those that were due for a handler by what changed after it was done: for them it is done again. */
    private List<HostState> changedSince(Node.Single node, List<HostState> hosts, long at) {
        List<HostState> again =
                hosts.stream().filter(host -> host.notifiedAt(node.step()) > at).toList();
        if (!again.isEmpty() && earlier(node, again.get(0)) == Earlier.NOTHING) {
            warn("'" + PlayTree.name(node.task()) + "', run once for all, was done before; it is done again on "
                    + again.get(0).name() + " for what changed there since");
        }
        return again;
    }

    private void warn(String text) {
        run.log().append(new RunEvent.Warned(Optional.empty(), text));
    }

    private String bound(Node.Single node, HostState host) {
        // where it was ended, the reason says what helps
        String then = Optional.ofNullable(run.ended().get(host.name()))
                .map(reason -> ": " + reason)
                .orElse("; resume this run when " + host.name() + " can take part");
        return "'" + PlayTree.name(node.task()) + "', run once for all, was done or begun before on " + host.name()
                + " and may not be done twice, but " + host.name() + " takes no part now" + then;
    }

    private void stop(List<HostState> hosts, String reason) {
        hosts.forEach(host -> host.abort(reason, false));
        run.cutShort(reason);
    }

    /** The first host does it for all: they share its result, and its failure. */
    private void once(Node.Single node, List<HostState> ready, boolean rescuable, Set<HostState> bad) {
        HostState first = ready.get(0);
        boolean bound = earlier(node, first) == Earlier.BOUND;
        Map<String, Object> factsBefore = first.facts();
        Optional<TaskRun.Finished> finished = one(node, first, rescuable, bad);
        if (finished.isEmpty()) {
            if (first.held()) {
                stop(ready, "'" + PlayTree.name(node.task()) + "', run once for all, is unsure on " + first.name());
            }
            return;
        }
        List<HostState> others = ready.subList(1, ready.size());
        if (first.hasLeft()) {
            if (!others.isEmpty() && bound) {
                stop(others, bound(node, first));
            } else if (!others.isEmpty()) {
                // nobody did all of it yet: the next one may be there
                inPart(node, first, finished.get(), others.get(0));
                once(node, others, rescuable, bad);
            }
            return;
        }
        List<HostState> again = changedSince(node, ready, finished.get().at());
        List<HostState> sharing =
                others.stream().filter(host -> !again.contains(host)).toList();
        share(node, first, factsBefore, sharing);
        if (finished.get().bad()) {
            String why = "'" + PlayTree.name(node.task()) + "', run once for all, failed on " + first.name();
            sharing.forEach(host -> host.abort(why, rescuable));
        }
        if (!again.isEmpty()) {
            once(node, again, rescuable, bad);
        }
    }

    private void inPart(Node.Single node, HostState left, TaskRun.Finished finished, HostState next) {
        if (finished.changed()) {
            warn("'" + PlayTree.name(node.task()) + "', run once for all, was done in part on " + left.name()
                    + ", which is left out; it is done again on " + next.name());
        }
    }

    private static void share(
            Node.Single node, HostState first, Map<String, Object> factsBefore, List<HostState> others) {
        Map<String, Object> news = new LinkedHashMap<>(first.facts());
        news.entrySet().removeIf(e -> factsBefore.get(e.getKey()) == e.getValue());
        for (HostState other : others) {
            other.done(node.step());
            other.setFacts(news);
            node.task()
                    .register()
                    .ifPresent(name -> other.register(name, first.set().get(name)));
        }
    }

    private void notified(Node.Single node, HostState host, long at) {
        for (String name : node.task().notifies()) {
            for (Node.Single handler : play.handlers(name)) {
                if (host.notified(handler.step(), at)) {
                    run.log().append(new RunEvent.HandlerNotified(host.name(), PlayTree.name(handler.task())));
                }
            }
        }
    }

    /** Notified handlers, in definition order, each at most once for a host here. */
    private void flush(List<HostState> hosts, boolean rescuable, boolean force) {
        Set<String> ran = new HashSet<>();
        boolean more = true;
        while (more && !run.stopped()) {
            more = false;
            for (Node.Single handler : play.tree().handlers()) {
                List<HostState> due = hosts.stream()
                        .filter(host -> host.isPending(handler.step()))
                        .filter(host -> host.ready() || (force && !host.gone()))
                        .filter(host -> ran.add(handler.step() + " " + host.name()))
                        .toList();
                due.forEach(host -> host.takePending(handler.step()));
                more |= !due.isEmpty();
                if (!due.isEmpty() && force) {
                    suspended(due, rescuable, () -> single(handler, due, rescuable));
                } else if (!due.isEmpty()) {
                    single(handler, due, rescuable);
                }
            }
        }
    }

    private void thresholds(Node.Single node, Set<HostState> bad, boolean rescuable) {
        String first = bad.iterator().next().name();
        if (node.keywords().anyErrorsFatal().orElse(false)) {
            String reason = "'" + PlayTree.name(node.task()) + "' failed on " + first + ", and any error is fatal";
            batch.forEach(host -> host.abort(reason, rescuable));
            if (!rescuable) {
                run.stop(reason);
            }
        }
        Optional<Integer> most = play.play().rollout().maxFailPercentage();
        if (most.isPresent() && lost() * 100L > (long) most.get() * batch.size()) {
            String reason = lost() + " of " + batch.size() + " hosts failed, more than " + most.get() + " %";
            batch.forEach(host -> host.abort(reason, false));
            run.stop(reason);
        }
    }

    private long lost() {
        boolean unreachable = play.play().rollout().countUnreachable();
        return batch.stream()
                .filter(host -> host.failedItself())
                .filter(host -> unreachable || !host.gone())
                .count();
    }

    private static List<HostState> ready(List<HostState> hosts) {
        return new ArrayList<>(hosts.stream().filter(HostState::ready).toList());
    }
}
