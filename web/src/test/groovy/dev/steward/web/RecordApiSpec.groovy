package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.store.estate.EstateRow
import dev.steward.runner.store.estate.RecordDraft
import dev.steward.runner.store.estate.RecordKey
import dev.steward.runner.store.estate.RecordKey.Origin
import dev.steward.runner.store.estate.RecordKind
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class RecordApiSpec extends Specification {

    static final Map ADMIN = [Authorization: 'Bearer ' + WebFixture.TOKEN, 'Content-Type': 'application/json']

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() {
        web = new WebFixture(dir)
        put(RecordKey.cluster(Origin.COLLECTED, 'home'), '', 'lab', [cluster_name: 'lab', nodes: 2], [quorate: 1])
        ['pve1', 'pve2'].each { put(RecordKey.node(Origin.COLLECTED, 'home', it), it, it, [name: it], [online: 1]) }
        (101..125).each { guest(it, it % 2 ? 'pve1' : 'pve2') }
    }

    private void put(RecordKey key, String node, String name, Map facts, Map readings) {
        web.store.estateRecords().put([RecordDraft.collected(key, node, name, facts, readings)], web.time.now())
    }

    private void guest(int vmid, String node, Map facts = [:], Map readings = [status: 'running']) {
        put(RecordKey.guest(Origin.COLLECTED, RecordKind.LXC, 'home', vmid), node, "ct-$vmid", [name: "ct-$vmid" as String, vmid: vmid, node: node, ostype: 'ubuntu'] + facts, readings)
    }

    private Map get(String path) { WebFixture.json(web.get('/api/proxmox/' + path)) }

    @Row('N-46')
    def 'lists come in pages of 20, and by node and cluster'() {
        given:
        String node = get('nodes').items.find { it.name == 'pve2' }.id
        String cluster = get('clusters').items[0].id

        expect:
        get('lxc').subMap(['page', 'perPage', 'totalItems', 'totalPages']) == [page: 1, perPage: 20, totalItems: 25, totalPages: 2]
        get('lxc').items.size() == 20
        get('lxc?page=2').items.size() == 5
        get('lxc?page=3&perPage=5').items.size() == 5
        (get('lxc').items + get('lxc?page=2').items)*.vmid.toSorted() == (101..125).toList()
        get("lxc?node_id=$node").items*.node.unique() == ['pve2']
        get('lxc?node_id=pve1').totalItems == 13
        get("lxc?cluster_id=$cluster").totalItems == 25
        get('lxc?cluster_id=away').totalItems == 0
        get('lxc').items*.cluster_id.unique() == [cluster]
        get('lxc').items*.source.unique() == ['collected']
    }

    def 'what cannot be understood is refused: #path'() {
        when:
        def answer = web.get('/api/proxmox/' + path)

        then:
        answer.statusCode() == status

        where:
        path                     | status
        'lxc?page=0'             | 400
        'lxc?perPage=x'          | 400
        'lxc?perPage=501'        | 400
        'lxc?nodeid=pve1'        | 400
        'lxc/nothing'            | 404
        'changes?since=tomorrow' | 400
    }

    @Row('N-08')
    def 'the family an operator says wins, and stays when the guest is discovered again'() {
        given:
        String id = get('lxc').items[0].id
        int vmid = get("lxc/$id").vmid

        when:
        web.store.estateRecords().os(id, [distribution: 'ubuntu', version: '24.04', family: 'debian', source: 'os-release', read_at: web.time.now().toString()])
        def answer = web.send('PATCH', "/api/proxmox/lxc/$id", '{"platform_family": "rhel"}', ADMIN)

        then:
        answer.statusCode() == 200
        WebFixture.json(answer).platform_family == 'rhel'

        when: 'it is found again, after it was gone for a while'
        web.store.estateRecords().close(id, 'gone', web.time.now())
        web.time.advance(Duration.ofMinutes(5))
        guest(vmid, 'pve1', [cores: 4])
        web.store.estateRecords().os(id, [distribution: 'ubuntu', version: '26.04', family: 'debian', source: 'os-release', read_at: web.time.now().toString()])

        then:
        get("lxc/$id").with { it.platform_family == 'rhel' && it.os.version == '26.04' && it.os.detected_family == 'debian' && it.os.family_source == 'operator' }

        when: 'the operator takes it back'
        web.send('PATCH', "/api/proxmox/lxc/$id", '{"platform_family": null}', ADMIN)

        then:
        get("lxc/$id").platform_family == 'debian'
    }

    def 'only who may change things says a family, and one that there is: #status'() {
        given:
        String id = get('lxc').items[0].id

        expect:
        web.send('PATCH', "/api/proxmox/lxc/$id", body, headers).statusCode() == status
        get("lxc/$id").os.family_source == null

        where:
        body                            | headers                              | status
        '{"platform_family": "rhel"}'   | ['Content-Type': 'application/json'] | 401
        '{"platform_family": "window"}' | ADMIN                                | 400
        '{"family": "rhel"}'            | ADMIN                                | 400
        '{}'                            | ADMIN                                | 400
    }

    @Row('N-09')
    def 'the system of a container that is stopped is told as from before'() {
        given:
        String id = get('lxc').items[0].id
        int vmid = get("lxc/$id").vmid
        web.store.estateRecords().os(id, [distribution: 'debian', version: '13', family: 'debian', source: 'os-release', read_at: web.time.now().toString()])

        expect:
        get("lxc/$id").with { it.status == 'running' && it.os.version == '13' && !it.os.cached }

        when:
        guest(vmid, 'pve1', [:], [status: 'stopped'])

        then:
        get("lxc/$id").with { it.status == 'stopped' && it.os.version == '13' && it.os.cached }
    }

    def 'history holds what described a thing where that changed, and each reading'() {
        given:
        String id = get('lxc?node_id=pve1').items[0].id
        int vmid = get("lxc/$id").vmid
        web.time.advance(Duration.ofMinutes(5))
        guest(vmid, 'pve1', [:], [status: 'stopped'])
        web.time.advance(Duration.ofMinutes(5))
        guest(vmid, 'pve1', [cores: 8], [status: 'stopped'])

        expect:
        get("lxc/$id/history").history*.readings*.status == ['stopped', 'stopped', 'running']
        get("lxc/$id/history?changes=1").history*.facts*.cores == [8, null]
        get("lxc/$id/history?count=1").history.size() == 1
    }

    def 'changes are listed newest first, by cluster, subject, kind and time'() {
        given:
        web.store.estateChanges().add((1..30).collect {
            new EstateRow(0, it % 2 ? 'home' : 'away', "lxc/10$it", it % 3 ? 'guest_changed' : 'guest_moved', "change $it", web.time.now().plusSeconds(it))
        })

        expect:
        get('changes').changes*.text == (30..11).collect { "change $it" as String }
        get("changes?before=${get('changes').changes[-1].id}").changes*.text == (10..1).collect { "change $it" as String }
        get('changes?cluster=home&kind=guest_moved').changes*.text == ['change 27', 'change 21', 'change 15', 'change 9', 'change 3']
        get('changes?subject=lxc/107').changes*.text == ['change 7']
        get("changes?since=${web.time.now().plusSeconds(29)}").changes*.text == ['change 30', 'change 29']
    }
}
