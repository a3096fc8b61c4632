package dev.steward.runner.store.host

import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** What runs learn of hosts stays when the runs are gone. */
class KnownHostsSpec extends Specification {

    @TempDir Path folder
    def time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))
    @AutoCleanup StoreFixture stored

    def setup() {
        stored = new StoreFixture(folder, time)
    }

    private long run(Closure middle = { }) {
        def log = stored.begin()
        log.append(StoreFixture.started())
        log.append(StoreFixture.play(['web-1']))
        log.append(StoreFixture.taskStarted('web-1'))
        middle(log)
        log.append(StoreFixture.taskFinished('web-1', Status.CHANGED))
        log.append(StoreFixture.finished(RunStatus.OK, ['web-1']))
        stored.lastRun
    }

    def 'the last contact tells when, in which run and by which way; a run that reaches nobody leaves it alone'() {
        when:
        long first = run { it.append(new RunEvent.HostReached('web-1', 'pct 101 via ssh root@pve1:22')) }
        time.advance(Duration.ofHours(1))
        long second = run()

        then:
        with(stored.store.hosts().of('web-1')) {
            reached().get() == new KnownHost.Reached(Instant.parse('2026-03-01T12:00:00Z'), first, 'pct 101 via ssh root@pve1:22')
            seen().get().run() == second
            seen().get().at() == Instant.parse('2026-03-01T13:00:00Z')
            facts().isEmpty()
        }
        stored.store.hosts().all()['web-1'].reached().get().run() == first
        stored.store.hosts().of('db-1') == KnownHost.none('db-1')
    }

    def 'the facts gathered last are kept with their time and run'() {
        when:
        run { it.append(new RunEvent.FactsGathered('web-1', [kernel: '5.10', os: [id: 'debian']])) }
        time.advance(Duration.ofDays(1))
        long second = run { it.append(new RunEvent.FactsGathered('web-1', [kernel: '6.1', cpus: 4L])) }

        then:
        stored.store.hosts().of('web-1').facts().get() ==
                new KnownHost.Gathered(Instant.parse('2026-03-02T12:00:00Z'), second, [kernel: '6.1', cpus: 4L])
    }
}
