package dev.steward.web

import dev.steward.runner.event.EventLog
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.Status
import java.time.Duration
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

/** A run of 500 hosts and 50 tasks that goes on; every fortieth host failed alike. Many hosts write at a time. */
class BigRun {

    static final List<String> HOSTS = (1..500).collect { "host-$it" as String }
    private final WebFixture web

    BigRun(WebFixture web) { this.web = web }

    EventLog begin() {
        EventLog log = web.stored.begin()
        log.append(web.stored.started())
        log.append(new RunEvent.PlayStarted(0, 'Update', 0, 1, HOSTS,
                (0..49).collect { new RunEvent.TaskRef("0.$it" as String, "Task $it" as String, 'shell') }))
        def pool = Executors.newFixedThreadPool(50)
        HOSTS.each { host -> pool.submit { whole(log, host) } }
        pool.shutdown()
        assert pool.awaitTermination(120, TimeUnit.SECONDS)
        log
    }

    private static void whole(EventLog log, String host) {
        boolean bad = host.split('-')[1].toInteger() % 40 == 0
        50.times {
            boolean here = bad && it == 30
            String message = here ? "E: lock of $host is held by ${host.hashCode() & 0xffff}" : ''
            log.append(new RunEvent.TaskFinished("0.$it", host, here ? Status.FAILED : Status.OK, false, false, false, message, [:], [], 1, Duration.ofMillis(40)))
        }
    }
}
