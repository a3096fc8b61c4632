package dev.steward.runner.notify

import dev.steward.runner.config.notify.RouteConfig
import dev.steward.runner.config.notify.RouteConfig.Outside
import dev.steward.runner.notice.ImageUpdate
import dev.steward.runner.notice.Notice
import dev.steward.runner.notice.Notice.Severity
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.alert.Silences
import dev.steward.runner.store.outbox.Posted.State
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.LocalTime
import java.time.ZoneId
import java.time.format.DateTimeFormatter
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** Who is told when: severity, hours, digests and how long is tried. */
class RouteSpec extends Specification {

    static final ZoneId BERLIN = ZoneId.of('Europe/Berlin')

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-03-01T22:30:00Z'))
    @AutoCleanup StoreFixture stored
    List<Notice> sent = []
    Closure<Delivery> answer = { Delivery.delivered() }

    def setup() { stored = new StoreFixture(dir, time) }

    private Notifier to(Map how) {
        RouteConfig usual = RouteConfig.DEFAULT
        def route = new Route(new RouteConfig(how.severity ?: usual.severity(), Optional.ofNullable(how.from).map { LocalTime.parse(it) }, Optional.ofNullable(how.to).map { LocalTime.parse(it) },
                how.outside ?: usual.outside(), Optional.ofNullable(how.digest), how.urgent ?: usual.urgent(), how.giveUp ?: usual.giveUp()), BERLIN)
        Channel channel = [name: { 'pigeon' }, send: { Notice notice -> sent << notice; answer(notice) }] as Channel
        new Notifier(stored.store, [new Channels.Way(channel, Notice.Kind.values() as Set, route)], Optional.empty(), time)
    }

    /** A time of the first of March in UTC, as a digest says it. */
    private static String clock(String utc) {
        DateTimeFormatter.ofPattern('MM-dd HH:mm').format(Instant.parse("2026-03-01T$utc:00Z").atZone(ZoneId.systemDefault()))
    }

    private int number

    private Notice notice(Severity severity, String title = 'n') {
        new Notice("k-${++number}", Notice.Kind.NODE_OFFLINE, severity, 'home', title, 'words', Optional.empty(), time.now(), Optional.empty())
    }

    private void tell(Notifier notifier, Severity... all) {
        all.each { notifier.tell(notice(it, it.toString())) }
        notifier.pass()
    }

    def 'what is not loud enough is not told there'() {
        when:
        tell(to(severity: RouteConfig.Severity.WARNING), Severity.INFO, Severity.WARNING, Severity.ERROR)

        then:
        sent*.severity() == [Severity.WARNING, Severity.ERROR]
    }

    def 'at night (23:30 in Berlin) what is not urgent waits for the morning'() {
        given:
        def notifier = to(from: '07:00', to: '22:00')

        when:
        tell(notifier, Severity.WARNING, Severity.ERROR)
        time.advance(Duration.ofHours(7))
        notifier.pass()
        def before = sent*.severity()
        time.advance(Duration.ofMinutes(31))
        notifier.pass()
        notifier.pass()

        then:
        before == [Severity.ERROR]
        sent*.severity() == [Severity.ERROR, Severity.WARNING]
    }

    def 'a channel for the day alone is told nothing of the night, not even what is urgent where nothing is'() {
        given:
        def notifier = to(from: '07:00', to: '22:00', outside: Outside.DROP, urgent: RouteConfig.Severity.NEVER)

        when:
        tell(notifier, Severity.WARNING, Severity.ERROR)
        time.advance(Duration.ofHours(10))
        tell(notifier, Severity.ERROR)

        then:
        sent.size() == 1
    }

    def 'hours over midnight hold on both sides of it: #at'() {
        given:
        time.set(Instant.parse(at))

        when:
        tell(to(from: '22:00', to: '06:00', outside: Outside.DROP, urgent: RouteConfig.Severity.NEVER), Severity.ERROR)

        then:
        sent.size() == told

        where: 'in Berlin it is one hour later'
        at                     || told
        '2026-03-01T20:59:00Z' || 0
        '2026-03-01T21:00:00Z' || 1
        '2026-03-02T04:59:00Z' || 1
        '2026-03-02T05:00:00Z' || 0
    }

    def 'notices are collected and told as one, what is urgent at once, and none twice'() {
        given:
        def notifier = to(digest: Duration.ofMinutes(30))

        when:
        tell(notifier, Severity.INFO, Severity.WARNING)
        time.advance(Duration.ofMinutes(10))
        tell(notifier, Severity.ERROR, Severity.INFO)
        def soon = sent*.title()
        time.advance(Duration.ofMinutes(20))
        3.times { notifier.pass() }
        time.advance(Duration.ofHours(3))
        notifier.pass()

        then:
        soon == ['error']
        sent*.title() == ['error', '3 notices, the loudest: warning']
        sent[1].text().readLines().take(4) == ["${clock('22:30')}  info  info", "${clock('22:30')}  warning  warning", "${clock('22:40')}  info  info", '']*.toString()
        stored.store.outbox().last(9)*.deliveries().flatten()*.state().unique() == [State.SENT]
    }

    def 'a digest that cannot be sent is tried again as a whole'() {
        given:
        def notifier = to(digest: Duration.ofMinutes(30))
        answer = { Delivery.retry('no wind') }

        when:
        tell(notifier, Severity.INFO, Severity.INFO)
        time.advance(Duration.ofMinutes(30))
        notifier.pass()
        answer = { Delivery.delivered() }
        time.advance(Duration.ofMinutes(1))
        notifier.pass()

        then:
        sent*.title() == ['2 notices, the loudest: info'] * 2
    }

