package dev.steward.runner.lab.ups;

import dev.steward.runner.time.Time;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A UPS of the lab: variables, commands, logins, the FSD latch. Thread-safe. */
public final class LabUps {

    private static final String TIMER = "ups.timer.shutdown";

    private final String name;
    private final String description;
    private final Time time;
    private final Map<String, String> variables = new TreeMap<>();
    private final Set<String> settable = new LinkedHashSet<>(List.of("ups.delay.shutdown", "ups.delay.start"));
    private final Set<String> commands = new LinkedHashSet<>(List.of(
            "beeper.mute",
            "load.off",
            "load.on",
            "shutdown.return",
            "shutdown.stayoff",
            "shutdown.stop",
            "shutdown.reboot",
            "test.battery.start.quick"));
    private final Set<String> failing = new LinkedHashSet<>();
    private final List<Given> given = new ArrayList<>();
    private final List<Consumer<Given>> listeners = new ArrayList<>();
    private final List<String> clients = new ArrayList<>();
    private Optional<String> error = Optional.empty();
    private boolean fsd;
    private UpsScript script = new UpsScript(List.of(), false);
    private int at;
    private long waitingUntil;
    private Optional<Long> cutAt = Optional.empty();

    LabUps(String name, String description, Time time) {
        this.name = name;
        this.description = description;
        this.time = time;
        usual();
    }

    private void usual() {
        set("device.mfr", "CPS");
        set("device.model", "CP1350");
        set("ups.status", "OL");
        set("ups.load", "36");
        set("battery.charge", "100");
        set("battery.charge.low", "10");
        set("battery.runtime", "1620");
        set("ups.delay.shutdown", "20");
        set("ups.delay.start", "30");
        set(TIMER, "-1");
    }

    /**
     * A command that was given, or a variable that was set.
     *
     * @param ups which one
     * @param name of the command, or {@code SET variable}
     * @param parameter of the command, or the value; perhaps empty text
     */
    public record Given(String ups, String name, String parameter) {}

    public String name() {
        return name;
    }

    String description() {
        return description;
    }

    /** A variable takes a value at once. */
    public synchronized LabUps set(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** A variable is not supplied any longer. */
    public synchronized LabUps without(String variable) {
        variables.remove(variable);
        return this;
    }

    /** Every question about it is answered with this error, as {@code DATA-STALE}; empty: no longer. */
    public synchronized LabUps error(String code) {
        error = Optional.of(code).filter(any -> !any.isEmpty());
        return this;
    }

    /** This command is accepted, and its driver then says that it failed. */
    public synchronized LabUps fails(String command) {
        failing.add(command);
        return this;
    }

    /** Plays a script from now, on the lab's clock. */
    public synchronized LabUps play(UpsScript what) {
        script = what;
        at = 0;
        waitingUntil = time.nanos();
        return this;
    }

    /** Told of every command, on the thread of the client. */
    public synchronized void onGiven(Consumer<Given> listener) {
        listeners.add(listener);
    }

    /** The commands that were given, the earliest first. */
    public synchronized List<Given> given() {
        return List.copyOf(given);
    }

    /** How many are logged in. */
    public synchronized int logins() {
        return clients.size();
    }

    /** Sets FSD, as its primary does; it stays until upsd is restarted. */
    public synchronized LabUps forceShutdown() {
        fsd = true;
        return this;
    }

    /** What it says now, FSD included. */
    public synchronized Map<String, String> variables() {
        catchUp();
        Map<String, String> said = new TreeMap<>(variables);
        if (said.containsKey("ups.alarm")) {
            said.computeIfPresent("ups.status", (key, status) -> status.contains("ALARM") ? status : "ALARM " + status);
        }
        // counts down as drivers show it, and is below zero else
        cutAt.map(cut -> (cut - time.nanos() + 999_999_999L) / 1_000_000_000L)
                .filter(left -> left > 0)
                .ifPresent(left -> said.computeIfPresent(TIMER, (key, idle) -> Long.toString(left)));
        if (fsd) {
            said.computeIfPresent("ups.status", (key, status) -> "FSD " + status);
        }
        return said;
    }

    synchronized Optional<String> error() {
        return error;
    }

    synchronized void restarted() {
        fsd = false;
        clients.clear();
    }

    synchronized Set<String> commands() {
        return Set.copyOf(commands);
    }

    synchronized Set<String> settable() {
        return Set.copyOf(settable);
    }

    synchronized List<String> clients() {
        return List.copyOf(clients);
    }

    synchronized void enter(String client) {
        clients.add(client);
    }

    synchronized void leave(String client) {
        clients.remove(client);
    }

    /** Carries a command out; false: the driver says that it failed. */
    boolean give(String command, String parameter) {
        Given one = new Given(name, command, parameter);
        List<Consumer<Given>> told;
        synchronized (this) {
            given.add(one);
            told = List.copyOf(listeners);
            if (failing.contains(command)) {
                return false;
            }
            if (command.equals("shutdown.return") || command.equals("shutdown.stayoff")) {
                long delay = Long.parseLong(variables.getOrDefault("ups.delay.shutdown", "20"));
                cutAt = Optional.of(time.nanos() + delay * 1_000_000_000L);
            } else if (command.equals("shutdown.stop")) {
                cutAt = Optional.empty();
            }
            if (command.startsWith("SET ")) {
                variables.put(command.substring(4), parameter);
            }
        }
        told.forEach(listener -> listener.accept(one));
        return true;
    }

    private void catchUp() {
        boolean idle = script.length().isZero();
        while (waitingUntil <= time.nanos()) {
            if (at == script.lines().size()) {
                if (!script.again() || idle) {
                    return;
                }
                at = 0;
            }
            UpsScript.Line line = script.lines().get(at++);
            if (line instanceof UpsScript.Line.Waits waits) {
                waitingUntil += waits.time().toNanos();
            } else if (line instanceof UpsScript.Line.Says says) {
                // dummy-ups leaves the driver's own variables out
                if (!says.variable().startsWith("driver.")) {
                    variables.put(says.variable(), says.value());
                }
            } else if (line instanceof UpsScript.Line.Alarms alarms) {
                if (alarms.text().isEmpty()) {
                    variables.remove("ups.alarm");
                } else {
                    variables.put("ups.alarm", alarms.text());
                }
            }
        }
    }
}
