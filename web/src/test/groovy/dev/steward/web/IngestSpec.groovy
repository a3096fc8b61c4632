package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.secret.TokenText
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** Agents that push what they see on their node. */
class IngestSpec extends Specification {

    static final Map JSON = ['Content-Type': 'application/json']
    static final String CLUSTER = '{"cluster_name": "production", "cluster_id": "cluster", "nodes": 3, "quorate": 1, "version": 7}'
    static final String NODE = '{"name": "pve1", "node_id": 1, "ip": "10.0.1.10", "online": 1, "local": 1, "level": "", "pve_version": "pve-manager/8.4.1/9002ab8a"}'
    static final String LXC = '''{"name": "web-1", "lxc_id": "lxc/100", "status": "running", "uptime": 86400, "vmid": 100, "node": "pve1", "cpu_cores": 4, "memory_mb": 8192,
        "rootfs": "local-lvm:vm-100-disk-0,size=32G", "net0": "name=eth0,bridge=vmbr0,ip=10.0.1.100/24", "unprivileged": true, "tags": "production,web", "config": {"cores": 4, "hostname": "web-1"}}'''
    static final String QEMU = '{"name": "db-1", "qemu_id": "qemu/200", "status": "running", "uptime": 172800, "vmid": 200, "node": "pve1", "cpu_cores": 8, "memory_mb": 32768, "config": {"agent": "1"}}'

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() {
        web = new WebFixture(dir)
        agent('pve1')
        agent('pve2')
        agent('other', 'away', 'pve1')
    }

    private void agent(String name, String cluster = 'home', String node = name) {
        web.store.tokens().putAgent(name, TokenText.hash("stw_$name"), cluster, node)
    }

    static Map as(String name) { [Authorization: "Bearer stw_$name" as String] }

    private push(String kind, String body, String who = 'pve1') { web.post("/api/proxmox/$kind", body, JSON + as(who)) }

    private List<Map> list(String kind, Map headers = [:]) { WebFixture.json(web.get("/api/proxmox/$kind", headers)).items }

    @Row(['A-17', 'A-18'])
    def 'a document is taken in either spelling, and the answer says so: #kind #spelling'() {
        when:
        def answer = push(kind, body)
        def item = list(kind in ['lxc', 'qemu'] ? kind : kind + 's')[0]

        then:
        answer.statusCode() == 200
        WebFixture.json(answer) == [success: true, message: message]
        item.subMap(kept.keySet()) == kept
        item.source == 'pushed'
        item.pushed
        item.pushed_by == ['pve1']

        where:
        kind      | spelling | body                                                                                      | message                        | kept
        'cluster' | 'doc'    | CLUSTER                                                                                   | 'cluster production is kept'   | [cluster_name: 'production', nodes: 3, quorate: 1, version: 7, cluster: 'home']
        'cluster' | 'code'   | CLUSTER.replace('cluster_name', 'name').replace('cluster_id', 'px_cluster_id')            | 'cluster production is kept'   | [cluster_name: 'production', nodes: 3, quorate: 1, version: 7, cluster: 'home']
        'node'    | 'doc'    | NODE                                                                                      | 'node/pve1 is kept'            | [name: 'pve1', node_id: 1, ip: '10.0.1.10', online: 1, local: 1, level: '', pve_version: 'pve-manager/8.4.1/9002ab8a']
        'node'    | 'code'   | NODE.replace('node_id', 'nodeid').replace('pve_version', 'pveversion')                    | 'node/pve1 is kept'            | [name: 'pve1', node_id: 1, pve_version: 'pve-manager/8.4.1/9002ab8a']
        'lxc'     | 'doc'    | LXC                                                                                       | 'lxc/100 is kept'              | [name: 'web-1', lxc_id: 'lxc/100', vmid: 100, status: 'running', uptime: 86400, cpu_cores: 4, tag_list: ['production', 'web'], unprivileged: true, config: [cores: 4, hostname: 'web-1']]
        'qemu'    | 'doc'    | QEMU                                                                                      | 'qemu/200 is kept'             | [name: 'db-1', qemu_id: 'qemu/200', vmid: 200, memory_mb: 32768]
        'qemu'    | 'as text'| QEMU.replace('"vmid": 200', '"vmid": "200"').replace('172800', '"172800"')                | 'qemu/200 is kept'             | [vmid: 200, uptime: 172800]
    }