    def 'more than go into one digest are told in another, each once'() {
        given:
        def notifier = to(digest: Duration.ofMinutes(30))

        when: 'the last one is left over'
        tell(notifier, *([Severity.INFO] * 51))
        time.advance(Duration.ofMinutes(30))
        notifier.pass()

        then:
        sent*.title() == ['50 notices, the loudest: info', 'info']
        sent[1].key() == 'k-51'
        stored.store.outbox().last(99)*.deliveries().flatten().collect { [it.state(), it.attempts()] }.unique() == [[State.SENT, 1]]
    }

    @Timeout(60)
    def 'what is collected is tried while many urgent ones wait for another try'() {
        given: 'a channel in trouble for hours, with pauses of four minutes'
        def notifier = to(digest: Duration.ofMinutes(1))
        answer = { Delivery.retry('no wind') }
        tell(notifier, *([Severity.ERROR] * 60))
        240.times {
            time.advance(Duration.ofMinutes(4))
            notifier.pass()
        }
        sent.clear()

        when: 'one is ripe before they are due again'
        time.advance(Duration.ofMinutes(1))
        tell(notifier, Severity.INFO)
        answer = { Delivery.delivered() }
        time.advance(Duration.ofMinutes(1))
        notifier.pass()

        then: 'and as the channel works again, nothing waits on'
        sent.size() == 61
        sent[0].title() == 'info'
    }

    def 'one alone is told as it is'() {
        given:
        def notifier = to(digest: Duration.ofMinutes(30))

        when:
        tell(notifier, Severity.INFO)
        time.advance(Duration.ofMinutes(30))
        notifier.pass()

        then:
        sent*.title() == ['info']
    }

    def 'a channel that gives up after an hour does'() {
        given:
        def notifier = to(giveUp: Duration.ofHours(1))
        answer = { Delivery.retry('no wind') }

        when:
        tell(notifier, Severity.ERROR)
        time.advance(Duration.ofHours(2))
        notifier.pass()

        then:
        stored.store.outbox().last(1)[0].deliveries()[0].state() == State.GIVEN_UP
    }

    def 'trying begins when a notice becomes due, however long it was to wait: #waits'() {
        given: 'in Berlin it is half past eleven at night'
        def notifier = to(how + [giveUp: Duration.ofHours(1)])
        answer = { Delivery.retry('no wind') }
        tell(notifier, Severity.INFO, Severity.INFO)

        when:
        time.advance(due)
        notifier.pass()
        def first = sent.size()
        def state = stored.store.outbox().last(2)*.deliveries().flatten()*.state()
        time.advance(Duration.ofMinutes(61))
        notifier.pass()

        then: 'the first try that fails is not the last'
        first >= 1
        state == [State.WAITING] * 2
        stored.store.outbox().last(2)*.deliveries().flatten()*.state().contains(State.GIVEN_UP)

        where:
        waits       | how                            | due
        'a digest'  | [digest: Duration.ofDays(2)]   | Duration.ofDays(2)
        'the night' | [from: '07:00', to: '22:00']   | Duration.ofHours(8)
        'both'      | [from: '07:00', to: '22:00', digest: Duration.ofMinutes(90)] | Duration.ofHours(8)
    }

    private void newer(String... hosts) {
        hosts.eachWithIndex { host, i ->
            stored.store.images().add(new ImageUpdate("library/app-$i", '1', 'sha256:' + 'a' * 64, host, ImageUpdate.Status.UPDATE, '', '', time.now()))
        }
        time.advance(Duration.ofSeconds(31))
    }

    def 'news of container images go the way of all notices: #what'() {
        given: 'half past eleven at night'
        def notifier = to(how)
        newer('docker-1')

        when:
        notifier.pass()
        def soon = sent*.kind()
        time.advance(Duration.ofHours(8))
        notifier.pass()

        then: 'each is kept, and told on no channel that does not take it'
        soon == []
        sent.size() == later
        stored.store.outbox().last(5)*.notice()*.kind() == [Notice.Kind.IMAGE_UPDATE]
        stored.store.outbox().last(5)*.deliveries().flatten().size() == later

        where:
        what                         | how                                                     || later
        'not loud enough'            | [severity: RouteConfig.Severity.WARNING]                || 0
        'at night by day alone'      | [from: '07:00', to: '22:00', outside: Outside.DROP]     || 0
        'at night, told by day'      | [from: '07:00', to: '22:00']                            || 1
        'collected for half an hour' | [digest: Duration.ofMinutes(30)]                        || 1
    }

    def 'news of images on #silenced that are silenced are told to nobody'() {
        given:
        stored.store.silences().add(new Silences.Draft('image-update', silenced, 'it is rebuilt', 'anna', time.now().plus(Duration.ofDays(1))), time.now())
        newer('docker-1', 'docker-2')

        when:
        to([:]).with { pass(); time.advance(Duration.ofDays(2)); pass() }

        then:
        sent*.title() == told
        stored.store.outbox().last(5).size() == 1

        where:
        silenced   || told
        '*'        || []
        'docker-1' || ['Container image library/app-1:1 on docker-2: a newer version is there']
        'docker-3' || ['2 container images have news: library/app-0:1 on docker-1 and 1 more']
    }

    def 'a test is told always and at once, on the channels that are named'() {
        when:
        def tested = to(severity: RouteConfig.Severity.ERROR, from: '07:00', to: '08:00', digest: Duration.ofHours(1)).test('anna', ['pigeon'])

        then:
        tested.deliveries()*.state() == [State.SENT]
    }
}
