package dev.steward.runner.engine;

import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.engine.output.RunLog;
import dev.steward.runner.engine.thread.TimeGuard;
import dev.steward.runner.engine.thread.Workers;
import dev.steward.runner.engine.value.Evaluation;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.module.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What all parts of one run share. Thread-safe. */
final class RunContext implements AutoCloseable {

    private final EngineParts parts;
    private final RunOrder order;
    private final RunLog log;
    private final Control control;
    private final Evaluation evaluation;
    private final Connections connections;
    private final Workers workers = new Workers();
    private final TimeGuard.Alarms alarms = new TimeGuard.Alarms();
    private final Map<String, HostState> states = new ConcurrentHashMap<>();
    private Hosts hosts;
    private String stopReason;

    RunContext(EngineParts parts, RunOrder order, RunLog log, Control control, Evaluation evaluation) {
        this.parts = parts;
        this.order = order;
        this.log = log;
        this.control = control;
        this.evaluation = evaluation;
        this.connections = parts.connections().apply(order);
        this.hosts = order.hosts();
    }

    EngineParts parts() {
        return parts;
    }

    RunOrder order() {
        return order;
    }

    RunLog log() {
        return log;
    }

    Control control() {
        return control;
    }

    Evaluation evaluation() {
        return evaluation;
    }

    Workers workers() {
        return workers;
    }

    TimeGuard.Alarms alarms() {
        return alarms;
    }

    synchronized Hosts hosts() {
        return hosts;
    }

    /** From now on these are the hosts. */
    synchronized void hosts(Hosts others) {
        hosts = others;
    }

    synchronized void add(Outcome.NewHost host) {
        evaluation.secrets().learnAll(host.vars());
        hosts = hosts.with(host);
    }

    /** What the run knows of a host. */
    HostState state(Host host) {
        return states.computeIfAbsent(host.name(), name -> new HostState(host));
    }

    /** Whether no step may begin any more, always sections included. */
    boolean stopped() {
        return control.stopped();
    }

    /** No further batch and no further play begins; the first reason stays. */
    synchronized void stop(String reason) {
        stopReason = stopReason == null ? reason : stopReason;
    }

    /** Why no further batch begins; empty: it does. */
    synchronized Optional<String> stopReason() {
        Optional<String> cancelled = control.current().cancelledBy().map(by -> "the run was cancelled by " + by);
        return cancelled.or(() -> Optional.ofNullable(stopReason));
    }

    /** The host with the name to log in as, where the inventory names none. */
    Host reached(Host host) {
        Map<String, Object> vars = host.vars();
        Optional<String> user = order.options().user();
        if (user.isEmpty() || vars.containsKey("ansible_user") || vars.containsKey("ansible_ssh_user")) {
            return host;
        }
        Map<String, Object> more = new LinkedHashMap<>(vars);
        more.put("ansible_user", user.get());
        return new Host(host.name(), host.groups(), more);
    }

    Connection connection(Host host) throws ConnectionException {
        return connections.to(reached(host));
    }

    @Override
    public void close() {
        workers.close();
        alarms.close();
        connections.close();
    }
}
