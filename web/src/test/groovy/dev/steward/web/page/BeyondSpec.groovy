package dev.steward.web.page

import java.time.Duration
import java.util.concurrent.CountDownLatch
import spock.lang.Specification
import spock.lang.Timeout

@Timeout(30)
class BeyondSpec extends Specification {

    def 'a cluster that does not answer holds no page up, and nobody else who asks'() {
        given:
        def answers = new CountDownLatch(1)
        def asked = []
        def beyond = new Beyond({ plan, hosts ->
            asked << hosts
            if (hosts == [['pve1']]) { answers.await() }
            ['reboots 1 node']
        }, Duration.ofMillis(300))

        expect:
        beyond.words(null, [['pve1']]) == ['how far it reaches is not known: its cluster does not answer soon']
        beyond.words(null, [['pve2']]) == ['reboots 1 node']

        when:
        answers.countDown()

        then:
        beyond.words(null, [['pve1']]) == ['reboots 1 node']
        asked.size() == 3
    }
}
