package dev.steward.runner.proxmox.http

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import dev.steward.house.Row
import dev.steward.runner.proxmox.PveException.Kind
import dev.steward.runner.proxmox.PveInfo
import dev.steward.runner.proxmox.RawGet
import dev.steward.runner.secret.Secret
import java.time.Duration

class PveClientSpec extends ClientSpec {

    def 'parameters reach PVE as it reads them'() {
        given:
        def pve = server { ok(null) }

        when:
        client(pve).post(path('/nodes/pve1/qemu/100/agent/exec'), [command: ['id', '-u; x'], tags: 'web;prod', on: true, off: false, n: 5, none: null, password: new Secret('a&b=c')])

        then:
        with(pve.requests[0]) {
            it.method == 'POST'
            it.target == '/api2/json/nodes/pve1/qemu/100/agent/exec'
            it.headers['content-type'].startsWith('application/x-www-form-urlencoded')
            it.body.split('&') as List == ['command=id', 'command=-u%3B+x', 'tags=web%3Bprod', 'on=1', 'off=0', 'n=5', 'password=a%26b%3Dc']
        }
    }

    def 'the parameters of a #method stand in the #place'() {
        given:
        def pve = server { ok('x') }

        when:
        writes(client(pve), method, '/nodes/pve1/lxc/101', [purge: true])

        then:
        pve.requests[0].query() == (place == 'query' ? 'purge=1' : '')
        pve.requests[0].body == (place == 'form' ? 'purge=1' : '')

        where:
        method   | place
        'DELETE' | 'query'
        'PUT'    | 'form'
    }

    def 'a UPID and a volume are one segment of a path'() {
        given:
        def pve = server { ok([]) }

        when:
        client(pve).get(dev.steward.runner.proxmox.PvePath.of('nodes', 'pve1', 'tasks', 'UPID:pve1:000004AA:0006EF7C:6B0105C1:qmshutdown:200:root@pam!t2:', 'a/b'), [limit: 5])

        then:
        pve.requests[0].target == '/api2/json/nodes/pve1/tasks/UPID%3Apve1%3A000004AA%3A0006EF7C%3A6B0105C1%3Aqmshutdown%3A200%3Aroot%40pam%21t2%3A/a%2Fb?limit=5'
    }

    def 'an answer is read with patience: texts as numbers, 0 and 1 as booleans, unknown and missing fields'() {
        given:
        def pve = server { ok([[vmid: '101', template: '1', cpu: '0.5', uptime: 7, odd: [1]], [vmid: 102, template: 0, type: 'hologram']], [total: '9']) }

        when:
        def answer = client(pve).get(path('/cluster/resources'), [:])

        then:
        answer.total().asLong == 9
        answer.list()*.number('vmid')*.asLong == [101, 102]
        answer.list()*.flag('template') == [true, false]
        answer.list()[0].decimal('cpu').asDouble == 0.5
        answer.list()[0].text('odd').empty
        answer.list()[1].number('uptime').empty
        answer.list()[1].text('type').get() == 'hologram'
    }

    def 'a packed answer is unpacked'() {
        given:
        def pve = server { gzip((1..5000).toList()) }

        expect:
        client(pve).get(path('/x'), [:]).data().size() == 5000
        pve.requests[0].headers['accept-encoding'].contains('gzip')
    }

    def 'an answer without end is not read to its end'() {
        given: 'a megabyte of zeros packs to a kilobyte'
        def out = new ByteArrayOutputStream()
        new java.util.zip.GZIPOutputStream(out).withStream { zip -> 65.times { zip.write(new byte[1024 * 1024]) } }
        def pve = server { bytes(200, 'OK', out.toByteArray(), ['Content-Encoding': 'gzip']) }

        when:
        def e = refusal { client(pve).get(path('/x'), [:]) }

        then:
        e.kind() == Kind.MALFORMED
        e.message.contains('larger than 64 MiB')
    }

    @Row('X-06')
    def 'what cannot be learnt about a cluster at the start is said in one line: #start'() {
        given:
        def gate = new java.util.concurrent.CountDownLatch(1)
        def pve = server { stall ? after(gate, ok([:])) : error(500, 'RPCEnvironment init request failed: Unable to load access control list: Connection refused') }

        when:
        def e = refusal { PveInfo.fetch(client(pve, limits: limits(call: 300)), Duration.ofSeconds(30)) }

        then:
        e.reason().startsWith(start)
        e.message.contains(pve.url())
        !e.remedy().empty

        cleanup:
        gate.countDown()

        where:
        stall | start
        true  | 'timeout fetching proxmox cluster info: '
        false | 'failed to fetch proxmox cluster info: RPCEnvironment'
    }

    def 'the limit of the start holds for all its calls together'() {
        given:
        def pve = server {
            time.advance(Duration.ofSeconds(20))
            ok(it.path() == '/version' ? [version: '9.2.11'] : [])
        }

        when:
        def e = refusal { PveInfo.fetch(client(pve), Duration.ofSeconds(15)) }

        then:
        e.kind() == Kind.TIMEOUT
        e.reason().startsWith('timeout fetching proxmox cluster info')
        pve.requests*.path() == ['/version']
    }

