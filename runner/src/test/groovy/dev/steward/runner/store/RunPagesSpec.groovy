package dev.steward.runner.store

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.house.Row
import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.Time
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Pages of a history that is much longer than one may look at in one go. */
class RunPagesSpec extends Specification {

    static final int RUNS = 30_000

    @Shared @TempDir Path state
    @Shared @AutoCleanup StoreFixture fixture
    @Shared ManyRuns many
    @Shared RunQueries queries

    def setupSpec() {
        fixture = new StoreFixture(state, new SettableTime(Instant.parse('2026-11-22T02:00:00Z')))
        many = new ManyRuns(fixture.store.connections())
        many.add(RUNS)
        queries = fixture.store.queries()
    }

    @Row('W-16')
    def 'no statement of a page reads the whole history: #what'() {
        when:
        def plans = many.plans(filter)

        then: 'whatever the filter'
        plans.every { plan -> assert !plan.contains('.tableScan'); true }

        and: 'what was read is no more than the span, and that by a key with both of its ends'
        plans.every { plan -> (plan =~ /scanCount: (\d+)/).every { (it[1] as int) <= (what in ['rare', 'first of its playbook'] ? 10 : ManyRuns.SPAN + 10) } }
        plans.every { it =~ /PRIMARY_KEY_\w+: ID IN\(/ || it =~ /"R" \/\* PUBLIC\.\w+: .*?ID >= .*?ID < / || it =~ /"R" \/\* PUBLIC\.\w+: .*?ID < .*?ID >= / }

        where:
        what            | filter
        'all'           | RunFilter.ALL
        'status'        | RunFilter.ALL.and(RunFilter.Field.STATUS, 'ok')
        'rare'          | RunFilter.ALL.and(RunFilter.Field.STATUS, 'lost', 'missed')
        'first of its playbook' | RunFilter.ALL.and(RunFilter.Field.NAME, 'Nobody ran it').and(RunFilter.Field.STATUS, 'ok', 'failed')
        'any of some'   | RunFilter.ALL.and(RunFilter.Field.STATUS, 'ok', 'failed', 'missed')
        'playbooks'     | RunFilter.ALL.and(RunFilter.Field.NAME, 'Playbook 3', 'Playbook 4')
        'hosts'         | RunFilter.ALL.and(RunFilter.Field.HOST, *(1..60).collect { "web-$it" as String })
        'persons'       | RunFilter.ALL.and(RunFilter.Field.BY, 'person-7', 'person-8', 'nightly-1', 'nightly-2')
        'not'           | RunFilter.ALL.andNot(RunFilter.Field.STATUS, 'ok')
        'playbook'      | RunFilter.ALL.and(RunFilter.Field.NAME, 'Playbook 3')
        'host'          | RunFilter.ALL.and(RunFilter.Field.HOST, 'web-77')
        'not the host'  | RunFilter.ALL.andNot(RunFilter.Field.HOST, 'web-77')
        'who'           | RunFilter.ALL.and(RunFilter.Field.BY, 'person-7')
        'limit'         | RunFilter.ALL.and(RunFilter.Field.LIMITED, 'web-1')
        'check'         | RunFilter.ALL.and(RunFilter.Field.CHECK, 'yes')
        'text'          | RunFilter.ALL.and(RunFilter.Field.TEXT, 'no such words')
        'output'        | RunFilter.ALL.and(RunFilter.Field.OUTPUT, 'no such words')
    }

    def 'paged to its end, a filter gives every run once: #what'() {
        when:
        List<Long> ids = []
        Optional<Long> before = Optional.empty()
        do {
            def page = queries.look(filter, before, 700, Duration.ofHours(1))
            ids.addAll(page.runs()*.id())
            before = page.next()
        } while (before.present)

        then:
        ids == many.ids(condition)

        where:
        what       | filter                                                                                      || condition
        'rare'     | RunFilter.ALL.and(RunFilter.Field.STATUS, 'lost')                                            || { it % 997 == 0 }
        'host'     | RunFilter.ALL.and(RunFilter.Field.HOST, 'web-77')                                            || { it % 500 == 77 }
        'hosts'    | RunFilter.ALL.and(RunFilter.Field.HOST, 'web-77', 'web-78')                                  || { it % 500 in [77, 78] }
        'host, day' | new RunFilter(RunFilter.ALL.and(RunFilter.Field.HOST, 'web-77').terms(), Optional.of(ManyRuns.at(9_000)), Optional.of(ManyRuns.at(20_077))) || { it in 9_000..<20_077 && it % 500 == 77 }
        'host, words' | RunFilter.ALL.and(RunFilter.Field.HOST, 'web-50').and(RunFilter.Field.TEXT, 'get lock')     || { it % 500 == 50 && it % 97 == 0 }
        'playbook' | RunFilter.ALL.and(RunFilter.Field.PLAYBOOK, 'Playbook 3')                                    || { it % 20 == 3 }
        'file'     | RunFilter.ALL.and(RunFilter.Field.PLAYBOOK, 'p3')                                            || { it % 20 == 3 }
        'no file'  | RunFilter.ALL.andNot(RunFilter.Field.PLAYBOOK, 'p3').and(RunFilter.Field.HOST, 'web-3', 'web-4') || { it % 500 == 4 }
        'limit'    | RunFilter.ALL.and(RunFilter.Field.LIMITED, 'web-77')                                         || { it % 500 == 77 }
        'check'    | RunFilter.ALL.and(RunFilter.Field.CHECK, 'yes')                                              || { it % 11 == 0 }
        'no check' | RunFilter.ALL.andNot(RunFilter.Field.CHECK, 'yes').and(RunFilter.Field.HOST, 'web-77')        || { it % 500 == 77 && it % 11 != 0 }
        'output'   | RunFilter.ALL.and(RunFilter.Field.OUTPUT, 'Say "12345" \\ done')                              || { it == 12345 }
        'a day'    | new RunFilter([], Optional.of(ManyRuns.at(20_000)), Optional.of(ManyRuns.at(20_010)))         || { it in 20_000..<20_010 }
    }

    @Row('W-16')
    def 'a search that finds little ends with its patience, says how far it looked, and goes on from there without a gap'() {
        given: 'a clock that goes on by a millisecond at every look'
        def slow = new RunQueries(many.jdbi(), fixture.store.json(), new Ticking())
        def filter = RunFilter.ALL.and(RunFilter.Field.STATUS, 'lost').and(RunFilter.Field.TEXT, 'could')

        when:
        def pages = []
        Optional<Long> before = Optional.empty()
        do {
            pages << slow.look(filter, before, 50, Duration.ofMillis(4))
            before = pages.last().next()
        } while (before.present)

        then: 'several pages, each bounded; all but the last say until when'
        pages.size() > 2
        pages[0..-2].every { it.back().present }
        pages.last().back().empty
        pages.collectMany { it.runs()*.id() } == many.ids { it % 997 == 0 && it % 97 == 0 }
        pages[0].back().get() == ManyRuns.at(pages[0].next().get() as int)
    }

    @Row('W-16')
    def 'the runs of one host are found by its index: what failed there is told in one look, however long ago it was'() {
        given: 'a clock that goes on by a millisecond at every look'
        def slow = new RunQueries(many.jdbi(), fixture.store.json(), new Ticking())
        def filter = RunFilter.ALL.and(RunFilter.Field.HOST, 'web-50').and(RunFilter.Field.STATUS, 'failed', 'lost')

        when:
        def page = slow.look(filter, Optional.empty(), 50, Duration.ofMillis(4))

        then:
        page.runs()*.id() == [14_550]
        page.next().empty
        page.back().empty
    }

    def 'newer runs are counted from the newest, however long ago the page was made'() {
        expect:
        queries.newer(RunFilter.ALL, RUNS - 3, 100) == 3
        queries.newer(RunFilter.ALL, 0, 100) == 100
        queries.newer(RunFilter.ALL.and(RunFilter.Field.STATUS, 'lost'), RUNS - 2_000, 100) == 2
    }

    static class Ticking implements Time {

        long at

        @Override
        Instant now() { Instant.EPOCH }

        @Override
        long nanos() { at += 1_000_000 }

        @Override
        void sleep(Duration duration) { }
    }
}