    @Row('A-18')
    def 'what is not taken is refused in the words of agents: #what'() {
        when:
        def answer = push(kind, body)
        def said = WebFixture.json(answer)

        then:
        answer.statusCode() == status
        said.success == false
        said.error == error
        said.error_description.contains(words)
        ['clusters', 'nodes', 'lxc', 'qemu'].every { list(it) == [] }

        where:
        what                     | kind      | body                                              | status | error              | words
        'no JSON'                | 'lxc'     | 'hello'                                           | 400    | 'invalid_request'  | 'JSON object'
        'a list'                 | 'lxc'     | '[]'                                              | 400    | 'invalid_request'  | 'JSON object'
        'nothing'                | 'node'    | '{}'                                              | 422    | 'invalid_document' | "'name' is missing"
        'no name'                | 'cluster' | '{"quorate": 1}'                                  | 422    | 'invalid_document' | "'cluster_name' is missing"
        'no number'              | 'lxc'     | '{"name": "x"}'                                   | 422    | 'invalid_document' | "'vmid' is missing"
        'a number too small'     | 'lxc'     | '{"vmid": 99}'                                    | 422    | 'invalid_document' | '100 to 999999999'
        'two numbers'            | 'lxc'     | LXC.replace('lxc/100', 'lxc/101')                 | 422    | 'invalid_document' | 'lxc/101'
        'two spellings'          | 'node'    | NODE.replace('"ip"', '"nodeid": 2, "ip"')         | 422    | 'invalid_document' | 'differ'
        'no quorum word'         | 'cluster' | CLUSTER.replace('"quorate": 1', '"quorate": "x"') | 422    | 'invalid_document' | 'expected 0 or 1'
        'a line break in a name' | 'lxc'     | LXC.replace('"web-1", "lxc_id"', '"a\\nb", "lxc_id"') | 422 | 'invalid_document' | 'control characters'
        'another node'           | 'node'    | NODE.replace('"pve1"', '"pve2"')                  | 403    | 'forbidden'        | 'node pve1 of cluster home'
        'a guest of another node'| 'lxc'     | LXC.replace('"pve1"', '"pve2"')                   | 403    | 'forbidden'        | 'node pve1 of cluster home'
        'more than 1 MiB'        | 'lxc'     | LXC.replace('"cores": 4', '"x": "' + 'y' * 1_100_000 + '"') | 413 | 'too_large'   | '1 MiB'
    }

    def 'a document just below 1 MiB is taken'() {
        expect:
        push('lxc', LXC.replace('"cores": 4', '"x": "' + 'y' * ((1 << 20) - 1000) + '"')).statusCode() == 200
    }

    def 'an agent that pushes too much has to wait a minute; the others do not'() {
        when:
        def statuses = (1..601).collect { push('node', NODE).statusCode() }

        then:
        statuses.take(600).unique() == [200]
        statuses[600] == 429
        push('node', NODE.replace('"pve1"', '"pve2"'), 'pve2').statusCode() == 200

        when:
        def refused = WebFixture.json(push('node', NODE))
        web.time.advance(Duration.ofMinutes(1))

        then:
        refused.error == 'rate_limited'
        push('node', NODE).statusCode() == 200
    }

    def 'nobody but an agent pushes: #who'() {
        given:
        Map headers = who == 'a session' ? [Cookie: web.signIn()] : who == 'admin' ? [Authorization: 'Bearer ' + WebFixture.TOKEN] : who == 'a wrong token' ? [Authorization: 'Bearer stw_x'] : [:]
        if (who == 'a session') {
            headers += ['X-Csrf-Token': web.csrf(headers.Cookie)]
        }

        when:
        def answers = ['cluster', 'node', 'lxc', 'qemu'].collect { web.post("/api/proxmox/$it", LXC, JSON + headers) }

        then:
        answers*.statusCode().unique() == [status]
        answers.every { WebFixture.json(it).with { said -> said.success == false && said.error && said.error_description } }
        list('lxc') == []

        where:
        who             | status
        'nobody'        | 401
        'a wrong token' | 401
        'admin'         | 403
        'a session'     | 403
    }

    def 'an agent does nothing else: #method #path'() {
        when:
        def answer = web.send(method, path, method == 'GET' ? null : '{}', JSON + as('pve1'))

        then:
        answer.statusCode() == 403
        web.runs.begun.empty
        web.desk.asked.empty

        where:
        method | path
        'GET'  | '/'
        'GET'  | '/runs'
        'GET'  | '/api/v1/runs'
        'GET'  | '/api/v1/version'
        'GET'  | '/api/v1/openapi.json'
        'GET'  | '/api/proxmox/changes'
        'POST' | '/api/v1/runs'
        'POST' | '/api/v1/schedules/weekly-updates/pause'
        'PATCH'| '/api/proxmox/lxc/1'
        'POST' | '/sign-in'
    }

    def 'an agent cannot sign in, and a revoked one opens nothing'() {
        expect:
        web.post('/sign-in', 'token=stw_pve1').statusCode() != 303

        when:
        web.store.tokens().remove('pve1')

        then:
        push('lxc', LXC).statusCode() == 401
    }

