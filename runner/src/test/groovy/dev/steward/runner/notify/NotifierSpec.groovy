package dev.steward.runner.notify

import dev.steward.house.Row
import dev.steward.runner.config.notify.MailConfig
import dev.steward.runner.config.notify.NoticesConfig
import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.notice.Notice
import dev.steward.runner.schedule.ScheduleTry
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.outbox.Posted.State
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class NotifierSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-03-01T02:00:00Z'))
    @AutoCleanup StoreFixture stored
    List<Notice> sent = []
    Closure<Delivery> answer = { Delivery.delivered() }
    Channel channel = [name: { 'pigeon' }, send: { Notice notice -> sent << notice; answer(notice) }] as Channel
    Notifier notifier

    def setup() { reopen() }

    private void reopen() {
        stored?.close()
        stored = new StoreFixture(dir, time)
        notifier = to(channel)
    }

    private Notifier to(Channel one, Collection<Notice.Kind> kinds = NoticesConfig.DEFAULT.on()) {
        new Notifier(stored.store, [new Channels.Way(one, kinds as Set)], Optional.empty(), time)
    }

    private List<List> fates() { stored.store.outbox().last(50).collectMany { it.deliveries() }.collect { [it.state(), it.attempts(), it.message()] } }

    private long failed(Map how = [:]) { stored.whole([status: Status.FAILED, ended: RunStatus.FAILED, message: 'no space left'] + how) }

    def 'a notice that could not be sent is tried again with growing pauses, and given up after two days'() {
        given:
        answer = { Delivery.retry('connection refused') }
        failed()
        List<Duration> pauses = []
        Instant last = null

        when:
        for (int minute = 0; minute < 60 * 50; minute += minute < 180 ? 1 : 20) {
            int before = sent.size()
            notifier.pass()
            if (sent.size() > before) {
                last && pauses << Duration.between(last, time.now())
                last = time.now()
            }
            time.advance(Duration.ofMinutes(minute < 180 ? 1 : 20))
        }

        then:
        pauses.take(8)*.toMinutes() == [1, 1, 2, 4, 8, 16, 32, 60]
        pauses.drop(9)*.toMinutes().unique() == [60]
        fates() == [[State.GIVEN_UP, sent.size(), 'connection refused']]
        sent*.key().unique() == ['run-1']
    }

    def 'a refusal is final, a repair is not: #first'() {
        given:
        answer = { first }
        failed()

        when:
        notifier.pass()
        answer = { Delivery.delivered() }
        time.advance(Duration.ofHours(1))
        notifier.pass()

        then:
        sent.size() == tries
        fates() == [[state, tries, message]]

        where:
        first                              || tries | state         | message
        Delivery.delivered()               || 1     | State.SENT    | ''
        Delivery.delivered('not to all')   || 1     | State.SENT    | 'not to all'
        Delivery.refused('550 no such')    || 1     | State.REFUSED | '550 no such'
        Delivery.retry('451 later')        || 2     | State.SENT    | ''
    }

    def 'a channel in trouble is asked once, not once a notice, and one that throws is in trouble'() {
        given:
        answer = { throw new IllegalStateException('broken wing') }
        5.times { failed() }

        when:
        notifier.pass()
        notifier.pass()

        then:
        sent.size() == 1
        fates()*.get(0).unique() == [State.WAITING]
        fates()*.get(2).findAll { it } == ['IllegalStateException: broken wing']
        notifier.waiting()*.notice()*.run()*.get() == [1, 2, 3, 4, 5]

        when:
        answer = { Delivery.delivered() }
        time.advance(Duration.ofSeconds(30))
        notifier.pass()

        then:
        fates()*.get(0) == [State.SENT] * 5
        notifier.waiting().empty
    }

    def 'what ended while nobody looked is told by the next process, once: #how'() {
        given:
        act.call(stored)

        when:
        reopen()
        notifier.pass()
        reopen()
        notifier.pass()

        then:
        sent*.kind() == [kind]
        sent[0].title().contains(word)

        where:
        how                       | act                                                                     || kind             | word
        'a run that failed'       | { it.whole(status: Status.FAILED, ended: RunStatus.FAILED) }            || Notice.Kind.FAILED | 'run 1: failed'
        'a run that was lost'     | { it.begin().append(StoreFixture.started()) }                           || Notice.Kind.LOST   | 'run 1: lost'
        'a fire that was missed'  | { it.store.runs().missed(StoreFixture.newRun([:]), 'Steward was down') } || Notice.Kind.MISSED | 'run 1: missed'
    }

    def 'fires that are missed one after the other are one notice a day'() {
        when:
        20.times {
            stored.store.runs().missed(StoreFixture.newRun([:]), 'still going')
            notifier.pass()
            time.advance(Duration.ofMinutes(1))
        }
        int first = sent.size()
        time.advance(Duration.ofDays(1))
        stored.store.runs().missed(StoreFixture.newRun([:]), 'still going')
        notifier.pass()

        then:
        first == 1
        sent.size() == 2
    }

    def 'a recovery needs the hosts that had trouble'() {
        when: 'two hosts are in trouble, and a green run was on one of them'
        def log = stored.begin()
        log.append(StoreFixture.started())
        def recap = ['a', 'b'].inject(Recap.EMPTY) { all, host -> all.plus(host, new Recap.Counts(0, 0, 0, 1, 0, 0, 0, 0, 0)) }
        log.append(new RunEvent.RunFinished(RunStatus.FAILED, 2, recap, 'two hosts failed'))
        stored.whole(hosts: hosts)
        notifier.pass()

        then:
        sent*.kind() == kinds

        where:
        hosts           || kinds
        ['a', 'b', 'c'] || [Notice.Kind.FAILED, Notice.Kind.RECOVERED]
        ['a']           || [Notice.Kind.FAILED]
        ['c']           || [Notice.Kind.FAILED]
    }

    def 'what nobody wants to be told is kept and sent to nobody'() {
        given:
        def quiet = to(channel, [Notice.Kind.LOST])

        when:
        failed()
        quiet.pass()

        then:
        sent.empty
        stored.store.outbox().last(5)*.notice()*.kind() == [Notice.Kind.FAILED]
        stored.store.outbox().last(5)[0].deliveries().empty
    }

    def 'what waits for a channel that is gone is given up after two days'() {
        given:
        answer = { Delivery.retry('no wind') }
        failed()
        notifier.pass()
        def none = new Notifier(stored.store, [], Optional.empty(), time)

        when:
        none.pass()
        def before = fates()*.get(0)
        time.advance(Duration.ofDays(3))
        none.pass()

        then:
        before == [State.WAITING]
        fates() == [[State.GIVEN_UP, 1, 'no channel of this name is configured']]
    }

    def 'old notices go with old runs'() {
        given:
        failed()
        notifier.pass()
        time.advance(Duration.ofDays(400))

        when:
        stored.store.prune(StoreFixture.keep(365, 100_000))

        then:
        stored.store.outbox().last(5).empty
    }

    def 'a title cannot end its line'() {
        expect:
        new Notice('k', Notice.Kind.TEST, Notice.Severity.INFO, '', 'a\r\nBcc: x@example.org', '', Optional.empty(), time.now(),
                Optional.empty()).title() == 'a Bcc: x@example.org'
    }

    def 'on each channel a kind has a way: #kind'() {
        expect:
        Channels.of(new NoticesConfig(Optional.of(MailConfigs.plain(25)), [:], Optional.empty(), [Notice.Kind.LOST]), UUID.randomUUID())[0].kinds().contains(kind) == told

        where:
        kind               || told
        Notice.Kind.LOST   || true
        Notice.Kind.FAILED || false
        Notice.Kind.TEST   || true
    }

    /** As of a steward.yml. */
    static class MailConfigs {

        static MailConfig plain(int port) {
            new MailConfig('127.0.0.1', Optional.of(port), MailConfig.Tls.NONE, Optional.empty(), Optional.empty(),
                    'steward@example.org', ['ops@example.org'], Duration.ofSeconds(5), [], Optional.empty())
        }
    }

    @Row('U-21')
    def 'a schedule without a green run in two periods is told once, whatever the reasons, and again only after it went well'() {
        given:
        stored.store.schedules().define('weekly', stored.store.json().text(ScheduleConfig.of('weekly-updates.groovy', '0 3 * * 0')), true, time.now())
        def week = { RunStatus status, Map more = [:] ->
            time.advance(Duration.ofDays(7))
            stored.whole([schedule: 'weekly', ended: status, status: status == RunStatus.OK ? Status.OK : Status.FAILED] + more)
            notifier.pass()
        }
        def overdue = { sent.findAll { it.kind() == Notice.Kind.OVERDUE } }

        when:
        week(RunStatus.OK)
        week(RunStatus.FAILED)

        then:
        overdue().empty

        when:
        week(RunStatus.CANCELLED)

        then:
        overdue()*.title() == ['Weekly updates: no green run in 2 periods of weekly']
        overdue()[0].text().contains('The last green run was 1, ')
        overdue()[0].severity() == Notice.Severity.ERROR

        when: 'another process, and the trouble goes on'
        reopen()
        week(RunStatus.FAILED)

        then:
        overdue().size() == 1

        when:
        week(RunStatus.OK)
        week(RunStatus.FAILED)
        week(RunStatus.FAILED)

        then:
        overdue().size() == 2
    }

    def 'what proves nothing makes no schedule green again: #what'() {
        given:
        stored.store.schedules().define('weekly', stored.store.json().text(ScheduleConfig.of('weekly-updates.groovy', '0 3 * * 0')), true, time.now())
        stored.whole(schedule: 'weekly', ended: RunStatus.FAILED)

        when:
        stored.whole(ended: RunStatus.OK, options: options)
        stored.whole(schedule: 'weekly', ended: RunStatus.FAILED)
        notifier.pass()

        then:
        sent.count { it.kind() == Notice.Kind.OVERDUE } == told

        where:
        what                | options                            || told
        'a check'           | [check: true]                      || 1
        'some hosts'        | [check: false, limit: 'web-1']     || 1
        'some tags'         | [check: false, tags: ['packages']] || 1
        'nothing left out'  | [check: false, tags: []]           || 0
    }

    def 'nobody is told of a schedule that #what'() {
        given:
        def config = ScheduleTry.but(ScheduleConfig.of('weekly-updates.groovy', '0 3 * * 0'), how)
        stored.store.schedules().define('weekly', stored.store.json().text(config), true, time.now())
        if (paused) stored.store.schedules().pause('weekly', 'anna', time.now())

        when:
        5.times { stored.whole(schedule: 'weekly', ended: RunStatus.FAILED) }
        notifier.pass()

        then:
        !sent.any { it.kind() == Notice.Kind.OVERDUE }

        where:
        what                   | how               | paused
        'is paused'            | [:]               | true
        'is switched off'      | [enabled: false]  | false
        'is never overdue'     | [overdueAfter: 0] | false
    }
}
