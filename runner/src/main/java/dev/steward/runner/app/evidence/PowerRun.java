package dev.steward.runner.app.evidence;

import dev.steward.runner.app.power.OutageLine;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run of the power plan did to machines: a fold of its events.
 *
 * @param line of the history
 * @param off machines in the order they were off
 * @param failed tasks that failed, as "Power off on pve2"
 * @param back what was found of the votes after the return, as "cluster home, quorum: as it should be"; empty: nothing came back in this run
 */
record PowerRun(OutageLine line, List<Off> off, List<String> failed, List<String> back) {

    private static final Set<String> SWITCHES = Set.of("node", "poweroff");

    PowerRun {
        off = List.copyOf(off);
        failed = List.copyOf(failed);
        back = List.copyOf(back);
    }

    /** A machine that went off. */
    record Off(String machine, Instant at) {}

    static PowerRun of(OutageLine line, List<NumberedEvent> events) {
        Map<String, RunEvent.TaskStarted> begun = new HashMap<>();
        List<Off> off = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        List<String> back = new ArrayList<>();
        boolean recovering = false;
        for (NumberedEvent one : events) {
            RunEvent event = one.event();
            if (event instanceof RunEvent.PhaseEntered phase) {
                recovering = phase.recovering();
            } else if (event instanceof RunEvent.TaskStarted started) {
                begun.put(started.step() + " " + started.host(), started);
            } else if (event instanceof RunEvent.TaskFinished done) {
                Optional<RunEvent.TaskStarted> task = Optional.ofNullable(begun.get(done.step() + " " + done.host()));
                boolean machine = task.filter(started -> SWITCHES.contains(started.module()))
                        .isPresent();
                if (machine && done.changed() && !recovering) {
                    off.add(new Off(done.host(), one.at()));
                }
                if (done.status() == Status.FAILED && !done.ignored() && !done.rescued()) {
                    failed.add(
                            task.map(RunEvent.TaskStarted::name).orElse("step " + done.step()) + " on " + done.host());
                }
            } else if (event instanceof RunEvent.PowerSaid said && said.text().contains(", quorum: ")) {
                back.add(said.text());
            } else if (event instanceof RunEvent.Warned warned && warned.text().contains(", quorum: ")) {
                back.add(warned.text());
            }
        }
        return new PowerRun(line, off, failed, back);
    }

    /** Whether the votes were there again after the return. */
    boolean quorumCameBack() {
        return !back.isEmpty() && back.stream().allMatch(text -> text.endsWith("quorum: as it should be"));
    }

    /** The machines alone. */
    List<String> machines() {
        return off.stream().map(Off::machine).toList();
    }
}
