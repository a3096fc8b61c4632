package dev.steward.runner.store.keep

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.runner.config.keep.Bytes
import dev.steward.runner.config.keep.PlaybookKeep
import dev.steward.runner.config.keep.RetentionConfig
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import org.jdbi.v3.core.Jdbi
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** How long the history is kept: by days, by runs, by size, and of one playbook otherwise than of all others. */
class RetentionSpec extends Specification {

    static final Path FOLDER = Path.of('/etc/steward/playbooks')

    @TempDir Path state
    def time = new SettableTime(Instant.parse('2026-01-01T02:00:00Z'))
    @AutoCleanup StoreFixture fixture

    def setup() { fixture = new StoreFixture(state, time) }

    private static KeepRules rules(Map how = [:]) {
        def own = (how.own ?: [:]).collectEntries { name, one -> [name, new PlaybookKeep(Optional.ofNullable(one.days), Optional.ofNullable(one.runs), bytes(one.size))] }
        KeepRules.of(new RetentionConfig(how.days ?: 100_000, how.runs ?: 100_000, bytes(how.size), own), FOLDER)
    }

    private static Optional<Bytes> bytes(Number size) { size ? Optional.of(new Bytes(size as long)) : Optional.empty() }

    /** Playbooks that lay elsewhere: a itself, before it moved, and another whose name ends like it. */
    static final Map ELSEWHERE = [o: '/old/playbooks/a.groovy', x: '/old/playbooks/ba.groovy']

    /** A run a day, oldest first: of playbook a, b or c, or of one elsewhere, with a text of 100 kB; a capital letter: one that has not ended. */
    private Map<Integer, Long> days(String runs) {
        def numbers = [:]
        runs.eachWithIndex { letter, i ->
            String file = ELSEWHERE[letter] ?: FOLDER.resolve(letter.toLowerCase() + '.groovy')
            def log = fixture.begin(playbook: "Playbook $letter" as String, file: file)
            log.append(started())
            log.append(output('web-1', 'x' * 100_000))
            letter == letter.toLowerCase() ? log.append(finished(RunStatus.OK)) : log.append(new RunEvent.TaskStarted('0.0', 'Wait', 'web-1', Optional.empty(), 'apt', true))
            numbers[i + 1] = fixture.lastRun
            time.advance(Duration.ofDays(1))
        }
        numbers
    }

    private List<Long> left() { fixture.store.queries().page(RunFilter.ALL, Optional.empty(), 1000)*.id().reverse() }

