package dev.steward.runner.alert

import static dev.steward.runner.notice.Notice.Kind.*

import dev.steward.runner.app.alert.AlertDesk.Wish
import dev.steward.runner.app.tell.PowerLines
import dev.steward.runner.app.tell.PowerNotices
import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.metrics.Expositions
import dev.steward.runner.notice.Notice
import dev.steward.runner.power.PowerEvent
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsStatus
import dev.steward.runner.store.NewRun
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What is told that is in no cluster: schedules, and UPSes that cannot be seen. */
class OwnAlertsSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T15:00:00Z'))
    @AutoCleanup AlertKit kit

    def setup() {
        kit = new AlertKit(PveLab.cluster('lab').nodes(1).start(time), time, dir).open()
        schedule('nightly')
        kit.pass(Duration.ofMinutes(1))
    }

    private void pass(long seconds) { kit.pass(Duration.ofSeconds(seconds)) }

    private void schedule(String name, int overdueAfter = 2) {
        def config = AlertKit.with(ScheduleConfig.of('weekly-updates.groovy', '0 3 * * *'), [overdueAfter: overdueAfter])
        kit.stored.store.schedules().define(name, kit.stored.store.json().text(config), true, time.now())
    }

    /** As a schedule writes it: by its file. */
    private long missed(String name = 'nightly', String why = 'Steward was not running') {
        kit.stored.store.runs().missed(new NewRun('weekly-updates.groovy', 'weekly-updates.groovy', [], '{}', [:], [check: false],
                new Cause(Cause.Kind.SCHEDULE, name), Optional.of(name), Optional.of(time.now())), why)
    }

    private long ran(RunStatus how, String name = 'nightly') {
        kit.stored.whole(schedule: name, ended: how, status: how == RunStatus.OK ? Status.OK : Status.FAILED)
    }

    private List<String> open() { kit.desk.open()*.alert()*.identity() }

    private void later(long minutes) {
        pass(10)
        time.advance(Duration.ofMinutes(minutes))
        pass(10)
    }

    private void tomorrow() { time.advance(Duration.ofDays(1)) }

    def 'a schedule that missed fires is one alert, and is over when a later fire of it ran: #how'() {
        given:
        schedule('nightly', 0)

        when:
        missed()
        pass(10)
        tomorrow()
        missed()
        pass(10)

        then: 'once, by the notice that it was'
        kit.kinds() == [MISSED]
        kit.told[0].about() == 'weekly-updates.groovy'
        kit.told[0].run().get() == 1L
        kit.told[0].text().contains('steward alerts ack 1 ')
        open() == ['missed:steward/schedule/nightly']
        kit.desk.open()[0].alert().title().startsWith('Schedule nightly missed its fire of Sat 2026-11-21 ')

        when: 'another process, and the next fire runs'
        kit.open()
        tomorrow()
        ran(how)
        pass(90)

        then:
        open() == []
        kit.kinds() == kinds
        kit.told.last().severity() == Notice.Severity.INFO
        kit.told.last().title().startsWith('Schedule nightly fires again: run 3, ')

        where:
        how              || kinds
        RunStatus.OK     || [MISSED, RECOVERED]
        RunStatus.FAILED || [MISSED, FAILED, RECOVERED]
    }

    def 'a run that is told to go well again ends what was missed and what was overdue: one notice for all of it'() {
        given:
        ran(RunStatus.FAILED)
        pass(10)
        tomorrow()
        missed()
        pass(10)

        expect:
        kit.kinds() == [FAILED, MISSED, OVERDUE]
        kit.told[2].title() == 'Weekly updates: no green run in 2 periods of nightly'
        open() == ['missed:steward/schedule/nightly', 'overdue:steward/schedule/nightly']

        when:
        tomorrow()
        ran(RunStatus.OK)
        pass(90)

        then:
        kit.kinds() == [FAILED, MISSED, OVERDUE, RECOVERED]
        open() == []
    }

    def 'switched off, the clusters are not watched, and what schedules leave undone is told as it was'() {
        given:
        kit.open([enabled: false])

        when:
        missed()
        pass(10)

        then:
        kit.kinds() == [MISSED]
        !kit.desk.watching()
        open() == ['missed:steward/schedule/nightly']
    }

    def 'it ends, too, where #what'() {
        given:
        ran(RunStatus.FAILED)
        ran(RunStatus.FAILED)
        tomorrow()
        missed()
        pass(10)
        assert open().size() == 2
        int told = kit.told.size()

        when:
        end(kit.stored.store.schedules())
        pass(90)

        then:
        open() == left
        kit.titles().drop(told) == titles

        where:
        what                      | end                                       || left                               | titles
        'its schedule is removed' | { it.remove('nightly') }                  || []                                 | ['Schedule nightly is no longer there'] * 2
        'its schedule is paused'  | { it.pause('nightly', 'anna', Instant.EPOCH) } || ['missed:steward/schedule/nightly'] | ['It is no longer watched whether schedule nightly goes well: it is paused']
    }

    def 'it is acknowledged, reminded of and silenced as every other'() {
        given:
        kit.open([remind: Optional.of(Duration.ofMinutes(30))])
        schedule('weekly')
        kit.desk.silence(new Wish('missed', 'schedule/weekly', '1h', 'the mains are rebuilt'), 'anna')

        when:
        missed('nightly')
        missed('weekly')
        later(40)

        then: 'one is told and reminded of, the other is known'
        kit.kinds() == [MISSED, MISSED]
        kit.told[1].title().startsWith('Still: Schedule nightly missed its fire')
        open() == ['missed:steward/schedule/nightly', 'missed:steward/schedule/weekly']
        kit.desk.open()*.silence()*.present == [false, true]

        when:
        kit.desk.acknowledge(1, 'anna', 'I know')
        later(40)

        then: 'the silence is over, and it is still so'
        kit.titles().drop(2) == ['Schedule weekly missed its fire of ' + kit.desk.open()[1].alert().title().drop(35)]
        kit.told[2].kind() == MISSED

        and:
        def metrics = new Expositions(kit.stored.store, new dev.steward.runner.app.power.NoPower(), new dev.steward.runner.metrics.pve.PveExporter(kit.estates, [:], time), { 0 }, new Expositions.Build('1', 'x')).steward()
        metrics.contains('steward_alerts{kind="missed",state="raised"} 1.0\n')
        metrics.contains('steward_alerts{kind="missed",state="acknowledged"} 1.0\n')
        metrics.contains('steward_alerts{kind="ups",state="raised"} 0.0\n')
    }

    private PowerNotices power() { new PowerNotices({ kit.notifier.spool().tell(it) }, Optional.empty(), new PowerLines(dir.resolve('events.log'), ZoneOffset.UTC, time, {}), time) }

    private static PowerEvent lost(String last = 'OL') { new PowerEvent.CommLost('rack', Optional.of(last), UpsReading.Why.UNREACHABLE, 'no answer from 192.0.2.1') }

    private static PowerEvent back() { new PowerEvent.CommRestored('rack', Duration.ofSeconds(40)) }

    def 'a UPS that cannot be seen is told by power protection, and is an alert until it answers for a while; one that comes and goes is one'() {
        given:
        kit.upses = [rack: new UpsReading.Silent(UpsReading.Why.UNREACHABLE, 'no answer from 192.0.2.1')]
        kit.open()

        when:
        power().accept(lost())
        kit.notifier.pass()

        then: 'at once, whether anybody watches alerts or not'
        kit.titles() == ['Ups comm lost: rack cannot be seen: no answer from 192.0.2.1; its last word was OL']
        open() == ['ups:steward/ups/rack']

        when: 'it flaps'
        3.times {
            power().accept(back())
            pass(20)
            power().accept(lost())
            pass(20)
        }

        then:
        kit.kinds() == [UPS_COMM_LOST]

        when:
        kit.upses.rack = new UpsReading.Answered(UpsStatus.of(['ups.status': 'OL']))
        power().accept(back())
        pass(25)
        int before = kit.told.size()
        pass(120)

        then:
        before == 1
        kit.kinds() == [UPS_COMM_LOST, UPS_COMM_RESTORED]
        open() == []
    }

    def 'a silence holds for a UPS that cannot be seen, but not for one that was on battery then: #last'() {
        given:
        kit.upses = [rack: new UpsReading.Silent(UpsReading.Why.UNREACHABLE, 'no answer from 192.0.2.1')]
        kit.open()
        kit.desk.silence(new Wish(kind, '', '1h', 'the rack is moved'), 'anna')

        when:
        power().accept(lost(last))
        kit.notifier.pass()

        then:
        kit.kinds() == soon
        open() == ['ups:steward/ups/rack']

        when:
        later(61)

        then:
        kit.kinds() == [UPS_COMM_LOST]

        where:
        last | kind            || soon
        'OL' | 'ups'           || []
        'OL' | 'ups-comm-lost' || []
        'OB' | 'ups'           || [UPS_COMM_LOST]
        'OB' | '*'             || [UPS_COMM_LOST]
    }

    def 'while the database is away a UPS is told all the same, and is on the list when it is back, told once'() {
        given:
        def spool = new dev.steward.runner.notify.Spool(dir.resolve('notices'))
        def notifier = { new dev.steward.runner.notify.Notifier(kit.stored.store, kit.ways, Optional.empty(), time, it, true) }
        def broken = notifier(spool)
        kit.stored.close()

        when:
        spool.tell(new Notice('power-1', UPS_COMM_LOST, Notice.Severity.WARNING, 'ups/rack', 'Ups comm lost: rack', 'rack cannot be seen\n', Optional.empty(), time.now(), Optional.empty()))
        [{ broken.pass() }, { broken.deliveries().each { it.pass() } }].each {
            try { it() } catch (RuntimeException away) { assert away.message }
        }

        then:
        kit.kinds() == [UPS_COMM_LOST]

        when:
        kit.stored = new StoreFixture(dir.resolve('state'), time)
        kit.open()
        def next = notifier(new dev.steward.runner.notify.Spool(dir.resolve('notices')))
        3.times { next.pass() }

        then:
        kit.kinds() == [UPS_COMM_LOST]
        open() == ['ups:steward/ups/rack']
    }

    def 'an alert of a UPS ends where #what, though no edge of it was told'() {
        given:
        power().accept(lost())
        kit.notifier.pass()

        when:
        kit.upses = readings
        kit.open()
        pass(150)

        then:
        open() == []
        kit.kinds() == [UPS_COMM_LOST, UPS_COMM_RESTORED]

        where:
        what                            | readings
        'it is not configured any more' | [attic: new UpsReading.Answered(UpsStatus.of(['ups.status': 'OL']))]
        'it answers for a while'        | [rack: new UpsReading.Answered(UpsStatus.of(['ups.status': 'OL']))]
        'no UPS is configured any more' | null
    }

    def 'many hosts whose updates wait are one notice, and an alert each'() {
        given:
        def store = kit.stored.store.alerts()
        ['a', 'b', 'c'].each { store.raise(Sign.own(AlertKind.PATCHES, "host/$it", Sign.Level.BAD, "Updates of $it wait for 31 days: 3 pending", '').draft(), time.now()) }

        when:
        2.times { new AlertTeller(store, kit.stored.store.silences(), kit.notifier.&tell, Optional.empty(), Optional.empty(), time).pass() }
        kit.notifier.pass()

        then:
        kit.titles() == ['Updates of 3 hosts wait for too long']
        kit.told[0].text().readLines().take(3) == (['a', 'b', 'c'].withIndex().collect { name, i -> "Updates of $name wait for 31 days: 3 pending (alert ${i + 1})" as String })
        open().size() == 3
    }
}
