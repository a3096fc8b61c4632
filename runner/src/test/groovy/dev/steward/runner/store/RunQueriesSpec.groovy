package dev.steward.runner.store

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.runner.event.Cause
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.NumberedEvent
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class RunQueriesSpec extends Specification {

    @TempDir Path state
    def time = new SettableTime(Instant.parse('2026-11-22T02:00:00Z'))
    @AutoCleanup StoreFixture fixture
    RunQueries queries

    def setup() {
        fixture = new StoreFixture(state, time)
        queries = fixture.store.queries()
    }

    def 'the history is paged by key, newest first, without gaps or doubles'() {
        given:
        def ids = (1..7).collect { fixture.whole() }

        when:
        def first = queries.page(RunFilter.ALL, Optional.empty(), 3)
        def second = queries.page(RunFilter.ALL, Optional.of(first.last().id()), 3)
        long newer = fixture.whole()
        def third = queries.page(RunFilter.ALL, Optional.of(second.last().id()), 3)

        then: 'a run that begins meanwhile moves nothing'
        (first + second + third)*.id() == ids.reverse()
        queries.page(RunFilter.ALL, Optional.empty(), 1)*.id() == [newer]
    }

    def 'filters find, combine and negate: #what'() {
        given:
        fixture.whole(hosts: ['web-1', 'web-2'])
        fixture.whole(playbook: 'Reboot', file: 'reboot.groovy', hosts: ['db-1'], cause: new Cause(Cause.Kind.API, 'ci'))
        time.advance(Duration.ofHours(1))
        fixture.whole(ended: RunStatus.FAILED, status: Status.FAILED, message: 'Could not get lock /var/lib/dpkg/lock 100%_sure',
                schedule: 'weekly', cause: new Cause(Cause.Kind.SCHEDULE, 'weekly'))
        fixture.store.runs().missed(newRun(schedule: 'weekly', cause: new Cause(Cause.Kind.SCHEDULE, 'weekly')), 'was down')

        expect:
        queries.page(filter, Optional.empty(), 10)*.id() == found

        where:
        what             | filter                                                                        || found
        'all'            | RunFilter.ALL                                                                 || [4, 3, 2, 1]
        'status'         | RunFilter.ALL.and(RunFilter.Field.STATUS, 'ok')                               || [2, 1]
        'any of'         | RunFilter.ALL.and(RunFilter.Field.STATUS, 'failed', 'missed')                 || [4, 3]
        'not'            | RunFilter.ALL.andNot(RunFilter.Field.STATUS, 'ok')                            || [4, 3]
        'name'           | RunFilter.ALL.and(RunFilter.Field.PLAYBOOK, 'Reboot')                         || [2]
        'file'           | RunFilter.ALL.and(RunFilter.Field.PLAYBOOK, 'reboot.groovy')                  || [2]
        'cause'          | RunFilter.ALL.and(RunFilter.Field.CAUSE, 'schedule')                          || [4, 3]
        'by'             | RunFilter.ALL.and(RunFilter.Field.BY, 'ci')                                   || [2]
        'schedule'       | RunFilter.ALL.and(RunFilter.Field.SCHEDULE, 'weekly')                         || [4, 3]
        'no schedule'    | RunFilter.ALL.andNot(RunFilter.Field.SCHEDULE, 'weekly')                      || [2, 1]
        'host'           | RunFilter.ALL.and(RunFilter.Field.HOST, 'web-2')                              || [1]
        'not the host'   | RunFilter.ALL.andNot(RunFilter.Field.HOST, 'web-1')                           || [4, 2]
        'text of a task' | RunFilter.ALL.and(RunFilter.Field.TEXT, 'GET LOCK')                           || [3]
        'text of a run'  | RunFilter.ALL.and(RunFilter.Field.TEXT, 'was down')                           || [4]
        'literal percent' | RunFilter.ALL.and(RunFilter.Field.TEXT, '100%_sure')                         || [3]
        'no wildcard'    | RunFilter.ALL.and(RunFilter.Field.TEXT, '1%sure')                             || []
        'quotes'         | RunFilter.ALL.and(RunFilter.Field.HOST, "x' or '1'='1")                       || []
        'combined'       | RunFilter.ALL.and(RunFilter.Field.CAUSE, 'schedule').andNot(RunFilter.Field.STATUS, 'missed') || [3]
        'from'           | new RunFilter([], Optional.of(Instant.parse('2026-11-22T03:00:00Z')), Optional.empty())       || [4, 3]
        'to'             | new RunFilter([], Optional.empty(), Optional.of(Instant.parse('2026-11-22T03:00:00Z')))       || [2, 1]
    }

    def 'the matrix shows what is known while the run goes on'() {
        given:
        def log = fixture.begin()
        log.append(started())
        log.append(new RunEvent.PlayStarted(0, 'Update', 0, 1, ['b', 'a'],
                [new RunEvent.TaskRef('0.0', 'Upgrade packages', 'apt'), new RunEvent.TaskRef('0.1', 'Reboot', 'reboot')]))
        log.append(taskStarted('a'))
        log.append(taskFinished('a', Status.CHANGED, '2 packages'))
        log.append(taskStarted('b'))

        when:
        def matrix = queries.matrix(fixture.lastRun)

        then:
        matrix.hosts() == ['a', 'b']
        matrix.tasks()*.name() == ['Upgrade packages', 'Reboot']
        matrix.tasks()*.play() == ['Update', 'Update']
        matrix.cells().collect { [it.host(), it.step(), it.status(), it.message(), it.took()] } == [
                ['a', '0.0', 'changed', '2 packages', Optional.of(Duration.ofMillis(1234))],
                ['b', '0.0', 'running', '', Optional.empty()]]
        queries.run(fixture.lastRun).get().lastStep().get() == 'Upgrade packages on b'
    }

    def 'events are paged, also of one host or step'() {
        given:
        def log = fixture.begin()
        log.append(started())
        10.times { log.append(output(it % 2 ? 'a' : 'b', "line $it")) }
        log.append(taskFinished('a', Status.OK, '', '0.7'))

        expect:
        queries.events(fixture.lastRun, 5, 3)*.number() == [6L, 7L, 8L]
        queries.events(fixture.lastRun, 0, 3, Optional.of('a'), Optional.empty())*.event()*.text() == ['line 1', 'line 3', 'line 5']
        queries.events(fixture.lastRun, 0, 30, Optional.of('a'), Optional.of('0.7'))*.number() == [12L]
        queries.events(fixture.lastRun + 1, 0, 30) == []
    }

    def 'packed output of many hosts reads back in order from wherever one begins'() {
        given:
        def log = fixture.begin()
        def random = new Random(7)
        log.append(started())
        (2..9000).each { number ->
            String host = "h${random.nextInt(7)}"
            log.append(random.nextInt(40) == 0 ? new RunEvent.Warned(Optional.of(host), "w$number")
                    : output(host, number % 500 == 0 ? 'x' * 40_000 : "line $number"))
        }
        log.append(finished(RunStatus.OK))
        def all = queries.events(fixture.lastRun, 0, 10_000)

        expect:
        all*.number() == (1L..9001L).toList()
        (1..60).every {
            int after = random.nextInt(9001)
            int limit = 1 + random.nextInt(700)
            String host = "h${random.nextInt(7)}"
            assert queries.events(fixture.lastRun, after, limit) == all.drop(after).take(limit)
            assert queries.events(fixture.lastRun, after, limit, Optional.of(host), Optional.empty()) ==
                    all.drop(after).findAll { it.event() instanceof RunEvent.Warned ? it.event().host().get() == host : host == (it.event() instanceof RunEvent.Output ? it.event().host() : '') }.take(limit)
            true
        }

        and: 'gone through at once, and in pieces of so many events or lines, each from where the last one ended'
        queries.eachTold(fixture.lastRun, Optional.empty(), Optional.empty()).toList() == all
        pieces(fixture.lastRun, 700, Integer.MAX_VALUE)*.events().flatten() == all

        and: 'back from anywhere, of all hosts or of one'
        (1..60).every {
            int last = 1 + random.nextInt(9001)
            assert queries.back(fixture.lastRun, last, 300, 10_000, Optional.empty()) == Math.max(0, last - 300)
            String host = "h${random.nextInt(7)}"
            long begin = queries.back(fixture.lastRun, last, 30, 10_000, Optional.of(host))
            assert begin == 0 || queries.piece(fixture.lastRun, begin, 30, 10_000, Optional.of(host)).events() ==
                    queries.events(fixture.lastRun, 0, 10_000, Optional.of(host), Optional.empty()).findAll { it.number() <= last }.takeRight(30)
            true
        }
    }

    def 'an answer that must stay small is empty at the end alone, wherever it begins among the output of many hosts'() {
        given:
        def log = fixture.begin()
        log.append(started())
        2.times { (1..40).each { log.append(output("h$it", 'x' * 1_000)) } }
        log.append(finished(RunStatus.OK))

        expect:
        inSome(100, 500)*.number() == (1L..82L).toList()
        inSome(3, 500)*.number() == (1L..82L).toList()
    }

    def 'an answer stays small where little is followed by much'() {
        given:
        def log = fixture.begin()
        log.append(started())
        (2..600).each { log.append(new RunEvent.Warned(Optional.of('a'), "w$it")) }
        (601..660).each {
            log.append(new RunEvent.TaskFinished('0.0', 'a', Status.CHANGED, false, false, true, '', [stdout: 'x' * 100_000], [], 1, Duration.ofSeconds(1)))
        }
        log.append(finished(RunStatus.OK))

        expect: 'the characters asked for, those read at once, and one that begins before'
        queries.some(fixture.lastRun, 0, 10_000, 200_000, Optional.empty(), Optional.empty()).events().size() - 600 in 1..4
        inSome(10_000, 200_000)*.number() == (1L..661L).toList()
    }

    private List<NumberedEvent> inSome(int limit, long characters) {
        def all = []
        def next = { queries.some(fixture.lastRun, all ? all.last().number() : 0, limit, characters, Optional.empty(), Optional.empty()).events() }
        for (def some = next(); some; some = next()) {
            all.addAll(some)
        }
        all
    }

    def 'a piece of a log whose events hold many lines each is bounded by its lines: #lines'() {
        given:
        def log = fixture.begin()
        log.append(started())
        40.times { n -> log.append(output('a', (1..200).collect { "$n line $it" }.join('\n'))) }
        log.append(finished(RunStatus.OK))

        when:
        def all = pieces(fixture.lastRun, 500, lines)

        then:
        all*.events().flatten()*.number() == (1L..42L).toList()
        all*.events()*.size() == sizes
        all.init()*.more().every() && !all.last().more()

        and: 'the piece that ends with an event begins there'
        queries.back(fixture.lastRun, 42, 500, lines, Optional.empty()) == end
        queries.back(fixture.lastRun, 2, 500, lines, Optional.empty()) == first

        where:
        lines || sizes                          | end | first
        1_000 || [6] + [5] * 7 + [1]            | 37  | 0
        300   || [3] + [2] * 19 + [1]           | 40  | 0
        1     || [1] * 42                       | 41  | 1
    }

    private List pieces(long run, int events, int lines) {
        List all = [queries.piece(run, 0, events, lines, Optional.empty())]
        while (all.last().more()) {
            all << queries.piece(run, all.last().events().last().number(), events, lines, Optional.empty())
        }
        all
    }

    def 'the last green run and the median duration ignore what failed, and what only checked'() {
        given:
        long early = fixture.whole()
        [5, 9, 7].each { minutes ->
            def log = fixture.begin(playbook: 'Timed')
            time.advance(Duration.ofMinutes(minutes))
            log.append(finished(RunStatus.OK))
        }
        long green = fixture.lastRun
        fixture.whole(playbook: 'Timed', ended: RunStatus.FAILED)
        8.times { fixture.whole(playbook: 'Timed', options: [check: true]) }

        expect:
        queries.lastGreen('Timed', Optional.empty()).get().id() == green
        queries.lastGreen('Timed', Optional.of(green)).get().id() == green - 1
        queries.lastGreen('Weekly updates', Optional.empty()).get().id() == early
        queries.medianDuration('Timed').get() == Duration.ofMinutes(7)
        queries.medianDuration('None').empty
    }

    def 'the same text is kept once, and goes with its last run'() {
        given:
        long one = fixture.whole(text: 'same')
        long two = fixture.whole(text: 'same')
        String sha = queries.detail(one).get().sources()[0].sha256()
        time.advance(Duration.ofDays(10))
        long three = fixture.whole(text: 'other')

        expect:
        queries.detail(two).get().sources()[0].sha256() == sha

        when:
        int removed = fixture.store.prune(StoreFixture.keep(9, 100)).runs()

        then:
        removed == 2
        queries.page(RunFilter.ALL, Optional.empty(), 10)*.id() == [three]
        queries.text(sha).empty
        queries.events(one, 0, 10) == []
        queries.detail(three).get().with { queries.text(sources()[0].sha256()).get() == 'other' }
    }

    def 'pruning keeps the newest runs and never one that still goes on'() {
        given:
        fixture.begin()
        long running = fixture.lastRun
        def ids = (1..5).collect { fixture.whole() }

        when:
        fixture.store.prune(StoreFixture.keep(1000, 2))

        then:
        queries.page(RunFilter.ALL, Optional.empty(), 10)*.id() == [ids[4], ids[3], running]
    }

    def 'tokens and settings outlive the process'() {
        given:
        def identity = fixture.store.settings().identity()
        fixture.store.tokens().put('admin', 'hash-1', 'admin')
        fixture.store.tokens().put('admin', 'hash-2', 'admin')
        fixture.close()
        fixture = new StoreFixture(state, time)

        expect:
        fixture.store.settings().identity() == identity
        fixture.store.tokens().byHash('hash-1').empty
        fixture.store.tokens().byHash('hash-2').get().name() == 'admin'
        fixture.store.tokens().all().size() == 1
        fixture.store.tokens().remove('admin')
        !fixture.store.tokens().remove('admin')
    }

    def 'the first token of a scope is added where there is none, whatever else there is: #there'() {
        given:
        def tokens = fixture.store.tokens()
        there.each { name, scope -> tokens.put(name, "hash of $name", scope) }

        expect:
        tokens.first('admin', 'fresh', 'admin') == added
        tokens.all().collect { [it.name(), it.scope(), it.hash()] } == all

        where:
        there            || added | all
        [:]              || true  | [['admin', 'admin', 'fresh']]
        [admin: 'admin'] || false | [['admin', 'admin', 'hash of admin']]
        [ops: 'admin']   || false | [['ops', 'admin', 'hash of ops']]
        [ops: 'operate'] || true  | [['admin', 'admin', 'fresh'], ['ops', 'operate', 'hash of ops']]
        [admin: 'read']  || true  | [['admin', 'admin', 'fresh']]
    }

    def 'a queued and a running run of a dead owner are lost, told in their message, their recap and their last event'() {
        given:
        def log = fixture.begin()
        long running = fixture.lastRun
        log.append(started())
        log.append(play(['a', 'b', 'c']))
        log.append(taskStarted('a'))
        log.append(taskFinished('a', Status.CHANGED))
        log.append(taskStarted('b'))
        long queued = fixture.store.runs().create(newRun())
        fixture.close()

        when:
        fixture = new StoreFixture(state, time)
        def detail = fixture.store.queries().detail(running).get()

        then:
        fixture.store.lost() == [running, queued]
        detail.run().status() == RunStatus.LOST
        detail.run().message() == "Steward ended during the run; unfinished: 'Upgrade packages' on b"
        detail.run().hosts() == new Run.Hosts(0, 1, 0, 0, 1, 1)
        detail.recap().of('a').changed() == 1
        detail.recap().of('b').aborted() == 1
        detail.recap().of('c').notReached() == 1
        fixture.store.queries().run(queued).get().message() == 'Steward ended before the run began'
        fixture.store.queries().events(running, 5, 10)*.event()*.status() == [RunStatus.LOST]
    }

    def 'a run that broke off shows as lost in a moment, where it stood'() {
        given:
        def log = fixture.begin()
        long run = fixture.lastRun
        log.append(started())
        log.append(play(['a']))
        log.append(taskStarted('a'))
        long ended = fixture.whole()

        when:
        [run, ended].each { fixture.store.runs().nothingFollows(it) }

        then:
        new PollingConditions(timeout: 20, delay: 0.1).eventually { fixture.store.queries().run(run).get().status() == RunStatus.LOST }
        fixture.store.queries().run(run).get().message() == "The run broke off, Steward's log says why; unfinished: 'Upgrade packages' on a"
        fixture.store.queries().run(ended).get().status() == RunStatus.OK

        when: 'whatever held it wakes up again'
        log.append(taskFinished('a'))

        then:
        thrown(EventLog.EventLogException)
    }
}