    def 'a run goes that is past a bound, and what goes is counted before: #what'() {
        given:
        def numbers = days(runs)
        def keep = rules(how)

        when:
        def ahead = fixture.store.keeping().look(keep)
        def swept = fixture.store.prune(keep)

        then:
        left() == kept.collect { numbers[it] }
        swept == ahead
        swept.runs() == runs.size() - kept.size()
        swept.words() == words
        !swept.more()

        and: 'a second time finds nothing'
        fixture.store.prune(keep).runs() == 0
        left() == kept.collect { numbers[it] }

        where:
        what                                    | runs       | how                                                        || kept            | words
        'nothing is past anything'              | 'aaa'      | [:]                                                        || [1, 2, 3]       | ''
        'days'                                  | 'aaaaa'    | [days: 3]                                                  || [3, 4, 5]       | '2 older than 3 days'
        'one day'                               | 'aaaaa'    | [days: 1]                                                  || [5]             | '4 older than 1 day'
        'runs'                                  | 'ababa'    | [runs: 2]                                                  || [4, 5]          | '3 beyond the newest 2'
        'both: each run counts once'            | 'aaaaaa'   | [days: 4, runs: 3]                                         || [4, 5, 6]       | '2 older than 4 days, 1 beyond the newest 3'
        'size'                                  | 'abcab'    | [size: 250_000]                                            || [4, 5]          | '3 beyond the newest 250KB'
        'a size that all fit in'                | 'abcab'    | [size: 600_000]                                            || [1, 2, 3, 4, 5] | ''
        'the newest stays however large'        | 'abc'      | [size: 1_000]                                              || [3]             | '2 beyond the newest 1KB'
        'size after the others: what is gone by them takes none' | 'aaaaaa' | [days: 4, size: 350_000]                    || [4, 5, 6]       | '2 older than 4 days, 1 beyond the newest 350KB'
        'what has not ended stays, past days'   | 'Aaaa'     | [days: 2]                                                  || [1, 3, 4]       | '1 older than 2 days'
        'and is among the newest runs'          | 'aaAaA'    | [runs: 2]                                                  || [3, 4, 5]       | '2 beyond the newest 2'
        'and has no size'                       | 'Aaaa'     | [size: 250_000]                                            || [1, 3, 4]       | '1 beyond the newest 250KB'
        'the newest that ended stays'           | 'aaA'      | [size: 1_000]                                              || [2, 3]          | '1 beyond the newest 1KB'
        'fewer days of one playbook'            | 'abababab' | [own: [a: [days: 3]]]                                      || [2, 4, 6, 7, 8] | '3 older than 3 days of a'
        'more days of one playbook'             | 'abababab' | [days: 3, own: [a: [days: 100]]]                           || [1, 3, 5, 6, 7, 8] | '2 older than 3 days'
        'runs of its own: others count without' | 'ababab'   | [runs: 2, own: [a: [runs: 1]]]                             || [4, 5, 6]       | '2 beyond the newest one of a, 1 beyond the newest 2'
        'more of its own than of all others'    | 'aaabbb'   | [runs: 1, own: [a: [runs: 3]]]                             || [1, 2, 3, 6]    | '2 beyond the newest one'
        'size of its own: others count without' | 'ababab'   | [size: 250_000, own: [a: [size: 150_000]]]                 || [4, 5, 6]       | '2 beyond the newest 150KB of a, 1 beyond the newest 250KB'
        'a large one leaves others alone'       | 'aaab'     | [size: 150_000, own: [a: [size: 900_000]]]                 || [1, 2, 3, 4]    | ''
        'what it does not name counts with all' | 'abab'     | [runs: 2, own: [a: [days: 100]]]                           || [3, 4]          | '2 beyond the newest 2'
        'all of its own, and all of the rest'   | 'abcabcabc' | [days: 6, runs: 3, size: 150_000, own: [a: [days: 1000, runs: 2, size: 150_000], b: [runs: 1]]] || [7, 9] | '2 older than 6 days, 1 beyond the newest 2 of a, 1 beyond the newest one of b, 1 beyond the newest 150KB of a, 2 beyond the newest 150KB'
        'its own newest stays too'              | 'abb'      | [own: [a: [size: 1_000]]]                                  || [1, 2, 3]       | ''
        'one that has not ended, of its own'    | 'AaaaA'    | [own: [a: [runs: 2]]]                                      || [1, 4, 5]       | '2 beyond the newest 2 of a'
        'named with its ending'                 | 'aab'      | [own: ['a.groovy': [runs: 1]]]                             || [2, 3]          | '1 beyond the newest one of a.groovy'
        'named by its whole path'               | 'aab'      | [own: ['/etc/steward/playbooks/a.groovy': [runs: 1]]]      || [2, 3]          | '1 beyond the newest one of /etc/steward/playbooks/a.groovy'
        'nobody ran it yet'                     | 'aab'      | [own: [z: [runs: 1, days: 1, size: 1000]]]                 || [1, 2, 3]       | ''
    }

    def 'runs that a playbook left under another path are kept as long as its rule says, but never shorter than all others: #what'() {
        given:
        def numbers = days(runs)
        def keep = rules(how)

        when:
        def ahead = fixture.store.keeping().look(keep)
        def swept = fixture.store.prune(keep)

        then:
        left() == kept.collect { numbers[it] }
        swept == ahead
        swept.words() == words

        where:
        what                              | runs    | how                                                            || kept            | words
        'more days'                       | 'oobba' | [days: 2, own: [a: [days: 100]]]                               || [1, 2, 4, 5]    | '1 older than 2 days'
        'fewer days'                      | 'oobba' | [days: 4, own: [a: [days: 1]]]                                 || [2, 3, 4, 5]    | '1 older than 4 days of /old/playbooks/a.groovy'
        'more runs'                       | 'oobbb' | [runs: 1, own: [a: [runs: 2]]]                                 || [1, 2, 5]       | '2 beyond the newest one'
        'fewer runs'                      | 'ooobb' | [runs: 2, own: [a: [runs: 1]]]                                 || [2, 3, 4, 5]    | '1 beyond the newest 2 of /old/playbooks/a.groovy'
        'they push out none of its own'   | 'aaooo' | [runs: 1, own: [a: [runs: 2]]]                                 || [1, 2, 4, 5]    | '1 beyond the newest 2 of /old/playbooks/a.groovy'
        'more bytes'                      | 'oobbb' | [size: 150_000, own: [a: [size: 250_000]]]                     || [1, 2, 5]       | '2 beyond the newest 150KB'
        'fewer bytes'                     | 'ooobb' | [size: 250_000, own: [a: [size: 50_000]]]                      || [2, 3, 4, 5]    | '1 beyond the newest 250KB of /old/playbooks/a.groovy'
        'bytes, of which all may keep any' | 'ooa'  | [own: [a: [size: 1_000]]]                                      || [1, 2, 3]       | ''
        'what the rule does not name'     | 'oobb'  | [runs: 2, own: [a: [days: 100]]]                               || [3, 4]          | '2 beyond the newest 2'
        'a name that ends alike'          | 'xxb'   | [runs: 1, own: [a: [runs: 5]]]                                 || [3]             | '2 beyond the newest one'
        'a rule for a whole path'         | 'oob'   | [runs: 1, own: ['/etc/steward/playbooks/a.groovy': [runs: 5]]] || [3]             | '2 beyond the newest one'
        'a rule of its own'               | 'ooab'  | [runs: 1, own: [a: [runs: 5], '/old/playbooks/a': [runs: 1]]]  || [2, 3, 4]       | '1 beyond the newest one of /old/playbooks/a'
    }

