package dev.steward.runner.proxmox.http

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import dev.steward.house.Row
import dev.steward.runner.proxmox.PveException.Kind
import java.time.Duration
import java.util.concurrent.Semaphore
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.TimeUnit

class PveSessionSpec extends ClientSpec {

    private int tickets
    private Closure<Boolean> good = { true }

    /** Gives tickets T1, T2 …; takes the password and the latest ticket as passwords. */
    private ScriptedPve ticketed(Closure<Reply> then = { ok([version: '9.2.11']) }) {
        server { request ->
            if (request.path() == '/access/ticket') {
                return request.body.contains('correct') || request.body.contains("password=T$tickets") && good()
                        ? ok([ticket: "T${++tickets}", CSRFPreventionToken: "C$tickets", username: 'root@pam'])
                        : error(401, 'authentication failure')
            }
            request.headers.cookie == "PVEAuthCookie=T$tickets" && good() ? then(request) : text(401, 'Authentication failed!', '')
        }
    }

    private static List<String> asked(ScriptedPve pve) {
        pve.requests.collect { it.path() == '/access/ticket' ? 'login ' + it.body.replaceAll('.*password=', '') : it.method + ' ' + it.headers.cookie }
    }

    def 'a token is sent along, without cookie and CSRF header'() {
        given:
        def pve = server { ok(null) }

        when:
        client(pve).post(path('/nodes/a/lxc/101/status/start'), [:])

        then:
        pve.requests[0].headers.authorization == "PVEAPIToken=$TOKEN"
        !pve.requests[0].headers.cookie
        !pve.requests[0].headers.csrfpreventiontoken
    }

    def 'a ticket is got with the first call and sent along, with the CSRF header where something is written'() {
        given:
        def pve = ticketed()
        def client = client(pve, user: user)

        when:
        client.get(path('/version'), [:])
        client.put(path('/x'), [:])

        then:
        pve.requests[0].body == "username=$sent&password=correct+horse"
        pve.requests*.method == ['POST', 'GET', 'PUT']
        pve.requests*.headers.collect { it.csrfpreventiontoken } == [null, null, 'C1']
        pve.requests[2].headers.cookie == 'PVEAuthCookie=T1'

        where:
        user       || sent
        'root@pam' || 'root%40pam'
        'op@pve'   || 'op%40pve'
        'root'     || 'root%40pam'
    }

    def 'a ticket is renewed with itself before its two hours are over, with the password after them'() {
        given:
        def pve = ticketed()
        def client = client(pve, user: 'root@pam')

        when:
        client.get(path('/version'), [:])
        time.advance(Duration.ofMinutes(89))
        client.get(path('/version'), [:])
        time.advance(Duration.ofMinutes(2))
        client.get(path('/version'), [:])

        then:
        tickets >= 2
        asked(pve).findAll { it.startsWith('login') }[0..1] == ['login correct+horse', 'login T1']
    }

    def 'a ticket that PVE refuses is replaced with the password, and the call made again, also a write: a 401 did nothing'() {
        given:
        def pve = ticketed()
        def client = client(pve, user: 'root@pam')
        client.get(path('/version'), [:])

        when: 'the key of the cluster changed'
        tickets = 7
        client.post(path('/x'), [:])

        then:
        asked(pve) == ['login correct+horse', 'GET PVEAuthCookie=T1', 'POST PVEAuthCookie=T1', 'login correct+horse', 'POST PVEAuthCookie=T8']
    }

    def 'many calls at once sign in once'() {
        given:
        def pve = ticketed()
        def client = client(pve, user: 'root@pam')

        when:
        (1..8).collect { n -> Thread.start { client.get(path('/version'), [:]) } }*.join()

        then:
        asked(pve).count { it.startsWith('login') } == 1
    }

    def 'a second factor is answered by what to do'() {
        given:
        def pve = server { ok([NeedTFA: 1, ticket: 'PVE:!tfa!x', CSRFPreventionToken: 'y', username: 'root@pam']) }

        when:
        def e = refusal { client(pve, user: 'root@pam').get(path('/version'), [:]) }

        then:
        e.kind() == Kind.NOT_SIGNED_IN
        e.message.contains('second factor')
        e.message.contains('use an API token')
    }

    @Row('X-05')
    def 'a refusal is not repeated at every call, but after 2, 4, 8, then 10 s: #way'() {
        given: 'PVE delays each 401 by 3 s'
        def pve = server { it.path() == '/access/ticket' ? error(401, 'authentication failure') : text(401, 'Authentication failed!', '') }
        def client = client(with, pve)
        def sent = { refusal { client.get(path('/version'), [:]) }.kind() == Kind.NOT_SIGNED_IN ? pve.requests.size() : -1 }

        expect:
        sent() == 1
        (1..50).collect { sent() }.unique() == [1]
        [2, 4, 8, 10, 10].withIndex().each { int pause, int i ->
            time.advance(Duration.ofMillis(pause * 1000 - 1))
            assert sent() == i + 1
            time.advance(Duration.ofMillis(1))
            assert sent() == i + 2
        }

        where:
        way        | with
        'token'    | [:]
        'password' | [user: 'root@pam', password: 'wrong']
    }

    def 'a wait for a refusal says how long, and ends with the first success'() {
        given:
        def answers = [text(401, 'Authentication failed!', ''), ok(1), text(401, 'Authentication failed!', ''), ok(1)]
        def pve = server { answers.remove(0) }
        def client = client(pve)

        when:
        refusal { client.get(path('/version'), [:]) }

        then:
        refusal { client.get(path('/version'), [:]) }.message.contains('Authentication failed! a moment ago; not asked again for 2 s')

        when:
        2.times { refusing ->
            time.advance(Duration.ofSeconds(2))
            client.get(path('/version'), [:])
            if (refusing == 0) {
                assert refusal { client.get(path('/version'), [:]) }.status() == 401
            }
        }

        then:
        answers.empty
    }

    @Row('X-05')
    def 'a ticket is kept alive each minute by asking for the version; what fails is asked again after 2, 4, 8, then 10 s'() {
        given:
        def keeper = new Steps()
        boolean up = true
        good = { up }
        def pve = ticketed()
        def client = client(pve, user: 'root@pam', pause: keeper)
        client.get(path('/version'), [:])

        expect: 'a minute, a probe'
        keeper.first() == Duration.ofMinutes(1)
        keeper.step() == Duration.ofMinutes(1)
        asked(pve) == ['login correct+horse'] + ['GET PVEAuthCookie=T1'] * 2

        when: 'nothing is accepted any more'
        up = false
        def pauses = (1..5).collect {
            time.advance(Duration.ofSeconds(10))
            keeper.step()
        }

        then:
        pauses == [2, 4, 8, 10, 10].collect { Duration.ofSeconds(it) }

        when:
        up = true
        time.advance(Duration.ofSeconds(10))

        then:
        keeper.step() == Duration.ofMinutes(1)
    }

    /** The keeper stands still until it is let go on. */
    static class Steps implements Keeper.Pause {
        private final SynchronousQueue<Duration> wanted = new SynchronousQueue<>()
        private final Semaphore go = new Semaphore(0)

        boolean sleep(Duration duration) {
            wanted.put(duration)
            go.acquire()
            true
        }

        /** How long it wants to wait before its first round. */
        Duration first() {
            def duration = wanted.poll(20, TimeUnit.SECONDS)
            assert duration: 'nobody waits'
            duration
        }

        /** Lets it do a round, and tells how long it wants to wait after it. */
        Duration step() {
            go.release()
            first()
        }
    }
}