    @Row(['A-26', 'N-50', 'A-20'])
    def 'several agents of a cluster feed one record of it, and each guest is there once'() {
        when:
        agent('pve3')
        ['pve1', 'pve2', 'pve3'].each { String node ->
            push('node', NODE.replace('"pve1"', "\"$node\""), node)
            push('cluster', CLUSTER, node)
            push('lxc', LXC.replace('"pve1"', "\"$node\"").replace('100', '10' + node[-1]), node)
        }

        then:
        list('clusters').with { it.size() == 1 && it[0].pushed_by == ['pve1', 'pve2', 'pve3'] }
        list('nodes')*.name == ['pve1', 'pve2', 'pve3']
        list('lxc')*.vmid == [101, 102, 103]

        when: 'a guest moves, and its new node tells of it'
        push('lxc', LXC.replace('"pve1"', '"pve2"').replace('100', '101'), 'pve2')

        then:
        list('lxc').collect { [it.vmid, it.node] } as Set == [[101, 'pve2'], [102, 'pve2'], [103, 'pve3']] as Set
    }

    @Row('A-27')
    def 'two clusters of one name are kept apart'() {
        when:
        ['pve1', 'other'].each { push('cluster', CLUSTER, it); push('lxc', LXC, it) }

        then:
        list('clusters').collect { [it.cluster, it.cluster_name] } == [['away', 'production'], ['home', 'production']]
        list('clusters')*.cluster_id.unique().size() == 2
        list('lxc')*.cluster == ['away', 'home']
        list('lxc?cluster_id=home')*.cluster == ['home']
    }

    @Row('N-49')
    def 'a node and a guest that came before their cluster have its id once it comes'() {
        when:
        push('node', NODE)
        push('lxc', LXC)

        then:
        list('nodes')[0].cluster_id == null
        list('lxc')[0].cluster_id == null

        when:
        push('cluster', CLUSTER)
        String id = list('clusters')[0].id

        then:
        list('nodes')[0].cluster_id == id
        list('lxc')[0].cluster_id == id
    }

    @Row('N-48')
    def 'an outage is kept and seen, and a VM that says little is taken'() {
        when:
        push('cluster', CLUSTER.replace('"quorate": 1', '"quorate": 0'))
        push('qemu', '{"vmid": 200, "name": "db-1", "node": "pve1", "status": "running", "config": {}}')

        then:
        list('clusters')[0].quorate == 0
        list('qemu')[0].name == 'db-1'
    }

    @Row(['N-46', 'N-47'])
    def 'each agent sees and removes what it told, and nothing of another'() {
        given:
        push('lxc', LXC)
        push('lxc', LXC.replace('"pve1"', '"pve2"').replace('100', '101'), 'pve2')
        push('lxc', LXC, 'other')
        Map<String, String> ids = list('lxc').collectEntries { [it.pushed_by[0], it.id] }

        expect: 'lists'
        list('lxc').size() == 3
        list('lxc', as('pve1'))*.id == [ids.pve1]
        list('lxc', as('other'))*.id == [ids.other]

        and: 'one'
        web.get("/api/proxmox/lxc/$ids.pve1", as('pve1')).statusCode() == 200
        ['pve2', 'other'].every { web.get("/api/proxmox/lxc/$ids.pve1", as(it)).statusCode() == 404 }
        ['pve2', 'other'].every { web.get("/api/proxmox/lxc/$ids.pve1/history", as(it)).statusCode() == 404 }

        and: 'removing'
        web.send('DELETE', "/api/proxmox/lxc/$ids.pve1", null, as('pve2')).statusCode() == 404
        web.send('DELETE', "/api/proxmox/lxc/$ids.pve1", null, as('pve1')).statusCode() == 200
        web.send('DELETE', "/api/proxmox/lxc/$ids.pve2").statusCode() == 401
        list('lxc')*.id as Set == [ids.pve2, ids.other] as Set
    }

    def 'what an agent says of itself does not make it anything else'() {
        when:
        push('lxc', LXC.replace('"name": "web-1", "lxc_id"', '"name": "web-1", "source": "collected", "pushed": false, "id": "x", "cluster": "away", "lxc_id"'))
        def item = list('lxc')[0]

        then:
        item.source == 'pushed'
        item.pushed
        item.cluster == 'home'
        item.id != 'x'
    }

    def 'a guest its agent no longer tells of is closed, one whose whole node is silent is not'() {
        given:
        push('node', NODE)
        push('lxc', LXC)
        push('node', NODE.replace('"pve1"', '"pve2"'), 'pve2')
        push('lxc', LXC.replace('"pve1"', '"pve2"').replace('100', '101'), 'pve2')

        when:
        web.time.advance(Duration.ofMinutes(31))
        push('node', NODE)
        web.store.estateRecords().closeUntold(1800, web.time.now())

        then:
        list('lxc')*.vmid == [101]
        list('lxc?closed=1').find { it.vmid == 100 }.closed_why.contains('no longer told')
    }
}