    def 'under whose rule such runs are is told'() {
        given:
        days('oxab')

        expect:
        with(fixture.store.keeping().kept(rules(own: [a: [days: 7], z: [runs: 1]]))) {
            elsewhere() == [a: ['/old/playbooks/a.groovy']]
            own().keySet() == ['a', 'z'] as Set
            own().a.runs() == 1
        }
    }

    def 'a clock that was wrong for one run stops the days of no playbook: #what'() {
        given:
        def before = days('aa')
        time.advance(Duration.ofDays(400))
        def wrong = days('a')
        time.advance(Duration.ofDays(-401))
        def after = days('a' * 25)
        def keep = rules(how)

        expect:
        fixture.store.prune(keep).runs() == 2 + 22
        left() == [wrong[1], after[23], after[24], after[25]]

        where:
        what         | how
        'of its own' | [own: [a: [days: 3]]]
        'of all'     | [days: 3]
    }

    def 'more than a few at a time go as one does, also of two playbooks in turn'() {
        given:
        def all = (1..130).collect { i -> fixture.whole(file: FOLDER.resolve(i % 2 ? 'a.groovy' : 'b.groovy').toString()) }
        def keep = rules(runs: 10, own: [a: [runs: 3]])

        when:
        def ahead = fixture.store.keeping().look(keep)
        def swept = fixture.store.prune(keep)

        then:
        swept == ahead
        swept.by()*.runs() == [62, 55]
        left() == (all.findAll { it % 2 }.takeRight(3) + all.findAll { it % 2 == 0 }.takeRight(10)).sort()
    }

    def 'a fire that was missed is known by the name of its playbook alone, and is under its rule'() {
        given:
        fixture.store.runs().missed(newRun(file: 'a.groovy', schedule: 'nightly'), 'was down')
        time.advance(Duration.ofDays(10))
        long run = fixture.whole(file: FOLDER.resolve('a.groovy').toString())

        expect:
        fixture.store.prune(rules(own: [a: [days: 2]])).words() == '1 older than 2 days of a'
        left() == [run]
    }

    def 'a fire that was missed or held is no run that pushes another out, and goes with those that are older than the newest #what'() {
        given:
        fire('missed')
        def first = real()
        fire('held')
        def second = real(RunStatus.FAILED)
        def later = ['missed', 'held', 'missed'].collect { fire(it) }

        when:
        fixture.store.prune(rules(how))

        then:
        left() == [second, *later]

        where:
        what                    | how
        'runs'                  | [runs: 1]
        'runs of its own'       | [own: [a: [runs: 1]]]
        'bytes'                 | [size: 1000]
        'bytes of its own'      | [own: [a: [size: 1000]]]
    }

    private long fire(String how) {
        fixture.store.runs()."$how"(newRun(file: 'a.groovy', schedule: 'nightly'), 'it could not be')
    }

    private long real(RunStatus ended = RunStatus.OK) {
        def log = fixture.begin(file: FOLDER.resolve('a.groovy').toString())
        log.append(started())
        log.append(output('web-1', 'x' * 100_000))
        log.append(finished(ended))
        fixture.lastRun
    }

