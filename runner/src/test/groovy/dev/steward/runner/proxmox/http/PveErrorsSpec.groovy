package dev.steward.runner.proxmox.http

import static dev.steward.runner.proxmox.http.ScriptedPve.*

import dev.steward.house.Row
import dev.steward.runner.proxmox.GuestKind
import dev.steward.runner.proxmox.PveException.Kind
import dev.steward.runner.proxmox.Vmid
import dev.steward.runner.secret.Secret

class PveErrorsSpec extends ClientSpec {

    def 'status #status with "#reason" is #kind, read from the reason phrase alone'() {
        given: 'as PVE before 8.3 answers: no message'
        def pve = server { json(status, reason, [data: null]) }

        when:
        def e = refusal { client(pve).get(path('/nodes/pve1/lxc/101/x'), [:]) }

        then:
        e.kind() == kind
        e.status() == status
        e.reason() == reason
        e.message.startsWith("GET /nodes/pve1/lxc/101/x at ${pve.url()} (cluster home): $reason")
        kind == Kind.BAD_PARAMETER || !e.remedy().empty

        where:
        status | reason                                                                                  || kind
        400    | 'Parameter verification failed.'                                                        || Kind.BAD_PARAMETER
        403    | 'Permission check failed (/vms/200, VM.PowerMgmt)'                                      || Kind.FORBIDDEN
        403    | "Permission check failed (URI '/access/ticket' not available with API token, need proper ticket." || Kind.FORBIDDEN
        424    | 'node is not in a cluster, no join info available!'                                     || Kind.STATE
        500    | "Configuration file 'nodes/pve1/lxc/9999.conf' does not exist"                          || Kind.MISSING
        500    | "hostname lookup 'nosuch' failed - failed to get address info for: nosuch"              || Kind.MISSING
        500    | 'CT 101 already running'                                                                || Kind.STATE
        500    | 'VM 200 is not running'                                                                 || Kind.STATE
        500    | "CT 101 already exists on node 'pve3'"                                                  || Kind.STATE
        500    | 'cluster not ready - no quorum?'                                                        || Kind.NO_QUORUM
        500    | "unable to open file '/etc/pve/nodes/pve1/qemu-server/200.conf.tmp.1089' - Permission denied" || Kind.NO_QUORUM
        500    | 'QEMU guest agent is not running'                                                       || Kind.AGENT
        500    | "Agent error: Invalid parameter 'pid'"                                                  || Kind.AGENT
        500    | 'VM is locked (backup)'                                                                 || Kind.BUSY
        500    | 'detected modified configuration - file changed by other user? Try again.'              || Kind.CONFLICT
        500    | 'checksum missmatch (file change by other user?)'                                        || Kind.CONFLICT
        500    | 'cannot index groups: ha groups have been migrated to rules'                            || Kind.NOT_IMPLEMENTED
        500    | 'unable to remove CT 101 - used in HA resources and purge parameter not set.'           || Kind.SERVER
        500    | 'RPCEnvironment init request failed: Unable to load access control list: Connection refused' || Kind.UNREACHABLE
        501    | "Method 'GET /nodes/pve1/nosuch' not implemented"                                       || Kind.NOT_IMPLEMENTED
        595    | 'No route to host'                                                                      || Kind.UNREACHABLE
        596    | 'Connection timed out'                                                                  || Kind.TIMEOUT
        597    | 'Broken pipe'                                                                           || Kind.TIMEOUT
        599    | 'Too many redirections'                                                                 || Kind.TIMEOUT
    }

    def 'after a write #status means that nobody knows'() {
        given:
        def pve = server { text(status, reason, '') }

        when:
        def e = refusal { client(pve).post(path('/nodes/pve1/qemu/100/agent/exec'), [command: ['nosuch']]) }

        then:
        e.kind() == Kind.UNKNOWN_OUTCOME
        e.reason() == reason
        e.remedy().contains('before doing it again')
        pve.requests.size() == 1

        where:
        status | reason
        596    | 'Broken pipe'
        596    | 'Connection timed out'
        599    | 'Too many redirections'
        504    | 'Gateway Time-out'
    }

    def 'what is wrong with which parameter is said, and a 400 that means something else is told apart'() {
        given:
        def pve = server { error(400, 'Parameter verification failed.', errors) }

        when:
        def e = refusal { client(pve).put(path('/nodes/pve1/lxc/101/config'), [memory: 5]) }

        then:
        e.kind() == kind
        e.errors() == errors
        errors.every { name, text -> e.message.contains("$name: $text") }

        where:
        errors                                                        || kind
        [memory: 'value must have a minimum value of 16', net0: 'bad'] || Kind.BAD_PARAMETER
        [upid: 'no such task']                                        || Kind.MISSING
        [skiplock: 'Only root may use this option.']                  || Kind.FORBIDDEN
    }

