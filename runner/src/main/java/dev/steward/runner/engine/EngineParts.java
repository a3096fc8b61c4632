package dev.steward.runner.engine;

import dev.steward.runner.connection.Connections;
import dev.steward.runner.engine.output.OutputLimits;
import dev.steward.runner.module.Claims;
import dev.steward.runner.power.UpsCommands;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.roll.Rolls;
import dev.steward.runner.secret.Secrets;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.function.Function;

/**
 * What an engine works with; shared by all runs.
 *
 * @param modules what tasks call
 * @param connections makes the ways to the hosts of one run; the engine closes them at its end
 * @param secrets where {@code secret('…')} is looked up
 * @param facts gathers {@code host.facts}
 * @param time the clock
 * @param selfReboot takes over a reboot of Steward's own machine
 * @param clusters what modules of Proxmox act on
 * @param limits what bounds a task that says nothing itself
 * @param upses what modules of power tell UPSes by
 * @param claims what operations are under way on
 * @param rolls keeps how far rolling updates are
 */
public record EngineParts(
        ModuleSource modules,
        Function<RunOrder, Connections> connections,
        Secrets secrets,
        FactsProvider facts,
        Time time,
        SelfReboot selfReboot,
        ActingSource clusters,
        Limits limits,
        UpsCommands upses,
        Claims claims,
        Rolls rolls) {

    /** Without rolling updates. */
    public EngineParts(
            ModuleSource modules,
            Function<RunOrder, Connections> connections,
            Secrets secrets,
            FactsProvider facts,
            Time time,
            SelfReboot selfReboot,
            ActingSource clusters,
            Limits limits,
            UpsCommands upses,
            Claims claims) {
        this(modules, connections, secrets, facts, time, selfReboot, clusters, limits, upses, claims, Rolls.NONE);
    }

    /** With a UPS, and operations that nobody else knows of. */
    public EngineParts(
            ModuleSource modules,
            Function<RunOrder, Connections> connections,
            Secrets secrets,
            FactsProvider facts,
            Time time,
            SelfReboot selfReboot,
            ActingSource clusters,
            Limits limits,
            UpsCommands upses) {
        this(modules, connections, secrets, facts, time, selfReboot, clusters, limits, upses, new Claims());
    }

    /** Without a UPS, beside other engines. */
    public EngineParts(
            ModuleSource modules,
            Function<RunOrder, Connections> connections,
            Secrets secrets,
            FactsProvider facts,
            Time time,
            SelfReboot selfReboot,
            ActingSource clusters,
            Limits limits,
            Claims claims) {
        this(modules, connections, secrets, facts, time, selfReboot, clusters, limits, UpsCommands.NONE, claims);
    }

    /** Without a UPS. */
    public EngineParts(
            ModuleSource modules,
            Function<RunOrder, Connections> connections,
            Secrets secrets,
            FactsProvider facts,
            Time time,
            SelfReboot selfReboot,
            ActingSource clusters,
            Limits limits) {
        this(modules, connections, secrets, facts, time, selfReboot, clusters, limits, UpsCommands.NONE);
    }

    /** Without a Proxmox cluster. */
    public EngineParts(
            ModuleSource modules,
            Function<RunOrder, Connections> connections,
            Secrets secrets,
            FactsProvider facts,
            Time time,
            SelfReboot selfReboot,
            Limits limits) {
        this(modules, connections, secrets, facts, time, selfReboot, ActingSource.NONE, limits);
    }

    /**
     * What bounds a task that says nothing itself.
     *
     * @param output how much of its output is kept
     * @param command how long each try of a module that is {@linkplain dev.steward.runner.module.ModuleInfo#limited
     *     limited} may take on a host
     */
    public record Limits(OutputLimits output, Duration command) {}
}
