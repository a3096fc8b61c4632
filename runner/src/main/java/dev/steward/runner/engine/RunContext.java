package dev.steward.runner.engine;

import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.engine.output.RunLog;
import dev.steward.runner.engine.thread.TimeGuard;
import dev.steward.runner.engine.thread.Workers;
import dev.steward.runner.engine.value.Evaluation;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.inventory.ConnectionVars;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.secret.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What all parts of one run share. Thread-safe. */
final class RunContext implements AutoCloseable {

    private final EngineParts parts;
    private final RunOrder order;
    private final RunLog log;
    private final Control control;
    private final Evaluation evaluation;
    private final Hosts hosts;
    private final Connections connections;
    private final Workers workers = new Workers();
    private final TimeGuard.Alarms alarms = new TimeGuard.Alarms();
    private final Map<String, HostState> states = new ConcurrentHashMap<>();
    private final Map<String, String> held = new ConcurrentSkipListMap<>();
    private final Map<String, String> ended = new ConcurrentSkipListMap<>();
    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private String stopReason;
    private boolean cut;

    RunContext(EngineParts parts, RunOrder order, RunLog log, Control control, Evaluation evaluation) {
        this.parts = parts;
        this.order = order;
        this.log = log;
        this.control = control;
        this.evaluation = evaluation;
        this.connections = parts.connections().apply(order);
        connections.listen((host, text) -> log.append(new RunEvent.Warned(Optional.of(host), text)));
        this.hosts = new Hosts(order, parts.rolls());
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

    Hosts hosts() {
        return hosts;
    }

    /** What the run knows of a host; the masker knows its secrets from here on. */
    HostState state(Host host) {
        HostState state = states.computeIfAbsent(host.name(), name -> new HostState(learnt(host)));
        if (state.host() != host) {
            state.update(learnt(host));
        }
        return state;
    }

    /** A host that a task is delegated to. */
    Host delegate(String name) {
        return learnt(hosts.delegate(name));
    }

    private Host learnt(Host host) {
        host.vars().forEach((name, value) -> {
            boolean typed = value instanceof String || value instanceof Number; // as YAML takes it
            if (typed && ConnectionVars.isPassword(name)) {
                evaluation.secrets().learnt(new Secret(String.valueOf(value)));
            }
            evaluation.secrets().learnAll(value);
        });
        return host;
    }

    /** Whether no step may begin any more, always sections included. */
    boolean stopped() {
        return control.stopped();
    }

    /** No further batch and no further play begins; the first reason stays. */
    synchronized void stop(String reason) {
        stopReason = stopReason == null ? reason : stopReason;
    }

    /** The same, and the run does not end well by it, though no host may have failed. */
    synchronized void cutShort(String reason) {
        cut = true;
        stop(reason);
    }

    synchronized boolean isCutShort() {
        return cut;
    }

    /** Whether a host may begin a play now; where not, it is told why, and the host is out. */
    boolean admits(PlayFrame play, HostState host) {
        Optional<String> closed = control.gate().closed(play.play().name(), host.name());
        closed.ifPresent(reason -> {
            host.hold();
            held.put(host.name(), reason);
            log.append(new RunEvent.HostLeft(
                    host.name(), host.wasReached(), play.tree().planned().size(), reason));
        });
        return closed.isEmpty();
    }

    /** A host goes no further, and the run does not end well by it. */
    void end(PlayFrame play, HostState host, String reason) {
        host.end();
        ended.put(host.name(), reason);
        int open = (int)
                play.tree().planned().stream().filter(step -> !host.did(step)).count();
        log.append(new RunEvent.HostLeft(host.name(), true, open, reason));
    }

    /** The hosts that were ended, by name, each with its reason. */
    Map<String, String> ended() {
        return ended;
    }

    /** The hosts that did not begin, by name, each with its reason. */
    Map<String, String> held() {
        return held;
    }

    /** Why no further batch begins; empty: it does. */
    synchronized Optional<String> stopReason() {
        Optional<String> cancelled = control.current().cancelledBy().map(by -> "the run was cancelled by " + by);
        return cancelled.or(control::drained).or(() -> Optional.ofNullable(stopReason));
    }

    /** Says once a run by which way a host answered. */
    void reached(Host host, Connection way) {
        if (reached.add(host.name())) {
            log.append(new RunEvent.HostReached(host.name(), way.route()));
        }
    }

    Connection connection(Host host) throws ConnectionException {
        return connections.to(host);
    }

    @Override
    public void close() {
        workers.close();
        alarms.close();
        connections.close();
    }
}
