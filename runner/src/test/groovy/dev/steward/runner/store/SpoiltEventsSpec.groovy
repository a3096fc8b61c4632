package dev.steward.runner.store

import dev.steward.house.Row
import dev.steward.runner.event.EventJson
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.trouble.StoreException
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Instant
import org.jdbi.v3.core.Jdbi
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What a disk has changed within a value of an event is told as what cannot be read, and all else is read. */
class SpoiltEventsSpec extends Specification {

    static final String LONG = 'y' * 40_000
    static final String SUM = 'chr(32) || chr(9) || chr(10) || chr(13)'
    static final String HELD = 'holds what this version cannot read: a newer Steward wrote it, or it is damaged'

    @TempDir Path dir
    def time = new SettableTime(Instant.parse('2026-03-01T03:00:00Z'))
    @AutoCleanup StoreFixture fixture

    def setup() { fixture = new StoreFixture(dir.resolve('state'), time) }

    private int sql(String statement) { Jdbi.create(fixture.store.connections()).withHandle { it.execute(statement) } }

    private long one(String query) { Jdbi.create(fixture.store.connections()).withHandle { it.select(query).mapTo(long).one() } }

    /** How many rows there are, and of how many the last thing is a sum. */
    private List<Long> rows() {
        ['1 = 1', "char_length(kept) - char_length(rtrim(kept, $SUM)) = 16"].collect {
            one("select count(*) from (select payload || coalesce(payload_rest, '') as kept from run_event) as all_rows where $it")
        }
    }

    private long run(String says = 'one letter') {
        def log = begun(says)
        log.append(StoreFixture.finished(RunStatus.OK))
        fixture.lastRun
    }

    private begun(String says = 'one letter') {
        def log = fixture.begin()
        log.append(StoreFixture.started())
        log.append(StoreFixture.play(['web-1']))
        log.append(StoreFixture.taskStarted('web-1'))
        log.append(StoreFixture.output('web-1', says))
        log.append(StoreFixture.output('web-1', 'Übrigens: € 🚒\t\n'))
        log.append(StoreFixture.taskFinished('web-1', Status.OK, says))
        log
    }

    private List<RunEvent> events(long run) { fixture.store.queries().events(run, 0, 99)*.event() }

    /** What a person is told who asks for something. */
    private String told(Closure<?> asks) {
        try {
            asks()
        } catch (RuntimeException e) {
            def said = fixture.store.trouble(e)
            assert said instanceof StoreException
            return said.message
        }
        'nothing'
    }

    @Row('S-09')
    def 'what is another than was written is told, and the other runs are read as ever: #what'() {
        given:
        def numbers = [run(says), run(says)]

        when:
        int changed = sql("update run_event set $change where id / 4294967296 = ${numbers[0]} and kind = '$kind' and $which")

        then:
        changed == 1
        told { events(numbers[0]) }.contains(HELD)
        told { fixture.store.queries().eachEvent(numbers[0]) { } }.contains(HELD)

        and:
        events(numbers[1]).size() == 7
        fixture.store.queries().run(numbers[0]).get().status() == RunStatus.OK
        fixture.store.queries().counts(numbers[0]).size() == 1

        where:
        what                  | says                 | kind           | which                      | change
        'a letter of output'  | 'one letter'         | 'output'       | '1 = 1'                    | "payload = replace(payload, 'one letter', 'one better')"
        'one of a message'    | 'one letter'         | 'taskFinished' | '1 = 1'                    | "payload = replace(payload, 'one letter', 'one better')"
        'one far behind'      | LONG + ' one letter' | 'output'       | 'payload_rest is not null' | "payload_rest = replace(payload_rest, 'one letter', 'one better')"
        'no rest any more'    | LONG                 | 'output'       | 'payload_rest is not null' | 'payload_rest = null'
        'a host'              | 'x'                  | 'taskStarted'  | '1 = 1'                    | "host = 'web-2'"
        'none any more'       | 'x'                  | 'taskStarted'  | '1 = 1'                    | 'host = null'
        'a step'              | 'x'                  | 'taskFinished' | '1 = 1'                    | "step = '0.1'"
        'a kind'              | 'x'                  | 'playStarted'  | '1 = 1'                    | "kind = 'warned'"
        'a microsecond'       | 'x'                  | 'taskStarted'  | '1 = 1'                    | "happened_at = happened_at + interval '0.000001' second"
        'the last number'     | 'x'                  | 'output'       | '1 = 1'                    | 'last_id = last_id - 1'
        'the first number'    | 'x'                  | 'runFinished'  | '1 = 1'                    | 'id = id + 1'
        'a sign of the sum'   | 'x'                  | 'runStarted'   | '1 = 1'                    | "payload = substring(payload from 1 for char_length(payload) - 1) || '!'"
        'a part of the sum'   | 'x'                  | 'runStarted'   | '1 = 1'                    | 'payload = substring(payload from 1 for char_length(payload) - 1)'
    }

    @Row('S-09')
    def 'a kept text that is another than was written is told'() {
        given:
        long number = run()
        def detail = fixture.store.queries().detail(number).get()
        String playbook = detail.sources()[0].sha256()

        when:
        sql("update kept_text set content = replace(content, 'Weekly', 'Weakly') where sha256 = '$playbook'")

        then:
        told { fixture.store.queries().text(playbook) }.contains(HELD)
        fixture.store.queries().text(detail.inventorySha()).get() == '{"web-1":{}}'
    }

    def 'what an older Steward wrote, without a sum, is read as it is'() {
        given:
        long number = run()
        def before = events(number)

        expect:
        rows() == [6, 6]

        when:
        sql("update run_event set payload = rtrim(payload, $SUM)")

        then:
        rows() == [6, 0]
        events(number) == before
    }

    def 'a payload of whatever length is read with its sum, in the row and beyond it'() {
        given:
        def log = fixture.begin()
        def warned = { int length -> new RunEvent.Warned(Optional.empty(), 'x' * (length - new EventJson().write(new RunEvent.Warned(Optional.empty(), '')).length())) }
        def all = (29_980..30_002).collect { warned(it) }

        when:
        all.each { log.append(it) }
        log.append(StoreFixture.finished(RunStatus.OK))

        then:
        events(fixture.lastRun).init() == all
        one('select count(*) from run_event where payload_rest is not null') == all.size() - 5
        rows() == [24, 24]
    }

    def 'what the database has no character for is no damage'() {
        given:
        long number = run('a zero \u0000, half a character \uD83D, another \uDE00')

        expect:
        told { events(number) } == 'nothing'
        rows() == [6, 6]
    }

    @Row('S-09')
    def 'a run that broke off, of which events are spoilt, is lost like others, and keeps no Steward from beginning'() {
        given:
        begun()
        long number = fixture.lastRun
        def whole = begun()
        sql("update run_event set payload = replace(payload, 'one letter', 'one better') where id / 4294967296 = $number and kind = 'taskFinished'")
        fixture.close()

        when:
        fixture = new StoreFixture(dir.resolve('state'), time)

        then:
        fixture.store.lost() == [number, fixture.lastRun ?: number + 1]
        fixture.store.queries().run(number).get().message() == 'Steward ended during the run; not all of its events can be read, so it is unknown where it stood'
        fixture.store.queries().run(number + 1).get().message().contains("its last step was 'Upgrade packages' on web-1")

        and: 'its end has a sum too'
        rows()[0] == rows()[1]
        events(number + 1).last() instanceof RunEvent.RunFinished
    }
}
