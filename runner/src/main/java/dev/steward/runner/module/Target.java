package dev.steward.runner.module;

import dev.steward.runner.connection.Command;
import dev.steward.runner.connection.Connection;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.Output;
import dev.steward.runner.connection.Result;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.proxmox.act.ActingClusters;
import dev.steward.runner.roll.Rolls;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One host as a module sees it, within one try of one task. */
public interface Target {

    /** The host, with its variables. */
    Host host();

    /** The way to it; opened at its first use. */
    Connection connection() throws ConnectionException;

    /**
     * Runs a command with the task's become, environment and remaining time; the module itself sees the output as it
     * arrives. An {@code as} of the command other than LOGIN, and limits of the command that are narrower, are kept.
     *
     * @param output what looks at the output
     * @throws ConnectionException when the host cannot be reached
     * @throws InterruptedException when the run is cancelled
     */
    Result watch(Command command, Output output) throws ConnectionException, InterruptedException;

    /** Where the task's output goes: what it is given stands in the run's log as the output of a command does. */
    Output shown();

    /** As {@link #watch}, with the output streamed into the run's log. */
    default Result run(Command command) throws ConnectionException, InterruptedException {
        return watch(command, shown());
    }

    /** As {@link #watch}, with nothing shown: for a module's own probing. */
    default Result probe(Command command) throws ConnectionException, InterruptedException {
        return watch(command, Output.NONE);
    }

    /** The user the task runs as. */
    RunAs as();

    /** Whether nothing may be changed. */
    boolean check();

    /** Whether diffs are asked for. */
    boolean diff();

    /** What is left of the task's time limit; empty: no limit. */
    Optional<Duration> remaining();

    /**
     * The usual limit of a command, where it is what bounds this try because the task says no {@code timeout}; empty: the
     * task's own does, or nothing.
     */
    Optional<Duration> usualLimit();

    /** The folder of the playbook: relative {@code src} paths begin at it, or at its {@code files} and {@code templates}. */
    Path folder();

    /** The clock. */
    Time time();

    /** Says something in the run's log. */
    void log(String line);

    /**
     * Asks the people watching and waits.
     *
     * @param text the question
     * @param limit after which it is answered by itself
     * @return go, or stop, or the time-out
     * @throws InterruptedException when the run is cancelled
     */
    Answer confirm(String text, Duration limit) throws InterruptedException;

    /**
     * The run, step, host, item and try in one word of {@code [A-Za-z0-9._-]}, at most 120 characters: it names detached
     * work on the host, so it differs for every try and is the same again when a run is resumed.
     */
    String ticket();

    /**
     * The Proxmox clusters this task may act on; the UPIDs it begins become child rows of the task. Which of them, and which
     * guest or node, the task's own arguments say, else the variables of its host: {@code proxmox_cluster}, {@code
     * proxmox_vmid}, {@code proxmox_node}, as the inventory source sets them.
     */
    default ActingClusters clusters() {
        return ActingClusters.NONE;
    }

    /** What tells the configured UPSes what to do. */
    default UpsCommands upses() {
        return UpsCommands.NONE;
    }

    /** The host that is acted on: another than {@link #host()} where the task is delegated. */
    default Host executor() {
        return host();
    }

    /** The hosts of the inventory that are the machine Steward itself runs on. */
    default List<Host> own() {
        return List.of();
    }

    /**
     * Leaves an order for after the run, because it would end the machine that the run works on.
     *
     * @param order what shall be done: {@code cluster}, {@code node} and {@code command} of a node of Proxmox
     * @return what will happen, as one sentence; empty where nobody takes it over
     */
    default Optional<String> handOver(Map<String, Object> order) {
        return Optional.empty();
    }

    /** Keeps how far rolling updates are. */
    default Rolls rolls() {
        return Rolls.NONE;
    }

    /**
     * How long ago a process that died began this very step without telling how it ended: what was asked for may be under way
     * or done, so look before asking again. Empty: nobody did.
     */
    default Optional<Duration> resumed() {
        return Optional.empty();
    }

    /** What operations are under way on, in all runs. */
    default Claims claims() {
        return new Claims();
    }

    /** Whether a person began the run and named this very host in its limit. */
    default boolean named() {
        return false;
    }

    /** Whether a forced cancel was asked for; a module that finishes package work looks at it. */
    boolean forced();

    /** What people answered. */
    enum Answer {
        GO,
        STOP,
        TIMEOUT
    }
}
