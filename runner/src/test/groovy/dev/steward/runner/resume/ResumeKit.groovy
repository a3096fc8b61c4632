package dev.steward.runner.resume

import dev.steward.dsl.plan.Plan
import dev.steward.runner.engine.Acts
import dev.steward.runner.engine.KitHosts
import dev.steward.runner.engine.KitRun
import dev.steward.runner.engine.flow.TagRule
import dev.steward.runner.engine.part.RunPart
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.NumberedEvent
import dev.steward.runner.event.RunEvent
import dev.steward.runner.inventory.Inventory
import java.time.Instant
import spock.lang.Specification

/** Runs that die, and runs that go on with them, by the real engine. */
abstract class ResumeKit extends Specification {

    static final Instant AT = Instant.parse('2026-03-01T03:00:00Z')
    Acts acts = new Acts()

    static List<NumberedEvent> numbered(long run, List<RunEvent> events) {
        events.withIndex().collect { event, i -> new NumberedEvent(run, i + 1, AT, event) }
    }

    static ResumeBook book(Plan plan, decided, List<List<RunEvent>> runs) {
        Journal journal = new Journal()
        runs.eachWithIndex { events, i -> numbered(42 + i, events).each { journal.add(it) } }
        new ResumeBook(journal, plan, new TagRule([], []), new ResumeBook.Going(42 + runs.size(), AT, decided instanceof Decided ? decided : new Decided(decided)))
    }

    /** A run that dies when its n-th event is to be kept; the events that were. */
    List<RunEvent> killed(Plan plan, int at, ResumeBook book = null, int hosts = 2) {
        KitRun run = new KitRun(hosts: of(hosts), acts: acts, part: part(book))
        run.onEvent = { if (run.events.size() >= at) { throw new EventLog.EventLogException('killed', null).tap { stackTrace = [] } } }
        run.run(plan)
        new ArrayList(run.events)
    }

    static final Map<Integer, Inventory> HOSTS = [1: KitHosts.of('h1'), 2: KitHosts.of('h1', 'h2'), 3: KitHosts.of('h1', 'h2', 'h3')]

    static Inventory of(int hosts) { HOSTS[hosts] }

    static RunPart part(ResumeBook book) {
        book == null ? RunPart.WHOLE : new RunPart(0, Integer.MAX_VALUE, book, { [:] })
    }

    KitRun resumed(Plan plan, decided, List<List<RunEvent>> runs, int hosts = 2) {
        KitRun.of(plan, hosts: of(hosts), acts: acts, part: part(book(plan, decided, runs)))
    }
}
