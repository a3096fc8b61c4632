package dev.steward.runner.engine;

import dev.steward.runner.engine.part.RunPart;
import dev.steward.runner.event.EventLog.EventLogException;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run from its limit to its last event. */
final class WholeRun {

    private static final Logger LOG = LoggerFactory.getLogger(WholeRun.class);

    private final RunContext run;
    private final List<PlayRunner> plays = new ArrayList<>();

    WholeRun(RunContext run) {
        this.run = run;
    }

    RunSummary run() {
        try {
            // a limit or pattern that cannot be understood stops the run before any host is touched
            RunPart part = run.order().part();
            int end = Math.min(run.order().plan().plays().size(), part.end());
            for (int i = part.first(); i < end; i++) {
                PlayRunner play = new PlayRunner(run, i);
                play.hosts();
                plays.add(play);
            }
        } catch (EventLogException e) {
            throw e;
        } catch (RuntimeException e) {
            return end(RunStatus.FAILED, 1, String.valueOf(e.getMessage()));
        }
        return carriedOut();
    }

    private RunSummary carriedOut() {
        boolean did = false;
        Optional<String> error = Optional.empty();
        for (PlayRunner play : plays) {
            if (run.stopped() || run.stopReason().isPresent()) {
                break;
            }
            try {
                did |= play.run();
            } catch (EventLogException e) {
                throw e;
            } catch (RuntimeException e) {
                LOG.error("a run ends by an error", e);
                error = Optional.of(String.valueOf(e.getMessage()));
                run.stop(error.get());
            }
        }
        run.log().broken().ifPresent(broken -> {
            throw broken;
        });
        run.stopReason().ifPresent(this::left);
        return error.isPresent() ? end(RunStatus.FAILED, 1, error.get()) : end(did);
    }

    /** Says what was left where the run ended early. */
    private void left(String reason) {
        Map<HostState, Set<String>> planned = new LinkedHashMap<>();
        for (PlayRunner play : plays) {
            for (HostState host : play.hosts()) {
                planned.computeIfAbsent(host, h -> new LinkedHashSet<>()).addAll(play.steps());
            }
        }
        planned.forEach((host, steps) -> {
            int open = (int) steps.stream().filter(step -> !host.did(step)).count();
            if (open > 0 && !host.failedItself() && !host.held()) {
                run.log()
                        .append(new RunEvent.HostLeft(
                                host.name(),
                                host.wasReached(),
                                open,
                                host.abortedBy().orElse(reason)));
            }
        });
    }

    private RunSummary end(boolean did) {
        Recap.Counts total = run.log().recap().total();
        Optional<String> cancelled = run.control().current().cancelledBy();
        if (cancelled.isPresent()) {
            return end(RunStatus.CANCELLED, 99, "the run was cancelled by " + cancelled.get());
        }
        if (total.unreachable() > 0 || total.failed() > 0) {
            return end(RunStatus.FAILED, total.unreachable() > 0 ? 4 : 2, failure());
        }
        if (!run.ended().isEmpty() || run.isCutShort()) {
            return end(RunStatus.FAILED, 2, failure());
        }
        String stopped = run.stopReason().orElse("");
        return end(RunStatus.OK, 0, did ? held(stopped) : "no-op: no play had anything to do, nothing was done");
    }

    private String failure() {
        List<String> failed = new ArrayList<>();
        List<String> unreachable = new ArrayList<>();
        run.log().recap().hosts().forEach((host, counts) -> {
            if (counts.unreachable() > 0) {
                unreachable.add(host);
            } else if (counts.failed() > 0) {
                failed.add(host);
            }
        });
        List<String> words = new ArrayList<>();
        if (!failed.isEmpty()) {
            words.add("failed: " + named(failed));
        }
        if (!unreachable.isEmpty()) {
            words.add("unreachable: " + named(unreachable));
        }
        run.ended().entrySet().stream()
                .limit(3)
                .forEach(one -> words.add(one.getKey() + " went no further: " + one.getValue()));
        if (run.ended().size() > 3) {
            words.add((run.ended().size() - 3) + " more hosts went no further");
        }
        run.stopReason().ifPresent(words::add);
        return held(String.join("; ", words));
    }

    /** With the hosts that did not begin, and the reason of the first. */
    private String held(String message) {
        if (run.held().isEmpty()) {
            return message;
        }
        List<String> hosts = List.copyOf(run.held().keySet());
        String words = "not started: " + named(hosts) + " (" + run.held().get(hosts.get(0)) + ")";
        return message.isEmpty() ? words : message + "; " + words;
    }

    private static String named(List<String> hosts) {
        int most = 10;
        return hosts.size() <= most
                ? String.join(", ", hosts)
                : String.join(", ", hosts.subList(0, most)) + " and " + (hosts.size() - most) + " more";
    }

    private RunSummary end(RunStatus status, int exit, String message) {
        Recap recap = run.log().recap();
        run.log().append(new RunEvent.RunFinished(status, exit, recap, message));
        return new RunSummary(status, exit, recap, message);
    }
}
