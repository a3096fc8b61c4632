package dev.steward.runner.doctor;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.module.patch.SourcesProbe;
import dev.steward.runner.module.script.Answer;
import dev.steward.runner.module.script.Script;
import dev.steward.runner.patch.Family;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether one guest can be patched: it runs, lets us in as root, has a network, and its package sources can be read. */
final class GuestCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connections ways;

    GuestCheck(Connections ways) {
        this.ways = ways;
    }

    List<Finding> look(Host host) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Object status = host.vars().get("proxmox_status");
        boolean runs = status == null || status.equals("running") || status.equals("online");
        findings.add(
                status == null
                        ? Finding.note("status", "no cluster tells it: " + host.name() + " is asked itself")
                        : runs
                                ? Finding.good("status", status.toString())
                                : Finding.problem("status", "it is " + status + ": start it, then look again"));
        if (runs) {
            try {
                entered(host, findings);
            } catch (ConnectionException e) {
                findings.add(Finding.problem("exec", e.getMessage()));
            }
        }
        return findings;
    }

    private void entered(Host host, List<Finding> findings) throws ConnectionException, InterruptedException {
        Connection way = ways.to(host);
        Command asking = Script.named("doctor-guest").command(List.of()).within(Command.Limits.of(PATIENCE));
        Answer answer = Answer.of(way.run(asking, Output.NONE));
        if (answer.failure().isPresent()) {
            findings.add(Finding.problem("exec", answer.failure().get()));
            return;
        }
        RunAs root = answer.text("user").equals("root") ? RunAs.LOGIN : RunAs.user("root");
        Optional<Finding> barred = root == RunAs.LOGIN ? Optional.empty() : barred(way, answer.text("user"));
        findings.add(barred.orElseGet(() -> Finding.good(
                "exec", root == RunAs.LOGIN ? "whoami says root" : answer.text("user") + " becomes root by sudo")));
        findings.add(network(answer));
        if (barred.isEmpty()) {
            findings.add(sources(way, root, host));
        }
    }

    private static Optional<Finding> barred(Connection way, String user)
            throws ConnectionException, InterruptedException {
        Result result = way.run(
                Command.argv("id", "-un").as(RunAs.user("root")).within(Command.Limits.of(PATIENCE)), Output.NONE);
        return result.out().strip().equals("root")
                ? Optional.empty()
                : Optional.of(Finding.problem(
                        "exec",
                        "whoami says " + user + ", who does not become root by sudo; packages need root: "
                                + result.err().strip()));
    }

    private static Finding network(Answer answer) {
        String gateway = answer.text("gateway");
        if (gateway.isEmpty()) {
            return Finding.problem("network", "it has no default route; see 'ip route' there");
        }
        if (!answer.has("ping")) {
            return Finding.note("network", "it has no ping to ask its gateway " + gateway + " with");
        }
        return answer.flag("ping")
                ? Finding.good("network", "its gateway " + gateway + " answers")
                : Finding.problem("network", "its gateway " + gateway + " does not answer: " + answer.text("said"));
    }

    private static Finding sources(Connection way, RunAs root, Host host)
            throws ConnectionException, InterruptedException {
        Optional<Family> wish = Optional.ofNullable(host.vars().get("patch_family"))
                .map(String::valueOf)
                .flatMap(Family::named);
        SourcesProbe.Seen seen = new SourcesProbe(way, root).look(wish);
        return seen.trouble()
                .map(why -> Finding.problem("package sources", why))
                .orElseGet(() -> Finding.good("package sources", "those of " + seen.system() + " can be read"));
    }
}
