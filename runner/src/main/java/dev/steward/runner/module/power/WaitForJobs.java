package dev.steward.runner.module.power;

import dev.steward.dsl.catalog.Param.Type;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.module.Doc;
import dev.steward.runner.module.ModuleInfo;
import dev.steward.runner.module.ModuleInfo.Returns;
import dev.steward.runner.module.Outcome;
import dev.steward.runner.module.Target;
import dev.steward.runner.module.TaskModule;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.act.ActException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code waitForJobs}: what runs on a node or for a guest (UPIDs, replication), and processes of a host. */
@ModuleInfo(
        name = "waitForJobs",
        doc =
                "Waits until nothing runs any more that should not be cut off: on a node of Proxmox its UPIDs (backups, migrations, clones,"
                        + " restores) and replication, for a guest those about it, and on any host processes by name. What is still there at"
                        + " the timeout fails the task, or is aborted, or is left.",
        check = ModuleInfo.CheckMode.SIMULATES,
        returns = {
            @Returns(name = "left", type = Type.LIST, doc = "What was still running at the end, in words."),
            @Returns(name = "aborted", type = Type.LIST, doc = "What was aborted, in words."),
            @Returns(name = "elapsed", type = Type.NUMBER, doc = "Seconds waited.")
        })
public final class WaitForJobs implements TaskModule<WaitForJobs.Args> {

    private static final Duration USUAL = Duration.ofMinutes(5);

    /** What it takes. */
    public record Args(
            @Doc("Names of processes on the host that are waited for too, as rsync and borg; none unless said.")
                    Optional<List<String>> processes,
            @Doc("Only UPIDs of these types, as vzdump; all that change something unless said.")
                    Optional<List<String>> types,
            @Doc("How long to wait for all of it; 5.minutes unless said.") Optional<Duration> timeout,
            @Doc(
                            "What then becomes of what still runs: fail (unless said), abort (backups, live migrations and processes are ended,"
                                    + " what cannot be ended without harm is left), or leave.")
                    Optional<OnTimeout> onTimeout) {}

    /** What becomes of what still runs. */
    public enum OnTimeout {
        FAIL,
        ABORT,
        LEAVE
    }

    private final Script script = Script.named("jobs");

    @Override
    public Class<Args> args() {
        return Args.class;
    }

    @Override
    public Outcome run(Args args, Target target) throws ConnectionException, InterruptedException {
        Optional<NodeJobs> node;
        try {
            node = NodeJobs.of(target, args.types());
        } catch (PveException | ActException e) {
            return Outcome.failed(e.getMessage());
        }
        if (node.isEmpty() && args.processes().isEmpty()) {
            return Outcome.failed("host '" + target.host().name()
                    + "' is no node or guest of a cluster: say processes, as ['rsync', 'borg']");
        }
        long start = target.time().nanos();
        Duration limit = target.check() ? Duration.ZERO : args.timeout().orElse(USUAL);
        boolean abort = args.onTimeout().orElse(OnTimeout.FAIL) == OnTimeout.ABORT && !target.check();
        List<String> left = new ArrayList<>();
        List<String> aborted = new ArrayList<>();
        try {
            if (node.isPresent()) {
                left.addAll(node.get().await(limit, abort, aborted));
            }
        } catch (PveException e) {
            return Outcome.failed(e.getMessage());
        }
        if (args.processes().isPresent()) {
            Duration rest = limit.minusNanos(target.time().nanos() - start);
            left.addAll(processes(args.processes().get(), rest, abort, target, aborted));
        }
        return outcome(args, target, left, aborted)
                .with("elapsed", (target.time().nanos() - start) / 1e9);
    }

    private List<String> processes(
            List<String> names, Duration rest, boolean abort, Target target, List<String> aborted)
            throws ConnectionException, InterruptedException {
        Duration limit = rest.isNegative() ? Duration.ZERO : rest;
        Answer answer = Did.ask(
                script,
                target,
                limit.plusSeconds(20),
                Map.of(),
                List.of(String.join("\n", names), String.valueOf(limit.toSeconds()), Did.flag(abort)));
        aborted.addAll(answer.texts("ended"));
        List<String> left = new ArrayList<>(answer.texts("left"));
        answer.failure().ifPresent(left::add);
        return left;
    }

    private static Outcome outcome(Args args, Target target, List<String> left, List<String> aborted) {
        String rest = String.join(", ", left);
        boolean leave = args.onTimeout().orElse(OnTimeout.FAIL) == OnTimeout.LEAVE;
        Outcome outcome;
        if (target.check()) {
            outcome = Outcome.ok(left.isEmpty() ? "nothing runs" : "would wait for " + rest);
        } else if (!left.isEmpty() && !leave) {
            outcome = Outcome.failed("still running: " + rest
                    + (aborted.isEmpty() ? "" : " (aborted: " + String.join(", ", aborted) + ")"));
        } else if (!aborted.isEmpty()) {
            outcome = Outcome.changed("aborted: " + String.join(", ", aborted));
        } else {
            outcome = Outcome.ok(left.isEmpty() ? "nothing runs any more" : "left running: " + rest);
        }
        return outcome.with("left", left).with("aborted", aborted);
    }
}
