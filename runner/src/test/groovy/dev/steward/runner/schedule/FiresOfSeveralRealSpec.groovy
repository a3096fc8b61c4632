package dev.steward.runner.schedule

import dev.steward.house.Row
import dev.steward.runner.config.ScheduleConfig
import dev.steward.runner.config.ScheduleConfig.Overlap
import dev.steward.runner.event.Cause
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Three servers on one real PostgreSQL, whose clock and alarms are the spec's. */
class FiresOfSeveralRealSpec extends Specification {

    static final Instant NOON = Instant.parse('2026-03-28T12:00:00Z')

    @TempDir Path dir
    def time = new SettableTime(NOON)
    def eventually = new PollingConditions(timeout: 10, delay: 0.02)
    def threads = Executors.newCachedThreadPool()
    def database = PostgresLab.here().of(dir)
    List<FiringServer> servers = []

    def cleanup() {
        servers*.close()
        threads.shutdownNow()
    }

    private void serve(int count, Map<String, ScheduleConfig> fromFile) {
        servers.addAll((1..count).collect { new FiringServer(dir.resolve("server-$it"), database, time) })
        together { it.schedules.start(fromFile) }
    }

    private List<String> sql(String what) { PostgresLab.here().ask(what, database.database()) }

    /** All of them do it in the same moment. */
    private void together(List<FiringServer> those = servers, Closure what) {
        threads.invokeAll(those.collect { one -> { -> what(one) } as java.util.concurrent.Callable })*.get()
    }

    private List<String> begun() { servers*.fires*.begun.flatten().sort() }

    private List runs(String status) {
        servers.last().store.queries().page(RunFilter.ALL.and(RunFilter.Field.STATUS, status), Optional.empty(), 500)
    }

    private List history() { servers.last().schedules.history('often', 500) }

    private static Map often(String cron, Overlap overlap = Overlap.ALLOW) { [often: ScheduleTry.overlapping('x.groovy', cron, overlap)] }

    @Row('S-01')
    def 'three servers that hear of forty fires at the same moments begin each of them once'() {
        given:
        serve(3, often('* * * * * ?'))

        when:
        40.times {
            time.advance(Duration.ofSeconds(1))
            together { it.schedules.ring('often') }
            together { it.schedules.look() }
        }

        then:
        def due = (1..40).collect { "often ${NOON.plusSeconds(it)}" as String }
        eventually.eventually {
            assert begun() == due.sort()
            assert runs('ok').size() == 40
        }
        history()*.result().toSet() == ['begun'] as Set
        history().size() == 40
        runs('missed').empty
    }

    @Row('S-01')
    def 'a fire in the hands of a server that ends is begun by one of the others, and not a second time when the first wakes up'() {
        given:
        def asleep = new CountDownLatch(1)
        def reached = new CountDownLatch(1)
        serve(3, often('0 0 * * * ?'))
        servers[0].fires.before = { reached.countDown(); asleep.await() }

        when: 'it falls asleep between handing out and beginning'
        time.advance(Duration.ofHours(1))
        servers[0].schedules.ring('often')
        reached.await()
        together(servers.drop(1)) { it.schedules.look() }

        then: 'while it may live, nobody takes its fire'
        begun() == []
        history()*.result() == ['pending']

        when: 'the others give it up after a while'
        time.advance(Duration.ofSeconds(75))
        servers[1].store.servers().end(servers[0].store.server())
        5.times { together(servers.drop(1)) { it.schedules.look() } }

        then:
        eventually.eventually {
            assert history()*.result() == ['begun']
            assert begun() == ['often 2026-03-28T13:00:00Z']
        }

        when: 'it wakes up and goes on where it was'
        asleep.countDown()

        then:
        eventually.eventually {
            assert servers[0].fires.taken.size() == 1
            assert runs('ok').size() == 1
        }
        begun() == ['often 2026-03-28T13:00:00Z']
        history()*.result() == ['begun']
    }

