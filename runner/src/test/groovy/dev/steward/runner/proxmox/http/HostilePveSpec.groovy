package dev.steward.runner.proxmox.http

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.house.Tries
import dev.steward.runner.proxmox.PveException
import dev.steward.runner.proxmox.estate.ViewReader
import java.time.Instant

/** A server that says it is a Proxmox VE: what it answers is read with patience or refused, and is never an error of ours. */
class HostilePveSpec extends ClientSpec {

    private static final List<String> PIECES = ['{', '}', '[', ']', '"', ',', ':', 'null', 'true', '-1', '1e400', '1E2147483647', '1e-2147483647', '9' * 1500, '0.' + '1' * 300, 'NaN', '"\\u0000"', '"\\ud800"', '\u0000', '\u202e', '{"data":', '[[[[', '"type":', '"qemu"', '"lxc"', '"node"', '"vmid":']
    private static final List VALUES = [null, true, false, -1, 0, 1.5, 1e300, 99999999999999999999G, '', ' ', 'x', '1E2147483647', '1e400', '-0', '9' * 63, '\u0000', '\u001b[31m', '../../etc', 'a;b,,;', [], [:], [[]], [[a: 1]], [a: [b: []]], 'x' * 5000]
    private static final Map ANSWERS = [
            '/version'                  : [version: '9.2.11', release: '9.2', repoid: 'abc'],
            '/cluster/status'           : [[type: 'cluster', name: 'home', nodes: 2, quorate: 1, version: 3], [type: 'node', name: 'pve1', online: 1, nodeid: 1, ip: '192.0.2.1', level: ''], [type: 'node', name: 'pve2', online: 0, nodeid: 2]],
            '/cluster/ha/status/current': [[id: 'service:vm:100', type: 'service', node: 'pve1', state: 'started', status: 'x']],
            '/cluster/resources'        : [[type: 'node', node: 'pve1', status: 'online', cpu: 0.1, maxcpu: 4, mem: 1, maxmem: 2, uptime: 7], [type: 'lxc', vmid: 101, node: 'pve1', name: 'web', status: 'running', tags: 'a;b', template: 0, netin: 1, diskread: 2],
                                           [type: 'qemu', vmid: '102', node: 'pve2', name: 'db', status: 'stopped', pool: 'p'], [type: 'storage', storage: 'local', node: 'pve1', content: 'iso', disk: 1, maxdisk: 2], [type: 'pool', pool: 'p'], [type: 'sdn', sdn: 'x']]]

    @Row('S-09')
    def 'answers of other types, of numbers nobody can hold, cut off or damaged make a view or a refusal'() {
        given:
        Map<String, ScriptedPve.Reply> replies = [:]
        def pve = server { replies[it.path()] ?: error(501, 'not implemented') }
        def client = client(pve)
        int views = 0

        when:
        Tries.of(120) { Random random ->
            ANSWERS.each { path, data ->
                String whole = new ObjectMapper().writeValueAsString([data: random.nextInt(3) ? strange(data, random) : data])
                replies[path] = text(200, 'OK', random.nextInt(4) ? whole : Tries.damaged(whole, random, PIECES), ['Content-Type': 'application/json'])
            }
            try {
                def reader = new ViewReader(client)
                def view = reader.read(reader.frame(), Instant.EPOCH)
                assert view.guests().values().every { it.name() && it.load().toString() && !(it.load().toString() =~ /NaN|Infinity/) }
                assert view.nodes().values().every { it.name() && !(it.load().toString() =~ /NaN|Infinity/) }
                views++
            } catch (PveException e) {
                assert e.message && e.message.length() < 2000 && !(e.message =~ /Exception|\bat (java|com|dev)\./)
            }
        }

        then:
        System.getProperty('steward.seed') || (views > 20 && views < 115)
    }

    @Row('S-09')
    def 'an answer that is made to be too much is refused within seconds: #what'() {
        given:
        def pve = server { reply.call() }

        when:
        Tries.within(what) { client(pve).get(path('/cluster/resources'), [:]).list() }

        then:
        def e = thrown(AssertionError)
        e.cause instanceof PveException

        where:
        what                 | reply
        'deep lists'         | { text(200, 'OK', '{"data":' + '[' * 200_000 + ']' * 200_000 + '}') }
        'deep objects'       | { text(200, 'OK', '{"data":' + '{"a":' * 200_000 + '1' + '}' * 200_000 + '}') }
        'deep and cut off'   | { text(200, 'OK', '[' * 1_000_000) }
        'a long number'      | { text(200, 'OK', '{"data":' + '9' * 1_000_000 + '}') }
        'a name of 1 MB'     | { text(200, 'OK', '{"' + 'a' * 1_000_000 + '":1}') }
        'no JSON'            | { text(200, 'OK', '<html>' * 1000) }
        'nothing'            | { text(200, 'OK', '') }
        'a packed bomb'      | { gzip('0' * 80_000_000) }
        'a long header'      | { raw(('HTTP/1.1 200 OK\r\nX: ' + 'a' * 5_000_000).bytes, false) }
        'many headers'       | { raw(('HTTP/1.1 200 OK\r\n' + 'X: a\r\n' * 500_000).bytes, false) }
        'no HTTP'            | { raw(('\u0000\u0001' * 100_000).bytes, false) }
        'a reason of 1 MB'   | { raw(("HTTP/1.1 500 ${'x' * 1_000_000}\r\nContent-Length: 0\r\n\r\n" as String).bytes, false) }
        'half of what it says' | { raw('HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n{'.bytes, false) }
    }

    @Row('U-18')
    def 'an answer that is no JSON is repeated neither in the failure nor in what caused it'() {
        given:
        def pve = server { text(200, 'OK', 'hunter22secret ' * 20) }

        when:
        client(pve).get(path('/version'), [:])

        then:
        PveException e = thrown()
        e.message.contains('not whole JSON')
        !new StringWriter().tap { e.printStackTrace(new PrintWriter(it)) }.toString().contains('hunter22secret')
    }

    private static Object strange(Object data, Random random) {
        if (random.nextInt(12) == 0) {
            return VALUES[random.nextInt(VALUES.size())]
        }
        data instanceof List ? data.collect { strange(it, random) } : data instanceof Map ? data.collectEntries { k, v -> [k, strange(v, random)] } : data
    }
}
