package dev.steward.runner.outage

import dev.steward.dsl.plan.Plan
import dev.steward.dsl.plan.Retry
import dev.steward.runner.config.DefaultsConfig
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.Connections
import dev.steward.runner.engine.Acts
import dev.steward.runner.engine.Engine
import dev.steward.runner.engine.EngineParts
import dev.steward.runner.engine.KitHosts
import dev.steward.runner.engine.SelfReboot
import dev.steward.runner.engine.output.OutputLimits
import dev.steward.runner.event.Cause
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.RunEvent
import dev.steward.runner.inventory.Host
import dev.steward.runner.inventory.Inventory
import dev.steward.runner.outage.journal.FileJournal
import dev.steward.runner.outage.journal.Journal
import dev.steward.runner.secret.TextMasker
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant

/** One outage of the real sequence and engine with scripted modules, on a clock that stands still until somebody waits. */
class OutageKit {

    Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
    Inventory hosts = KitHosts.of('a', 'b', 'n')
    Acts acts = new Acts()
    House house = House.NONE
    Allowance allowance = Allowance.NONE
    boolean recovers = true
    boolean ownGoes
    Cause cause = new Cause(Cause.Kind.UPS, 'cyberpower')
    OutageOrder.How how = OutageOrder.How.USUAL
    Journal journal
    Hand hand = new Hand()
    Closure onEvent = { RunEvent event -> }
    ScriptedFeed feed
    OutageEnd end
    final List<RunEvent> events = Collections.synchronizedList([])

    OutageKit() {
        acts.modules.poweroff = new Acts.Act()
    }

    OutageEnd run(Map<Integer, String> script, Plan plan) {
        feed = feed ?: new ScriptedFeed(time, script)
        journal = journal ?: FileJournal.open(folder.resolve('power'))
        Engine engine = new Engine(new EngineParts(acts, { order -> NOWHERE }, { Optional.empty() }, { [:] }, time, SelfReboot.NONE,
                new EngineParts.Limits(OutputLimits.DEFAULT, DefaultsConfig.DEFAULT.commandTimeout())))
        EventLog log = { RunEvent event ->
            events << event
            onEvent(event)
            1L
        } as EventLog
        OutageParts parts = new OutageParts({ order, to, control -> engine.run(order, to, control) }, feed, journal, house, allowance,
                recovers, { ownGoes }, time, { 'boot-1' })
        PhasedPlan phased = PhasedPlan.of(plan, new Retry(2, Duration.ofSeconds(5), Retry.Backoff.CONSTANT))
        OutageOrder order = new OutageOrder('power-1', phased, 'ups.groovy', folder, hosts, [] as Set, new TextMasker(), cause, how)
        end = new Outage(parts, order, log, hand).run()
    }

    static final Connections NOWHERE = new Connections() {
        Connection to(Host host) { null }

        void close() { }
    }

    def <T> List<T> of(Class<T> type) { events.findAll { type.isInstance(it) } as List<T> }

    /** "Name state" of each phase that ended, in order. */
    List<String> getPhases() { of(RunEvent.PhaseEnded).collect { "${it.name()} ${it.state()}".toString() } }

    List<String> getCalls() { acts.calls }
}
