package dev.steward.runner.proxmox.http

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import dev.steward.house.Row
import dev.steward.runner.proxmox.PveException.Kind
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Semaphore
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

class PveLimitsSpec extends ClientSpec {

    @Row('X-07')
    def 'a node is given 4 calls at a time, of which one is kept for people; another node is not held up'() {
        given:
        def gate = new CountDownLatch(1)
        def arrived = new Semaphore(0)
        def there = new AtomicInteger()
        def pve = server { request ->
            if (request.path().startsWith('/nodes/pve1')) {
                there.incrementAndGet()
                arrived.release()
                return after(gate, ok('x'))
            }
            ok('x')
        }
        def client = client(pve)
        def background = (1..10).collect { n -> Thread.start { client.get(path("/nodes/pve1/$n"), [:]) } }

        expect: 'three of ten are there'
        arrived.tryAcquire(3, 10, TimeUnit.SECONDS)
        !arrived.tryAcquire(1, 300, TimeUnit.MILLISECONDS)

        and: 'a person is not behind them'
        def person = Thread.start { client.interactive().get(path('/nodes/pve1/person'), [:]) }
        arrived.tryAcquire(1, 10, TimeUnit.SECONDS)
        pve.requests.last().path() == '/nodes/pve1/person'

        and: 'but then the node has four'
        def next = Thread.start { client.interactive().get(path('/nodes/pve1/next'), [:]) }
        !arrived.tryAcquire(1, 300, TimeUnit.MILLISECONDS)

        and: 'another node is free'
        client.get(path('/nodes/pve2/status'), [:]).text().get() == 'x'

        cleanup:
        gate.countDown()
        [*background, person, next].each { it?.join(10_000) }
        assert there.get() == 12
    }

    @Row('X-07')
    def 'a call has its limit, also where the answer trickles in'() {
        given:
        def pve = server { raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".bytes) }
        def start = System.nanoTime()

        when:
        def e = refusal { client(pve, limits: limits(call: 400)).get(path('/nodes/pve1/x'), [:]) }

        then:
        e.kind() == Kind.TIMEOUT
        e.message.contains('no answer within')
        e.remedy().contains('proxmox.home.limits.call')
        System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)
    }

    def 'who waits too long for a free call is told that nothing was sent'() {
        given:
        def gate = new CountDownLatch(1)
        def arrived = new CountDownLatch(1)
        def pve = server {
            arrived.countDown()
            after(gate, ok('x'))
        }
        def client = client(pve, limits: limits(calls: 1))
        def first = Thread.start { client.put(path('/nodes/pve1/first'), [:]) }
        arrived.await()

        when:
        def e = refusal { client.within(java.time.Duration.ofMillis(300)).post(path('/nodes/pve1/x'), [:]) }

        then:
        e.kind() == Kind.TIMEOUT
        e.message.contains('nothing was sent')
        pve.requests.size() == 1

        cleanup:
        gate.countDown()
        first.join(5000)
    }

    def 'a call gives its place back, however it ends'() {
        given:
        int n = 0
        def pve = server { n++ % 2 ? drop() : error(500, 'VM 200 is not running') }
        def client = client(pve, limits: limits(calls: 1))

        when:
        6.times { refusal { client.post(path('/nodes/pve1/x'), [:]) } }

        then:
        pve.requests.size() == 6
    }
}