    def 'what another took over is not begun, even where nobody ended this server'() {
        given:
        def asleep = new CountDownLatch(1)
        def reached = new CountDownLatch(1)
        serve(2, often('0 0 * * * ?'))
        servers[0].fires.before = { reached.countDown(); asleep.await() }
        time.advance(Duration.ofHours(1))
        servers[0].schedules.ring('often')
        reached.await()

        when:
        sql("update schedule_fire set owner_id = '${servers[1].store.server()}'")
        servers[1].schedules.look()
        eventually.eventually { assert begun() == ['often 2026-03-28T13:00:00Z'] }
        asleep.countDown()

        then:
        eventually.eventually { assert servers[0].fires.taken == ['FireTaken'] }
        begun().size() == 1
        eventually.eventually { assert runs('ok').size() == 1 }
    }

    def 'a fire that nobody took over in time is a row that says why'() {
        given:
        def asleep = new CountDownLatch(1)
        def reached = new CountDownLatch(1)
        serve(2, often('0 0 * * * ?'))
        servers[0].fires.before = { reached.countDown(); asleep.await() }
        time.advance(Duration.ofHours(1))
        servers[0].schedules.ring('often')
        reached.await()

        when:
        time.advance(Duration.ofMinutes(10))
        servers[1].store.servers().end(servers[0].store.server())
        servers[1].schedules.look()

        then:
        eventually.eventually { assert runs('missed')*.message() == ['Steward ended, or could not write, before the run began'] }
        begun() == []

        cleanup:
        asleep.countDown()
    }

    @Row('S-01')
    def 'an alarm that ended with its server is no lost fire: the others look by themselves'() {
        given:
        serve(2, often('0 0 * * * ?'))

        when:
        time.advance(Duration.ofHours(1).plusSeconds(5))
        together { it.schedules.look() }

        then:
        eventually.eventually { assert begun() == ['often 2026-03-28T13:00:00Z'] }
    }

    def 'a fire whose beginning broke off is begun at the next look'() {
        given:
        serve(1, often('0 0 * * * ?'))
        servers[0].fires.before = { throw new IllegalStateException('the database went away') }

        when:
        time.advance(Duration.ofHours(1))
        servers[0].schedules.ring('often')
        eventually.eventually { assert history()*.result() == ['pending'] }
        servers[0].fires.before = { }

        then:
        eventually.eventually {
            servers[0].schedules.look()
            assert begun() == ['often 2026-03-28T13:00:00Z']
        }
    }

    def 'a schedule does not overlap itself where one server is just beginning its last fire and another has the next'() {
        given:
        def slow = new CountDownLatch(1)
        def reached = new CountDownLatch(1)
        serve(2, often('0 * * * * ?', Overlap.FORBID))
        servers[0].fires.before = { reached.countDown(); slow.await() }

        when:
        time.advance(Duration.ofMinutes(1))
        servers[0].schedules.ring('often')
        reached.await()
        time.advance(Duration.ofSeconds(60))
        servers[1].schedules.ring('often')

        then:
        eventually.eventually {
            assert runs('missed')*.message() == ['the fire of 2026-03-28T12:01:00Z was just beginning on another server']
        }

        when:
        slow.countDown()

        then:
        eventually.eventually { assert begun() == ['often 2026-03-28T12:01:00Z'] }
    }

    @Row('U-17')
    def 'fires that were held are made up for by one server, though all hear that the power is back'() {
        given:
        serve(3, [often: ScheduleTry.misfiring('x.groovy', '0 0 * * * ?', ScheduleConfig.Misfire.ONCE, 1)])
        servers*.fires.each { it.battery = true }
        (1..3).each { fires ->
            time.advance(Duration.ofHours(1))
            servers[0].schedules.ring('often')
            eventually.eventually { assert history().size() == fires && history().every { it.result() == 'held' } }
        }

        when: 'the power of another comes back, which held nothing'
        servers*.fires.each { it.battery = false }
        servers[1].schedules.release()

        then:
        history()*.result() == ['held'] * 3

        when: 'and that of the one that held them, which ended with the outage and was started again'
        servers[1].store.servers().end(servers[0].store.server())
        together(servers.drop(1)) { it.schedules.release() }

        then:
        eventually.eventually { assert begun() == ['often 2026-03-28T15:00:00Z'] }
        eventually.eventually { assert history()*.result() == ['begun', 'missed', 'missed'] }
    }

