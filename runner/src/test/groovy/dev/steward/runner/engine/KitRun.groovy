package dev.steward.runner.engine

import dev.steward.dsl.plan.Plan
import dev.steward.runner.config.DefaultsConfig
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.Connections
import dev.steward.runner.engine.output.OutputLimits
import dev.steward.runner.engine.part.RunPart
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RecapFold
import dev.steward.runner.event.RunEvent
import dev.steward.runner.inventory.Host
import dev.steward.runner.inventory.Inventory
import dev.steward.runner.secret.Secrets
import dev.steward.runner.secret.TextMasker
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.Time
import java.nio.file.Path
import java.time.Duration
import java.time.Instant

/** One run of the real engine with scripted modules, and what a spec asks about it. */
class KitRun {

    Inventory hosts
    RunOptions options = RunOptions.NONE
    Acts acts = new Acts()
    ModuleSource modules
    Time time = new SettableTime(Instant.parse('2026-03-01T03:00:00Z'))
    Secrets secrets = { path -> Optional.empty() } as Secrets
    FactsProvider facts = { target -> [:] } as FactsProvider
    SelfReboot selfReboot = SelfReboot.NONE
    Set<String> self = []
    Control control = new Control()
    RunPart part = RunPart.WHOLE
    Closure connect = { Host host -> null }
    TextMasker masker = new TextMasker()
    OutputLimits output = OutputLimits.DEFAULT
    Duration commandLimit = DefaultsConfig.DEFAULT.commandTimeout()
    Closure onEvent = { RunEvent event -> }
    final List<RunEvent> events = Collections.synchronizedList([])
    final List<String> connected = Collections.synchronizedList([])
    RunSummary summary

    static KitRun of(Map parts = [:], Plan plan) {
        KitRun run = new KitRun(parts)
        run.run(plan)
        run
    }

    RunSummary run(Plan plan) {
        Connections connections = new Connections() {
            Connection to(Host host) {
                connected << host.name()
                connect(host)
            }

            void close() { }
        }
        EventLog log = { RunEvent event ->
            onEvent(event)
            synchronized (events) {
                events << event
                events.size() as long
            }
        } as EventLog
        Engine engine = new Engine(new EngineParts(modules ?: acts, { connections }, secrets, facts, time, selfReboot,
                new EngineParts.Limits(output, commandLimit)))
        summary = engine.run(new RunOrder('r1', plan, 'kit.groovy', hosts, options, Path.of('/playbooks'), self, masker, part), log, control)
    }

    /** Recap lines as Ansible's, zeros left out: "h1 ok=2 changed=1". */
    List<String> getRecap() {
        assert summary.recap() == RecapFold.of(events)
        summary.recap().hosts().collect { host, c ->
            Map counts = [ok: c.ok(), changed: c.changed(), unreachable: c.unreachable(), failed: c.failed(), skipped: c.skipped(),
                          rescued: c.rescued(), ignored: c.ignored(), aborted: c.aborted(), notReached: c.notReached()]
            ([host] + counts.findAll { it.value }.collect { k, v -> "$k=$v" }).join(' ')
        }
    }

    /** "step@host" of each task that began, in order. */
    List<String> getStarted() { of(RunEvent.TaskStarted).collect { "${it.name()}@${it.host()}" as String } }

    /** The hosts of each batch that began. */
    List<List<String>> getBatches() { of(RunEvent.PlayStarted)*.hosts() }

    RunEvent.TaskFinished finished(String step, String host) {
        of(RunEvent.TaskFinished).find { it.step() == step && it.host() == host }
    }

    def <T> List<T> of(Class<T> type) { events.findAll { type.isInstance(it) } as List<T> }

    int getExit() { summary.exit() }
}