    def 'the size of a run is that of its text: the sums are those of the rows, and go down as runs go'() {
        given:
        def numbers = days('aab')
        def log = fixture.begin(file: 'umlaut.groovy', text: 'größer' * 1000)
        log.append(started())
        500.times { log.append(output('web-1', "Zeile $it: größer € 🚒")) }
        30.times { log.append(taskFinished("web-$it", Status.CHANGED, 'ü' * 100)) }
        log.append(new RunEvent.TaskFinished('0.1', 'web-1', Status.OK, false, false, false, '', [text: 'ä' * 50_000], [], 1, Duration.ofSeconds(1)))
        log.append(finished(RunStatus.OK))

        when:
        def kept = fixture.store.keeping().kept(rules(own: [a: [runs: 10]]))

        then: 'as counted when it was written, and as the database counts it; packed output is counted by a rule of thumb'
        kept.runs() == 4
        near(kept.bytes(), text() + 8_000 + 2 * 50)
        near(kept.own().a.bytes(), 2 * 100_000)
        kept.own().a.runs() == 2
        kept.measured()

        when:
        fixture.store.prune(rules(runs: 1))

        then:
        with(fixture.store.keeping().kept(rules(own: [a: [runs: 10]]))) {
            it.runs() == 1
            near(it.bytes(), text() + 8_000)
            own().a == new Kept.Part(0, 0)
        }
    }

    /** Within two percent. */
    private static boolean near(long said, long really) { Math.abs(said - really) < really / 50 + 500 }

    private long text() { one('select sum(octet_length(payload) + coalesce(octet_length(payload_rest), 0)) from run_event') }

    private long one(String sql) { Jdbi.create(fixture.store.connections()).withHandle { it.select(sql).mapTo(Long).one() } }

    private void sql(String... all) { Jdbi.create(fixture.store.connections()).useHandle { handle -> all.each { handle.execute(it) } } }

    def 'runs of an older Steward are measured before anything goes by size, once'() {
        given: 'what the migration finds: nothing measured, and nothing said of it'
        def numbers = days('abababAb')
        sql('update run set kept_bytes = null', 'update run_kept set bytes = 0')

        expect:
        !fixture.store.keeping().kept(rules()).measured()

        when:
        def swept = fixture.store.prune(rules(size: 350_000))

        then:
        left() == [5, 6, 7, 8].collect { numbers[it] }
        swept.by()*.bytes().every { near(it, 400_000) }
        with(fixture.store.keeping().kept(rules())) {
            runs() == 3
            measured()
            near(bytes(), 300_000)
        }

        when: 'one that had not ended ends'
        def claim = fixture.store.runs().takeOver(numbers[7])
        fixture.store.runs().logFor(numbers[7], claim.epoch()).append(finished(RunStatus.OK))

        then:
        near(fixture.store.keeping().kept(rules()).bytes(), 400_000)
    }

    def 'a history whose runs nobody measured yet is never taken for smaller than what is newest of it'() {
        given:
        days('aaaaa')
        sql('update run set kept_bytes = null where id <= 3', "update run_kept set bytes = (select sum(kept_bytes) from run)")

        expect: 'the two that are measured are too much alone'
        fixture.store.keeping().look(rules(size: 150_000)).runs() == 4
    }

    def 'a page that asks how many runs would go counts ten thousand of them'() {
        given:
        def many = new dev.steward.runner.store.ManyRuns(fixture.store.connections())
        many.add(10_050)
        sql("insert into run_kept (playbook_file, runs, bytes) select playbook_file, count(*), 0 from run group by playbook_file")

        when:
        def found = fixture.store.keeping().look(rules(days: 1))

        then:
        found.runs() == 10_000
        found.more()
        KeepText.past(found) == 'more than 10000 runs, gone with the next daily tidying: 10000 older than 1 day'
    }

    def 'words for #what'() {
        expect:
        KeepText.rules(new RetentionConfig(days, runs, bytes(size), own)) == words

        where:
        what       | days | runs    | size          | own                                                                                      || words
        'defaults' | 365  | 100_000 | null          | [:]                                                                                      || '365 days, and at most 100000 runs'
        'one each' | 1    | 1       | null          | [:]                                                                                      || '1 day, and at most 1 run'
        'all'      | 30   | 200     | 5_000_000_000 | [w: new PlaybookKeep(Optional.of(7), Optional.empty(), Optional.empty())]                || '30 days, and at most 200 runs and 5GB; w: 7 days'
        'its own'  | 30   | 200     | null          | [w: new PlaybookKeep(Optional.of(7), Optional.of(9), Optional.of(new Bytes(1_000_000)))] || '30 days, and at most 200 runs; w: 7 days, and at most 9 runs and 1MB of its own'
        'a size'   | 30   | 200     | null          | [w: new PlaybookKeep(Optional.empty(), Optional.empty(), Optional.of(new Bytes(1L << 30)))] || '30 days, and at most 200 runs; w: at most 1GiB of its own'
    }
}