    def 'the message of the body says more than the reason phrase, an empty answer less'() {
        given:
        def pve = server { reply }

        expect:
        refusal { client(pve).get(path('/x'), [:]) }.reason() == reason

        where:
        reply                                                    || reason
        json(500, 'short', [data: null, message: 'the whole text\n']) || 'the whole text'
        text(500, 'only this', '')                               || 'only this'
        text(500, 'malformed JSON string at character 11', 'malformed JSON string at character 11\n') || 'malformed JSON string at character 11'
        text(500, 'dépôt', '')                                   || 'dépôt'
        text(500, '', '')                                        || 'no reason given'
    }

    @Row('X-13')
    def 'a guest that does not exist is an error of its own kind, though PVE answers 500'() {
        given:
        def pve = server { error(500, "Configuration file 'nodes/pve1/$kind/9999.conf' does not exist") }

        when:
        def e = refusal { client(pve).get(kind.path('pve1', new Vmid(9999)).and('config'), [:]) }

        then:
        e.kind() == Kind.MISSING
        e.message.contains("/nodes/pve1/$kind/9999/config")
        e.remedy().contains('another node')

        where:
        kind << GuestKind.values()
    }

    def 'an answer that is #what cannot be read; the next one can'() {
        given:
        def replies = [reply, reply, ok('fine')]
        def pve = server { replies.remove(0) }
        def client = client(pve)

        when:
        def e = refusal {
            client.get(path('/cluster/resources'), [:])
            // a broken connection is tried once more by itself
            client.get(path('/cluster/resources'), [:])
        }

        then:
        e.kind() == kind
        e.message.contains(said)

        when:
        replies.removeIf { it.bytes == reply.bytes }

        then:
        client.get(path('/cluster/resources'), [:]).text().get() == 'fine'

        where:
        what          | reply                                                 || kind             | said
        'cut JSON'    | text(200, 'OK', '{"data":[{"vmid":1')                 || Kind.MALFORMED   | 'not whole JSON'
        'two answers' | text(200, 'OK', '{"data":[]}{"data":[]}')             || Kind.MALFORMED   | 'not whole JSON'
        'a page'      | text(200, 'OK', '<html>Login</html>')                 || Kind.MALFORMED   | 'a web page'
        'empty'       | text(200, 'OK', '')                                   || Kind.MALFORMED   | 'an empty answer'
        'no envelope' | text(200, 'OK', '[1]')                                || Kind.MALFORMED   | 'without data'
        'a redirect'  | text(301, 'Moved Permanently', 'Moved', [Location: 'https://pve1:8006/']) || Kind.MALFORMED | 'with https://, into proxmox.home.endpoints'
        'half'        | half(ok('x' * 50))                                    || Kind.UNREACHABLE | 'check that the node is on'
        'not HTTP'    | raw('HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n'.bytes, false) || Kind.MALFORMED  | 'port 8006'
    }

    def 'a write whose answer cannot be read may have been carried out'() {
        given:
        def pve = server { reply }

        expect:
        refusal { client(pve).post(path('/nodes/pve1/lxc/101/status/start'), [:]) }.kind() == Kind.UNKNOWN_OUTCOME
        pve.requests.size() == 1

        where:
        reply << [text(200, 'OK', '<html>'), text(200, 'OK', ''), half(ok('UPID')), drop()]
    }

    @Row('X-03')
    def 'no secret is in an error, even where PVE repeats it, nor in anything that is printed'() {
        given:
        def token = '5e55a6e0-1111-2222-3333-444455556666'
        def pve = server { error(400, "no: $token hunter22 ${Base64.encoder.encodeToString("x=$token".bytes)}", [password: "got 'hunter22', ${'hunter22'.bytes.encodeHex()}"]) }
        def client = client(pve)

        when:
        def e = refusal { client.post(path('/nodes/pve1/lxc'), [password: new Secret('hunter22')]) }
        def printed = [e.message, e.errors().toString(), new StringWriter().with { e.printStackTrace(new PrintWriter(it)); it.toString() },
                       client.toString(), config([:], pve).toString(), client.endpoints().toString()].join('\n')

        then:
        printed.contains('***')
        !printed.contains(token)
        !printed.contains('hunter22')
        !printed.contains('68756e746572')
        !printed.contains('NWU1NWE2ZTAt') && !printed.contains('VlNTVhNmUw')
    }

    def 'what only root@pam may is told apart from a missing privilege'() {
        given:
        def pve = server { error(403, reason) }

        expect:
        refusal { client(pve).put(path('/nodes/pve1/lxc/101/config'), [:]) }.remedy().contains(remedy)

        where:
        reason                                                                         || remedy
        'changing feature flags (except nesting) is only allowed for root@pam'         || 'user and password'
        'Permission check failed (/vms/200, VM.PowerMgmt)'                             || 'pveum acl modify'
    }
}
