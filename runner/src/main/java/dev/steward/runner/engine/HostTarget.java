package dev.steward.runner.engine;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.engine.thread.Running;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.HostPattern;
import dev.steward.runner.module.Claims;
import dev.steward.runner.module.Target;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.proxmox.act.ActingClusters;
import dev.steward.runner.roll.Rolls;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host as a module sees it, within one try of one task. */
final class HostTarget implements Target {

    private static final Duration LEAST = Duration.ofMillis(1);

    private final TaskRun task;
    private final RunContext run;
    private final Way way;
    private final Running running;
    private final RunAs as;

    /**
     * How a try goes about its host.
     *
     * @param executor the host it runs on, the delegate's where there is one
     * @param environment worked out
     * @param limit of its time; empty: none
     * @param start by the monotonic clock, in nanoseconds
     * @param mark tells items and tries of one task apart
     */
    record Way(Host executor, Map<String, Object> environment, Optional<Limit> limit, long start, String mark) {

        static Way facts(Host host, Limit limit, long start) {
            return new Way(host, Map.of(), Optional.of(limit), start, "-facts");
        }

        private Optional<Long> end() {
            return limit.map(l -> start + l.time().toNanos());
        }
    }

    /**
     * How long one try may take.
     *
     * @param time from the try's begin on
     * @param usual whether it is the default for commands, not the task's own word
     */
    record Limit(Duration time, boolean usual) {}

    HostTarget(TaskRun task, Way way, Running running) throws ConnectionException {
        this.task = task;
        this.run = task.run();
        this.way = way;
        this.running = running;
        this.as = BecomeRule.of(
                task.node().keywords().become(), way.executor(), run.order().options());
    }

    @Override
    public Host host() {
        return task.host().host();
    }

    @Override
    public Host executor() {
        return way.executor();
    }

    @Override
    public Connection connection() throws ConnectionException {
        return run.connection(way.executor());
    }

    @Override
    public Result watch(Command command, Output output) throws ConnectionException, InterruptedException {
        Connection way = connection();
        Result result = way.run(completed(command), output);
        running.shielded(() -> run.reached(executor(), way));
        return result;
    }

    private Command completed(Command command) {
        Map<String, Object> environment = new LinkedHashMap<>(way.environment());
        environment.putAll(command.environment());
        RunAs who = command.as().equals(RunAs.LOGIN) ? as : command.as();
        if (who.user().isPresent()) {
            who = new RunAs(who.user(), who.password().or(as::password), as.sudo());
        }
        Command.Limits limits = command.limits();
        Optional<Duration> total = limits.total().isEmpty()
                ? remaining()
                : remaining()
                        .map(left -> left.compareTo(limits.total().get()) < 0
                                ? left
                                : limits.total().get())
                        .or(limits::total);
        return command.with(environment).as(who).within(new Command.Limits(total, limits.idle(), limits.kept()));
    }

    @Override
    public Output shown() {
        return (stream, bytes, length) -> running.shielded(() -> task.output().accept(stream, bytes, length));
    }

    @Override
    public RunAs as() {
        return as;
    }

    @Override
    public boolean check() {
        return task.check();
    }

    @Override
    public boolean diff() {
        return task.diff();
    }

    @Override
    public Optional<Duration> remaining() {
        return way.end().map(end -> {
            Duration left = Duration.ofNanos(end - time().nanos());
            return left.compareTo(LEAST) < 0 ? LEAST : left;
        });
    }

    @Override
    public Optional<Duration> usualLimit() {
        return way.limit().filter(Limit::usual).map(Limit::time);
    }

    @Override
    public Path folder() {
        return run.order().folder();
    }

    @Override
    public Time time() {
        return run.parts().time();
    }

    @Override
    public void log(String line) {
        running.shielded(() -> task.output().log(line));
    }

    @Override
    public Answer confirm(String text, Duration limit) throws InterruptedException {
        Control.Question question = new Control.Question(
                task.node().step(), host().name(), text, time().now().plus(limit));
        return run.control()
                .await(
                        question,
                        limit,
                        time(),
                        event -> running.shielded(() -> run.log().append(event)));
    }

    @Override
    public ActingClusters clusters() {
        return new ActingClusters(run.parts().clusters(), new UpidRows(task, running), task.resumed());
    }

    @Override
    public UpsCommands upses() {
        return run.parts().upses();
    }

    @Override
    public List<Host> own() {
        return run.order().self().stream()
                .flatMap(name -> run.order().inventory().host(name).stream())
                .toList();
    }

    @Override
    public Optional<String> handOver(Map<String, Object> order) {
        // a guest that carries Steward need not be a host of the inventory
        Host own = own().stream().findFirst().orElse(host());
        return run.parts().selfReboot().handOver(own, order);
    }

    @Override
    public Rolls rolls() {
        return run.parts().rolls();
    }

    @Override
    public String ticket() {
        String all = run.order().ticket() + "-" + task.node().step() + "-" + host().name() + way.mark() + task.mark();
        String safe = all.replaceAll("[^A-Za-z0-9._-]", "_");
        // two names must not become one by their replaced characters
        return safe.equals(all) ? safe : safe + "-" + Integer.toHexString(all.hashCode());
    }

    @Override
    public Optional<Duration> resumed() {
        return task.resumed();
    }

    @Override
    public Claims claims() {
        return run.parts().claims();
    }

    @Override
    public boolean named() {
        return run.order().byHand()
                && run.order().options().limit().stream()
                        .flatMap(limit -> HostPattern.limit(limit).words().stream())
                        .anyMatch(host().name()::equals);
    }

    @Override
    public boolean forced() {
        return run.control().forced();
    }
}
