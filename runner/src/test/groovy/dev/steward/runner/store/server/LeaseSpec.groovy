package dev.steward.runner.store.server

import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant
import spock.lang.Specification

/** For how long a server trusts that the others take it for living, and when it may say of another that it does not. */
class LeaseSpec extends Specification {

    def time = new SettableTime(Instant.parse('2026-11-22T03:10:00Z'))
    def lease = new Lease(time)

    /** Beats that go through, one in five seconds. */
    private void beat(int seconds) {
        (seconds / 5 as int).times {
            time.advance(Duration.ofSeconds(5))
            lease.beaten(lease.now())
        }
    }

    def 'after #silent s without a beat it is in doubt: #doubt'() {
        when:
        beat(60)
        time.advance(Duration.ofSeconds(silent))

        then:
        lease.doubtful() == doubt

        where:
        silent || doubt
        5      || false
        19     || false
        21     || true
        31     || true
    }

    def 'it says of nobody that he is silent before its own beats went through for half a minute'() {
        expect: 'it has just begun'
        !lease.steady()

        when:
        beat(30)

        then:
        !lease.steady()

        when:
        beat(5)

        then:
        lease.steady()
    }

    def 'where the database was away, all were silent: the half minute begins anew when it is back'() {
        given:
        beat(60)

        when: 'away for a minute, then there'
        time.advance(Duration.ofSeconds(60))

        then:
        !lease.steady()

        when:
        lease.beaten(lease.now())
        beat(30)

        then:
        !lease.doubtful()
        !lease.steady()

        when:
        beat(5)

        then:
        lease.steady()
    }
}
