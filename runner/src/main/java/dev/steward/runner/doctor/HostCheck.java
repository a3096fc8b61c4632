package dev.steward.runner.doctor;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.inventory.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Whether hosts let us in and run a command, several at a time. */
final class HostCheck {

    private static final int PLACES = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connections ways;

    HostCheck(Connections ways) {
        this.ways = ways;
    }

    List<Finding> look(List<Host> hosts) throws InterruptedException {
        List<Host> asked = hosts.stream().filter(host -> !off(host)).toList();
        List<Finding> findings = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(PLACES, HostCheck::daemon);
        try {
            List<Future<Optional<Finding>>> answers = new ArrayList<>();
            asked.forEach(host -> answers.add(threads.submit(() -> one(host))));
            for (Future<Optional<Finding>> answer : answers) {
                answer.get().ifPresent(findings::add);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a host could not be looked at", e.getCause());
        } finally {
            threads.shutdownNow();
        }
        int good = asked.size() - findings.size();
        String left = asked.size() == hosts.size()
                ? ""
                : "; " + (hosts.size() - asked.size()) + " that are off were not asked";
        if (!hosts.isEmpty()) {
            findings.add(
                    0,
                    new Finding(
                            good == asked.size() ? Finding.Level.GOOD : Finding.Level.NOTE,
                            "hosts",
                            good + " of " + asked.size() + " answer" + left));
        }
        return findings;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "doctor");
        thread.setDaemon(true);
        return thread;
    }

    /** A guest that is off, or a template: a run that wants it would start it. */
    private static boolean off(Host host) {
        Object status = host.vars().get("proxmox_status");
        return status != null && !status.equals("running") && !status.equals("online");
    }

    private Optional<Finding> one(Host host) throws InterruptedException {
        try {
            Result result = ways.to(host).run(Command.argv("true").within(Command.Limits.of(PATIENCE)), Output.NONE);
            return result.good()
                    ? Optional.empty()
                    : Optional.of(Finding.problem(
                            "host " + host.name(), "its shell ends with status " + result.exit() + "; log in by hand"));
        } catch (ConnectionException e) {
            return Optional.of(Finding.problem("host " + host.name(), e.getMessage()));
        }
    }
}