    def 'a cluster and a node that stands alone say who they are'() {
        given:
        def pve = server {
            it.path() == '/version' ? ok([version: version, release: 'x']) : ok(status)
        }

        when:
        def info = PveInfo.fetch(client(pve), Duration.ofSeconds(30))

        then:
        info.name() == name
        info.cluster() == cluster
        info.quorate() == quorate
        info.version().major() == major
        info.nodes()*.name() == nodes

        where:
        version   | status                                                                                                                          || name   | cluster | quorate | major | nodes
        '9.2.11'  | [[type: 'cluster', name: 'lab', quorate: '0', nodes: 2], [type: 'node', name: 'a', online: 1], [type: 'node', name: 'b'], [type: 'future']] || 'lab'  | true    | false   | 9     | ['a', 'b']
        '8.4-1'   | [[type: 'node', name: 'pve5', online: 1, local: '1']]                                                                             || 'pve5' | false   | true    | 8     | ['pve5']
    }

    @Row('X-38')
    def 'a raw read gives the decoded JSON of any path, and nothing can be written with it'() {
        given:
        def pve = server { ok([a: [1, 2]]) }
        def client = client(pve)

        when:
        def answer = RawGet.parse('/api2/json/nodes/pve1/tasks?limit=5&typefilter=vz%20x').from(client)

        then:
        answer.data().at('/a/1').asInt() == 2
        pve.requests*.toString() == ['GET /api2/json/nodes/pve1/tasks?limit=5&typefilter=vz+x']

        when:
        RawGet.parse(text)

        then:
        def e = thrown(IllegalArgumentException)
        e.message.contains(said)
        pve.requests.size() == 1

        where:
        text                          | said
        'POST /nodes/pve1/status'     | 'would write'
        'delete /nodes/pve1/lxc/101'  | 'would write'
        '/nodes/pve1\r\nX: y'         | 'is no path'
        'https://other/api2/json/x'   | 'is no path'
        '/nodes/../access'            | 'cannot stand in a path'
        '/'                           | 'at least one segment'
    }

    private static Set<Thread> keepers() { Thread.allStackTraces.keySet().findAll { it.name.startsWith('proxmox-keeper') && it.alive } }

    @Row('X-39')
    def 'closing ends what is under way, and later calls fail'() {
        given:
        def gate = new java.util.concurrent.CountDownLatch(1)
        def arrived = new java.util.concurrent.CountDownLatch(2)
        def pve = server {
            arrived.countDown()
            after(gate, ok([]))
        }
        Set others = keepers()
        def client = client(pve)
        def kinds = [:].asSynchronized()
        def threads = ['GET', 'POST'].collect { method ->
            Thread.start {
                kinds[method] = refusal { method == 'GET' ? client.get(path('/version'), [:]) : client.post(path('/nodes/a/x'), [:]) }.kind()
            }
        }
        arrived.await()

        when:
        client.close()
        threads*.join(5000)

        then:
        kinds == [GET: Kind.CLOSED, POST: Kind.UNKNOWN_OUTCOME]
        refusal { client.get(path('/version'), [:]) }.kind() == Kind.CLOSED
        refusal { client.within(Duration.ofSeconds(1)).post(path('/x'), [:]) }.kind() == Kind.CLOSED
        keepers() - others == [] as Set

        cleanup:
        gate.countDown()
    }

    def 'an interrupt ends a read at once'() {
        given:
        def gate = new java.util.concurrent.CountDownLatch(1)
        def arrived = new java.util.concurrent.CountDownLatch(1)
        def pve = server {
            arrived.countDown()
            after(gate, ok([]))
        }
        def client = client(pve)
        def thrown = null
        def thread = Thread.start {
            try {
                client.get(path('/version'), [:])
            } catch (InterruptedException e) {
                thrown = e
            }
        }
        arrived.await()

        when:
        thread.interrupt()
        thread.join(5000)

        then:
        thrown instanceof InterruptedException

        cleanup:
        gate.countDown()
    }

    def 'an interrupted write still hears what it began, so that its UPID is not lost'() {
        given:
        def gate = new java.util.concurrent.CountDownLatch(1)
        def arrived = new java.util.concurrent.CountDownLatch(1)
        def pve = server {
            arrived.countDown()
            after(gate, ok('UPID:pve1:000004AA:0006EF7C:6B0105C1:vzstart:101:root@pam!t2:'))
        }
        def client = client(pve)
        def upid = null
        def interrupted = false
        def thread = Thread.start {
            upid = client.post(path('/nodes/pve1/lxc/101/status/start'), [:]).upid()
            interrupted = Thread.interrupted()
        }
        arrived.await()

        when:
        thread.interrupt()
        gate.countDown()
        thread.join(5000)

        then:
        upid.get().type() == 'vzstart'
        interrupted
    }
}