    @Row('S-01')
    def 'a fire that only servers with a label may run is left to one of them; with misfire #misfire #missed without any'() {
        given:
        def config = ScheduleTry.but(ScheduleTry.overlapping('x.groovy', '0 0 * * * ?', Overlap.ALLOW), [runner: 'site-b', misfire: misfire])
        servers << new FiringServer(dir.resolve('alpha'), database, time) << new FiringServer(dir.resolve('beta'), database, time, ['site-b'])
        servers*.schedules*.start([often: config])

        when: 'the one without it hears the alarm'
        time.advance(Duration.ofHours(1))
        servers[0].schedules.ring('often')
        eventually.eventually { assert sql('select runner from schedule_fire where owner_id is null') == ['site-b'] }
        3.times { servers[0].schedules.look() }

        then: 'the other takes it'
        begun() == []
        eventually.eventually {
            servers[1].schedules.look()
            assert servers[1].fires.begun == ['often 2026-03-28T13:00:00Z']
        }

        when: 'by hand it is refused there, with the name of the other'
        servers[0].schedules.runNow('often', new Cause(Cause.Kind.PERSON, 'anna'))

        then:
        def refused = thrown(ScheduleRefused)
        refused.message == "the schedule 'often' runs only on servers with the label site-b, and alpha has not. Begin it on beta."

        when: 'that other is gone'
        servers[1].schedules.close()
        servers[0].store.servers().end(servers[1].store.server())
        time.advance(Duration.ofHours(1))
        servers[0].schedules.ring('often')
        eventually.eventually { assert sql('select runner from schedule_fire where owner_id is null') == ['site-b'] }
        time.advance(Duration.ofMinutes(3))
        servers[0].schedules.look()

        then:
        servers[0].schedules.history('often', 1)*.result() == [became]
        servers[0].schedules.history('often', 1)*.reason() == [reason]

        where:
        misfire                     | missed         || became    | reason
        ScheduleConfig.Misfire.SKIP | 'it is missed' || 'missed'  | 'no server with the label site-b was at work'
        ScheduleConfig.Misfire.ONCE | 'it waits'     || 'pending' | ''
    }

    def 'a fire that was left to a server with a label is missed at once when its schedule is #what, and says so'() {
        given:
        servers << new FiringServer(dir.resolve('alpha'), database, time) << new FiringServer(dir.resolve('beta'), database, time, ['site-b'])
        servers*.schedules*.start([:])
        servers[0].schedules.create('often', ScheduleTry.but(ScheduleTry.overlapping('x.groovy', '0 0 * * * ?', Overlap.ALLOW), [runner: 'site-b']))
        time.advance(Duration.ofHours(1))
        servers[0].schedules.ring('often')
        eventually.eventually { assert sql('select runner from schedule_fire where owner_id is null') == ['site-b'] }

        when:
        silence(servers[0].schedules)
        together { it.schedules.look() }

        then:
        history()*.result() == ['missed']
        history()*.reason() == [reason]
        begun() == []

        where:
        what      | silence                                 || reason
        'paused'  | { Schedules s -> s.pause('often', 'anna') } || 'the schedule is paused by anna since 2026-03-28T13:00:00Z'
        'removed' | { Schedules s -> s.delete('often') }        || 'the schedule was removed'
    }

    @Row('S-01')
    def 'a server that drains fires nothing, the others do; what falls due while all drain is missed when one goes on'() {
        given:
        serve(2, often('0 0 * * * ?'))
        servers[0].store.servers().drain(servers[0].store.server(), true)

        when:
        time.advance(Duration.ofHours(1))
        servers[0].schedules.ring('often')
        servers[0].schedules.look()

        then:
        history() == []

        when:
        servers[1].schedules.look()

        then:
        eventually.eventually { assert servers[1].fires.begun == ['often 2026-03-28T13:00:00Z'] }

        when:
        servers[1].store.servers().drain(servers[1].store.server(), true)
        time.advance(Duration.ofHours(1))
        together { it.schedules.look() }

        then:
        history().size() == 1

        when:
        servers[0].store.servers().drain(servers[0].store.server(), false)
        time.advance(Duration.ofMinutes(5))
        servers[0].schedules.look()

        then:
        eventually.eventually { assert history()*.result() == ['missed', 'begun'] }
        servers[0].fires.begun == []
    }

    def 'schedules of a file are the same ones for all, whoever starts first'() {
        when:
        serve(3, (1..20).collectEntries { ["every-$it" as String, ScheduleTry.limited('x.groovy', '0 0 * * * ?', "host-$it")] })

        then:
        servers.every { it.schedules.all().size() == 20 }
    }
}
