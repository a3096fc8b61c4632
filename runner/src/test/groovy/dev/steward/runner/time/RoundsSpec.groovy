package dev.steward.runner.time

import java.time.Duration
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import spock.lang.Specification

class RoundsSpec extends Specification {

    def 'a look that fails does not end the rounds'() {
        given:
        def looks = new AtomicInteger()
        def third = new CountDownLatch(3)
        def rounds = new Rounds('looking', Duration.ofMillis(1), new SystemTime(), {
            third.countDown()
            if (looks.incrementAndGet() == 1) {
                throw new IllegalStateException('once')
            }
        })

        when:
        rounds.start()

        then:
        third.await(10, TimeUnit.SECONDS)

        cleanup:
        rounds.close()
    }

    def 'nothing is looked at before the start, and closing interrupts the look under way'() {
        given:
        def looks = new AtomicInteger()
        def first = new CountDownLatch(1)
        def ended = new CountDownLatch(1)
        def rounds = new Rounds('looking', Duration.ofMinutes(1), new SystemTime(), {
            looks.incrementAndGet()
            first.countDown()
            try {
                new CountDownLatch(1).await(10, TimeUnit.SECONDS)
            } finally {
                ended.countDown()
            }
        })

        expect:
        looks.get() == 0

        when:
        rounds.start()
        first.await(10, TimeUnit.SECONDS)
        rounds.close()

        then:
        ended.await(5, TimeUnit.SECONDS)
        looks.get() == 1
    }
}
