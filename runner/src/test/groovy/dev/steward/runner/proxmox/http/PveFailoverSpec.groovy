package dev.steward.runner.proxmox.http

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import dev.steward.runner.proxmox.PveException.Kind
import java.time.Duration
import java.util.concurrent.CountDownLatch

class PveFailoverSpec extends ClientSpec {

    private static String deadPort() {
        new ServerSocket(0).withCloseable { "https://127.0.0.1:${it.localPort}" }
    }

    def 'a #method moves on where no connection comes about, and the dead endpoint is asked last from then on'() {
        given:
        def pve = server { ok('x') }
        def dead = deadPort()
        def client = client(dead, pve)

        when:
        3.times { method == 'GET' ? client.get(path('/x'), [:]) : writes(client, method, '/x') }

        then:
        pve.requests*.method == [method] * 3
        client.endpoints()*.trouble()*.present == [true, false]
        client.endpoints()*.url() == [dead, pve.url()]

        where:
        method << ['GET', 'POST', 'PUT', 'DELETE']
    }

    def 'a read moves on from an endpoint that #what'() {
        given:
        def gate = new CountDownLatch(1)
        def first = server { how(gate) }
        def second = server { ok('x') }
        def client = client(first, second, limits: limits(call: 500))

        expect:
        client.get(path('/cluster/resources'), [:]).text().get() == 'x'
        client.get(path('/cluster/resources'), [:]).text().get() == 'x'
        second.requests.size() == 2

        cleanup:
        gate.countDown()

        where:
        what               | how
        'hangs up'         | { drop() }
        'stalls'           | { after(it, ok('late')) }
        'answers by half'  | { half(ok('x' * 100)) }
        'lost its pmxcfs'  | { error(500, 'RPCEnvironment init request failed: Unable to load access control list: Connection refused') }
        'has no pvedaemon' | { text(595, 'Connection refused', '') }
        'is a proxy alone' | { text(502, 'Bad Gateway', '') }
    }

    def 'a #method that may have been carried out is never sent again: the endpoint #what'() {
        given:
        def gate = new CountDownLatch(1)
        def first = server { how(gate) }
        def second = server { ok('x') }
        def client = client(first, second, limits: limits(call: 500))

        when:
        def e = refusal { writes(client, method, '/nodes/pve1/lxc/101/x') }

        then:
        e.kind() == Kind.UNKNOWN_OUTCOME
        e.message.contains(first.url())
        first.requests.size() == 1
        second.requests.empty

        cleanup:
        gate.countDown()

        where:
        [method, what, how] << [['POST', 'PUT', 'DELETE'], [['hangs up', { drop() }], ['stalls', { after(it, ok('late')) }], ['answers 596', { text(596, 'x', '') }]]]
                .combinations().collect { [it[0], it[1][0], it[1][1]] }
    }

    def 'a write moves on where PVE says that it did not begin'() {
        given:
        def first = server { error(500, 'RPCEnvironment init request failed: Unable to load access control list: Connection refused') }
        def second = server { ok('done') }

        expect:
        client(first, second).put(path('/cluster/options'), [:]).text().get() == 'done'
        [first, second]*.requests*.size() == [1, 1]
    }

    def 'a dead node is not the fault of the endpoint that says so; a write is then not tried elsewhere'() {
        given:
        def first = server { text(595, 'No route to host', '') }
        def second = server { ok('x') }
        def client = client(first, second)

        when:
        def e = refusal { client.post(path('/nodes/pve2/lxc/101/status/start'), [:]) }

        then:
        e.kind() == Kind.UNREACHABLE
        e.remedy().contains('the node pve2 is off')
        client.endpoints()*.trouble()*.present == [false, false]
        second.requests.empty
    }

    def 'a read over a connection that the node just closed is sent again; a write takes a connection of its own'() {
        given:
        def pve = server { last(ok('x')) }
        def client = client(pve)

        when:
        3.times { client.get(path('/x'), [:]) }
        2.times { client.put(path('/x'), [:]) }

        then:
        pve.requests.size() == 5
        client.endpoints()[0].trouble().empty
        pve.requests*.connection.unique().size() == 5
    }

    def 'reads share a connection, writes do not'() {
        given:
        def pve = server { ok('x') }
        def client = client(pve)

        when:
        5.times { client.get(path('/x'), [:]) }
        2.times { client.put(path('/x'), [:]) }

        then:
        pve.requests*.connection == [1, 1, 1, 1, 1, 2, 3]
    }

    def 'where nobody answers, each endpoint is named with what it said'() {
        given:
        def dead = deadPort()
        def pve = server { drop() }

        when:
        def e = refusal { client(dead, pve).get(path('/x'), [:]) }

        then:
        e.kind() == Kind.UNREACHABLE
        e.message.contains('no endpoint answers')
        e.message.contains("$dead: ")
        e.message.contains("${pve.url()}: ")
        !e.remedy().empty
    }

    def 'an endpoint that comes back is found by itself and preferred again'() {
        given:
        def keeper = new PveSessionSpec.Steps()
        boolean up = false
        def first = server { up ? ok('first') : drop() }
        def second = server { ok('second') }
        def client = client(first, second, pause: keeper)

        when:
        def answers = [client.get(path('/x'), [:]).text().get()]
        up = true
        keeper.first()
        keeper.step()
        answers << client.get(path('/x'), [:]).text().get()

        then:
        answers == ['second', 'first']
    }

    def 'a lock that is held for a moment is waited for, twice at most; another one is told at once'() {
        given:
        int left = refusals
        def pve = server { left-- > 0 ? error(500, reason) : ok('done') }
        def client = client(pve)
        def start = time.now()

        when:
        def end = null
        try {
            end = client.put(path('/nodes/pve1/lxc/101/config'), [:]).text().get()
        } catch (dev.steward.runner.proxmox.PveException e) {
            end = e.kind()
        }

        then:
        end == result
        pve.requests.size() == sent
        Duration.between(start, time.now()) == Duration.ofSeconds(waited)

        where:
        reason                                                                      | refusals || result    | sent | waited
        "can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout"         | 1        || 'done'    | 2    | 2
        "can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout"         | 2        || 'done'    | 3    | 7
        "can't lock file '/run/lock/lxc/pve-config-101.lock' - got timeout"         | 3        || Kind.BUSY | 3    | 7
        'VM is locked (backup)'                                                     | 1        || Kind.BUSY | 1    | 0
        'CT 101 already running'                                                    | 1        || Kind.STATE | 1   | 0
    }
}
