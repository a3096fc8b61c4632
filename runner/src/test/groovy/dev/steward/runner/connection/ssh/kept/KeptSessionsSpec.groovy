package dev.steward.runner.connection.ssh.kept

import dev.steward.runner.time.SettableTime
import dev.steward.runner.time.Time
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** How long and how many; what a session is has its own spec, against a real server. */
class KeptSessionsSpec extends Specification {

    volatile boolean outage
    def time = new SettableTime(Instant.parse('2026-03-01T12:00:00Z'))

    /** Whoever sleeps by it does not move it. */
    Time awake = [now: { time.now() }, nanos: { time.nanos() }, sleep: { Duration d -> Thread.sleep(d.toMillis()) }] as Time

    @AutoCleanup def kept = new KeptSessions(new KeepRule(Duration.ofMinutes(1), 3), awake)

    def setup() { kept.begin { outage } }

    def 'a session waits for its idle time and no longer'() {
        given:
        def one = new Line(time)
        kept.keep('way', 'web1:22', one)

        when:
        time.advance(Duration.ofSeconds(59))
        kept.sweep()

        then:
        kept.count() == 1

        when:
        time.advance(Duration.ofSeconds(1))

        then: 'whoever comes before the sweep does not get it either'
        kept.take('way', { true }).empty
        !one.up
    }

    def 'one that is used again and again is given up after ten times as long, so that new groups come to be seen'() {
        given:
        def one = new Line(time)
        def times = 0

        when:
        while (kept.keep('way', 'web1:22', one)) {
            time.advance(Duration.ofSeconds(30))
            if (kept.take('way', { true }).empty) {
                break
            }
            times++
        }

        then:
        times == 20
    }

    def 'of more than the most the one that waits longest is closed'() {
        given:
        def all = (1..4).collect { new Line(time) }

        when:
        all.eachWithIndex { one, i -> kept.keep("way$i", 'web1:22', one) }

        then:
        all*.up == [false, true, true, true]
        kept.count() == 3
    }

    def 'a server that does not serve keeps none'() {
        given:
        def other = new KeptSessions(rule, awake)
        begun ? other.begin { false } : null

        expect:
        !other.keep('way', 'web1:22', new Line(time))
        other.count() == 0

        cleanup:
        other.close()

        where:
        rule                                  | begun
        new KeepRule(Duration.ofMinutes(1), 3) | false
        new KeepRule(Duration.ZERO, 3)         | true
        KeepRule.NONE                          | true
    }

    def 'one that is not good any more is closed, and not asked'() {
        given:
        def one = new Line(time)
        kept.keep('way', 'web1:22', one)

        expect:
        kept.take('way', { false }).empty
        !one.up
        one.asked == 0
    }

    def 'one that could not be looked at is closed: nobody else has it any more'() {
        given:
        def one = new Line(time)
        kept.keep('way', 'web1:22', one)

        when:
        kept.take('way', { throw new UncheckedIOException(new IOException('too many open files')) })

        then:
        thrown(UncheckedIOException)
        !one.up
    }

    def 'in an outage none is kept: hosts go down by a way of their own'() {
        given:
        def other = new KeptSessions(new KeepRule(Duration.ofMillis(400), 3), awake)
        other.begin { outage }
        def one = new Line(time)
        other.keep('way', 'web1:22', one)

        when:
        outage = true

        then:
        new PollingConditions(timeout: 10).eventually { assert !one.up }

        cleanup:
        other.close()
    }

    def 'a look that fails once is not the last one'() {
        given:
        def failed = false
        def other = new KeptSessions(new KeepRule(Duration.ofMillis(400), 3), awake)
        other.begin {
            if (!failed) {
                failed = true
                throw new IllegalStateException('this once')
            }
            true
        }
        def one = new Line(time)
        other.keep('way', 'web1:22', one)

        expect:
        new PollingConditions(timeout: 10).eventually { assert !one.up }
        failed

        cleanup:
        other.close()
    }

    def 'what is asked of a host that says nothing ends after two seconds; #how'() {
        given:
        def one = new Line(time, true, deaf)
        kept.keep('way', 'web1:22', one)
        long begun = System.nanoTime()

        expect:
        kept.take('way', { true }).empty
        !one.up
        System.nanoTime() - begun < 4_000_000_000L

        where:
        how                                 | deaf
        'the end of its session is heard'   | false
        'nor is the end of its session heard' | true
    }

    def 'a print is the same only where every part is, and shows none of them'() {
        expect:
        new WayPrint().add('a').add('b').text() == new WayPrint().add('a').add('b').text()
        new WayPrint().add('a').add('b').text() != new WayPrint().add('ab').text()
        new WayPrint().add('secret').text() ==~ /[0-9a-f]{64}/
    }

    /** A session without a host. */
    static class Line implements KeptSession {
        final SettableTime time
        final boolean silent
        final boolean deaf
        final long begun
        boolean up = true
        int asked

        Line(SettableTime time, boolean silent = false, boolean deaf = false) {
            this.time = time
            this.silent = silent
            this.deaf = deaf
            begun = time.nanos()
        }

        @Override
        boolean alive() { up }

        @Override
        boolean busy() { false }

        @Override
        Duration age() { Duration.ofNanos(time.nanos() - begun) }

        @Override
        void rest(long most) {}

        @Override
        void goOn() {}

        @Override
        synchronized boolean answers() {
            asked++
            long end = System.nanoTime() + 5_000_000_000L
            while (silent && (deaf || up) && System.nanoTime() < end) {
                wait(100)
            }
            up
        }

        @Override
        synchronized void drop() {
            up = false
            notifyAll()
        }
    }
}
