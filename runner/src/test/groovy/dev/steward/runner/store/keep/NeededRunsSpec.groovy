package dev.steward.runner.store.keep

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.runner.app.resume.Resumable
import dev.steward.runner.app.resume.Resuming
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.approve.Approval
import dev.steward.runner.store.resume.ResumedRuns
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import org.jdbi.v3.core.Jdbi
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A run that somebody still needs stays, however old it is. */
class NeededRunsSpec extends Specification {

    @TempDir Path state
    def time = new SettableTime(Instant.parse('2026-01-01T02:00:00Z'))
    @AutoCleanup StoreFixture fixture

    def setup() { fixture = new StoreFixture(state, time) }

    private static KeepRules rules(Map how) { keep(how.days, 100_000) }

    private List<Long> left() { fixture.store.queries().page(RunFilter.ALL, Optional.empty(), 1000)*.id().reverse() }

    private Jdbi jdbi() { Jdbi.create(fixture.store.connections()) }

    private void sql(String... all) { jdbi().useHandle { handle -> all.each { handle.execute(it) } } }

    def 'with which a run goes on that has not ended stays, and what that went on with'() {
        given:
        def first = fixture.whole(ended: RunStatus.FAILED)
        def other = fixture.whole()
        def second = resumed(first)
        fixture.store.runs().with { def claim = claim(second); logFor(second, claim.epoch()).append(finished(RunStatus.FAILED)) }
        def third = resumed(second)
        time.advance(Duration.ofDays(10))

        when:
        def swept = fixture.store.prune(rules(days: 1))

        then:
        swept.runs() == 1
        left() == [first, second, third]

        when: 'it has ended'
        fixture.store.runs().cancelQueued(third, 'anna wanted it no more')

        then:
        fixture.store.prune(rules(days: 1)).runs() == 3
    }

    private long resumed(long run) {
        fixture.store.runs().create(newRun().resuming(run))
    }

    def 'with which somebody goes on while the tidying is at work stays too'() {
        given:
        def first = fixture.whole(ended: RunStatus.FAILED)
        def second = resumed(first)
        fixture.store.runs().with { def claim = claim(second); logFor(second, claim.epoch()).append(finished(RunStatus.FAILED)) }
        def other = fixture.whole()
        time.advance(Duration.ofDays(10))
        def keeping = fixture.store.keeping()
        Long third = null
        def sweep = new Sweep(jdbi(), time.now(), { row ->
            third = third ?: resumed(second)
            keeping.remove(row)
        })

        when:
        def swept = sweep.go(rules(days: 1), 1000)

        then:
        swept.runs() == 1
        left() == [first, second, third]
        journal(first) == 5
        resumable(third).whyNot().get().startsWith("Run $third has not ended")

        when: 'it has ended: nothing is missing of what went before'
        fixture.store.runs().cancelQueued(third, 'anna wanted it no more')

        then:
        fixture.store.resumed().gone(third).empty
    }

    private long journal(long run) {
        int count = 0
        fixture.store.queries().eachEvent(run) { count++ }
        count
    }

    private Resumable resumable(long run) { new Resuming(fixture.store, fixture.store.queries().detail(run).get()).able([]) }

    def 'with a run whose removal broke off nobody goes on, nor with one that went on with it'() {
        given: 'something that keeps the row of the first, as a kill at that moment would'
        def first = fixture.whole(ended: RunStatus.FAILED)
        def second = resumed(first)
        fixture.store.runs().with { def claim = claim(second); logFor(second, claim.epoch()).append(finished(RunStatus.FAILED)) }
        sql('create table keeper (run bigint references run (id))', "insert into keeper values ($first)")
        time.advance(Duration.ofDays(10))

        when:
        fixture.store.prune(rules(days: 1))

        then:
        thrown(RuntimeException)
        left() == [first, second]
        journal(first) == 0

        and:
        resumable(first).whyNot() == Optional.of("Run $first was gone on with by run $second; resume that one." as String)
        resumable(second).whyNot() == Optional.of("Run $second went on with run $first, whose journal is no longer kept; run it anew: steward runs retry $second --failed." as String)

        when: 'somebody who had looked before'
        resumed(second)

        then:
        thrown(ResumedRuns.Passed)
        left() == [first, second]

        when: 'the next tidying'
        sql('drop table keeper')

        then:
        fixture.store.prune(rules(days: 1)).runs() == 2
        left() == []
    }

    def 'with a run somebody goes on once, however many looked before'() {
        given:
        def first = fixture.whole(ended: RunStatus.FAILED)
        resumed(first)

        when:
        resumed(first)

        then:
        thrown(ResumedRuns.Passed)
    }

    def 'the check of a plan stays that waits for another person, until it is decided or runs out'() {
        given:
        def checks = (1..3).collect { fixture.whole() }
        def asked = checks.take(2).collect { check(it, Duration.ofDays(20)) }
        check(checks[2], Duration.ofDays(1))
        time.advance(Duration.ofDays(10))

        when:
        fixture.store.prune(rules(days: 1))

        then:
        left() == checks.take(2)

        when:
        fixture.store.approvals().approve(asked[0], new Approval.Word('otto', time.now(), ''), Optional.of('{}'))
        fixture.store.prune(rules(days: 1))

        then:
        left() == [checks[1]]
    }

    private long check(long run, Duration wait) {
        fixture.store.approvals().add(new Approval.Planned('Weekly updates', 'weekly-updates.groovy', '{}', '{}', '', '[]'),
                new Approval.Word('anna', time.now(), 'kernel'), time.now().plus(wait), Optional.of(run))
    }
}
