package dev.steward.web.estate

import dev.steward.house.Row
import dev.steward.runner.collect.ChangeRecorder
import dev.steward.runner.lab.pve.state.Store
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.Status
import dev.steward.runner.proxmox.PvePath
import dev.steward.runner.time.SettableTime
import dev.steward.web.Estate
import dev.steward.web.WebFixture
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The estate's pages and their data, of a simulated cluster over TLS. */
class EstatePagesSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.now().truncatedTo(ChronoUnit.SECONDS))
    @AutoCleanup LabEstate estate
    @AutoCleanup WebFixture web

    def setup() {
        estate = new LabEstate(dir.resolve('lab'), time).with('home', LabEstate.small()).open()
        web = new WebFixture(dir.resolve('web'), time, estate.estates)
        estate.estates.listen(new ChangeRecorder(web.store.estateChanges(), web.time))
    }

    private static String plain(String html) {
        html.replaceAll('(?s)<(script|svg|option|datalist).*?</\\1>', ' ').replaceAll('<[^>]+>', ' ').replace('&#39;', "'").replace('&gt;', '>').replaceAll('\\s+', ' ')
    }

    private String text(String path) {
        def answer = web.get(path)
        assert answer.statusCode() == 200: "$path: ${answer.body()}"
        plain(answer.body())
    }

    /** The rows of a table, as text. */
    private List<String> rows(String path, String table) {
        def body = web.get(path).body()
        def found = (body =~ /(?s)<table class="$table".*?<\/table>/)
        assert found.find(): "$path has no table $table"
        (found.group() =~ /(?s)<tr data-row>(.*?)<\/tr>/).collect { plain(it[1]).trim() }
    }

    private Map json(String path) {
        def answer = web.get(path)
        assert answer.statusCode() == 200: "$path: ${answer.body()}"
        WebFixture.json(answer)
    }

    @Row(['N-61', 'N-64', 'N-11'])
    def 'a cluster shows its quorum and every node with its state, its guests and their sums'() {
        given:
        estate.lab('home').kill('pve2')
        later(60)

        when:
        def nodes = rows('/estate', 'runs nodes')

        then:
        nodes.size() == 2
        nodes[0] =~ /^online pve1 10\.99\.8\.11 .*2 of 4 use .* CPU · 256 MiB of 768 MiB · disks 4\.0 GiB/
        nodes[1].startsWith('offline pve2')
        text('/estate') =~ /home (quorum|no quorum)/
        text('/estate').contains('1 of 2 nodes online')
        json('/api/v1/estate/nodes').nodes*.status == ['online', 'offline']
    }

    @Row(['N-62', 'N-63', 'N-45'])
    def 'a node has its containers and VMs with their mark and state'() {
        when:
        def guests = rows('/estate/clusters/home/nodes/pve1', 'runs guests')

        then:
        guests.size() == 4
        guests[0] =~ /^running web-1 lxc\/101 \[Agentless\] prod web 10\.99\.8\.102 /
        guests[1] =~ /^stopped old-wiki lxc\/103 \[Agentless\] old/
        guests[2] =~ /^running docker-1 qemu\/201 \[Requires agent\] prod/
        guests[3] =~ /^template debian-13 qemu\/900 \[Requires agent\]/
    }

    @Row('P-02')
    def 'quorum, nodes, votes, storages and replication of a cluster are on one page, and in one answer'() {
        when:
        def page = text('/estate/clusters/home')
        def data = json('/api/v1/estate/clusters/home')

        then:
        page.contains('2 of 2 votes, 2 needed for quorum')
        rows('/estate/clusters/home', 'runs nodes')*.replaceAll(/ .*/, '') == ['online', 'online']
        rows('/estate/clusters/home', 'runs nodes').every { it.contains(' 1 9.2.11 ') }
        page =~ /Storages .*local .* pve1 dir 32 GiB of 252 GiB/
        page.contains('No guest is replicated.')
        data.quorate && data.votes == 2 && data.nodes*.votes == [1, 1]
        data.storages*.id.contains('storage/pve1/local')
        data.replication == []
        data.ha.find { it.id == 'quorum' }.status == 'OK'
    }

    @Row('P-03')
    def 'graphs of CPU, memory, disk and network of a node: #span'() {
        when:
        def body = web.get("/estate/clusters/home/nodes/pve1?span=$span").body()
        def charts = (body =~ /(?s)<figure class="chart".*?<\/figure>/).collect { it }

        then:
        charts.collect { (it =~ /<b>(.*?)<\/b>/)[0][1] } == ['CPU', 'Memory', 'Root disk', 'Network']
        charts.every { it =~ /<path d="M[0-9.]+ [0-9.]+L/ }
        charts[0].contains('8 %, mean 8 %, most 8 %')
        charts[0].contains('>100 %</text>')
        charts.every { (it =~ /y="144" class="at mid">([^<]+)</).collect { it[1] }.every { it ==~ mark } }
        charts.every { (it =~ /y="144" class="at mid">/).size() >= 4 }
        json("/api/v1/estate/clusters/home/nodes/pve1/series?span=$span").rows.any { it.cpu }
        json("/api/v1/estate/clusters/home/nodes/pve1/usage?span=$span").means.cpu.any { it }

        and: 'the same as data for the script that draws them, and as a table for who cannot see them'
        json("/parts/estate/clusters/home/nodes/pve1/used?span=$span").with { data ->
            data.charts*.title == ['CPU', 'Memory', 'Root disk', 'Network'] && data.charts.every { chart -> chart.lines.every { it.values.size() == data.times.size() } }
        }
        body.contains('<th scope="col">Network out</th>')

        where:
        span   | mark
        'hour' | /\d\d:\d0/
        'day'  | /\d\d:00/
        'week' | /[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}/
        'month'| /\d{1,2} [A-Z][a-z]{2}/
    }

    @Row('P-03')
    def 'a guest shows how full its disk is where PVE sees that, and the part that renews itself leaves the charts alone'() {
        when:
        def body = web.get('/estate/clusters/home/guests/101?span=month').body()

        then:
        (body =~ /data-chart="(.*?)"/).collect { it[1] } == ['CPU', 'Memory', 'Root disk', 'Disk traffic', 'Network']
        (web.get('/estate/clusters/home/guests/201').body() =~ /data-chart="(.*?)"/).collect { it[1] } == ['CPU', 'Memory', 'Disk traffic', 'Network']
        body.contains('aria-current="page">30 days</a>')
        body.contains('uPlot.iife.min.js')
        web.get('/parts/estate/clusters/home/guests/101?span=month').body().with { it.contains('data-keep="used"') && !it.contains('data-chart') }
        json('/parts/estate/clusters/home/guests/101/used').charts*.title.contains('Root disk')
    }

    def 'a span that there is not is refused'() {
        expect:
        web.get('/estate/clusters/home/nodes/pve1?span=year').with { it.statusCode() == 400 && it.body().contains('hour, day, week or month') }
    }

    @Row(['N-46', 'N-06'])
    def 'guests are narrowed and sorted by the address: #query'() {
        expect:
        rows('/estate?' + query, 'runs guests').collect { (it =~ /(lxc|qemu)\/\d+/)[0][0] } == found
        json('/api/v1/estate/guests?' + query).guests*.id == found

        where:
        query                          | found
        'kind=lxc'                     | ['lxc/101', 'lxc/102', 'lxc/103']
        'kind=!lxc&status=running'     | ['qemu/201']
        'node=pve2'                    | ['lxc/102', 'qemu/202']
        'tag=prod'                     | ['lxc/101', 'qemu/201']
        'tag=!prod&status=stopped'     | ['lxc/103', 'qemu/202']
        'status=stopped,template'      | ['lxc/103', 'qemu/202', 'qemu/900']
        'q=10.99.8.102'                | ['lxc/101']
        'q=DNS'                        | ['lxc/102']
        'kind=qemu&sort=-name'         | ['qemu/202', 'qemu/201', 'qemu/900']
        'status=running&sort=-uptime'  | ['qemu/201', 'lxc/101', 'lxc/102']
    }

    def 'a filter that cannot be understood is refused, and nothing is guessed: #query'() {
        expect:
        web.get('/estate?' + query).with { it.statusCode() == 400 && plain(it.body()).contains(told) }
        web.get('/api/v1/estate/guests?' + query).statusCode() == 400

        where:
        query        | told
        'kind=lcx'   | "did you mean 'lxc'?"
        'sort=cup'   | "did you mean 'cpu'?"
    }

    @Row('N-46')
    def 'lists have pages, and say how many there are and when each was seen'() {
        expect:
        with(json('/api/v1/estate/guests?page=2&perPage=4')) {
            guests*.id == ['qemu/202', 'qemu/900']
            total == 6 && page == 2 && perPage == 4
            guests.every { Instant.parse(it.lastSeen) }
        }
        with(json('/api/v1/estate/nodes')) {
            nodes*.guests == [4, 2]
            perPage == 20
        }
    }

    @Row(['N-45', 'N-66'])
    def 'the topology is a page, text, DOT and SVG'() {
        expect:
        web.get('/estate/graph').body().contains('<svg xmlns="http://www.w3.org/2000/svg" class="graph"')
        web.get('/api/v1/estate/graph.txt').body().contains('│  ├─ lxc/101 web-1 running [Agentless]')
        web.get('/api/v1/estate/graph.dot').body().contains('"home/node/pve1" -> "home/qemu/201";')
        web.get('/api/v1/estate/graph.svg').with { it.headers().firstValue('Content-Type').get().startsWith('image/svg+xml') && it.body().contains('docker-1') }
        web.get('/api/v1/estate/graph.txt?cluster=nowhere').statusCode() == 400
    }

    @Row('N-06')
    def 'a guest has its configuration, addresses, snapshots, tasks, and what runs did to it'() {
        given:
        Instant now = time.now()
        new Estate(web).build(now)
        time.set(now)
        estate.apis[0].post(PvePath.of('nodes', 'pve1', 'qemu', 201, 'snapshot'), [snapname: 'before'])
        later(60)

        when:
        def page = text('/estate/clusters/home/guests/201')
        def data = json('/api/v1/estate/clusters/home/guests/201')

        then:
        page.contains('[Requires agent] on pve1')
        page.contains('10.99.8.202 ens18, its agent says so')
        page.contains('virtio on vmbr0 BC:24:11:00:00:C9')
        page =~ /scsi0 1\.0 GiB btr:201\/vm-201-disk-0\.raw/
        page.contains('Guest agent on: PVE may ask it')
        page.contains('Boots from scsi0, net0')
        page.contains('Runs what has no package.')
        page =~ /Snapshots before/
        page.contains('qmsnapshot')
        page =~ /What runs did to it as docker-1 changed #9 Weekly updates 1 changed, 2 ok, 2 skipped .* changed Upgrade packages 3 upgraded: libssl3/
        data.config.nets[0].mac == 'BC:24:11:00:00:C9'
        data.config.disks*.key == ['scsi0']
        data.snapshots*.name == ['before']
        data.hosts == ['docker-1']
        data.unread == [:]
    }

    def 'what is not there is said: #path'() {
        expect:
        web.get(path).with { it.statusCode() == 404 && plain(it.body()).contains(told) }

        where:
        path                                | told
        '/estate/clusters/hmoe'             | "There is no cluster 'hmoe'. There are home."
        '/estate/clusters/home/nodes/pve9'  | "The cluster home has no node 'pve9'. It has pve1, pve2."
        '/estate/clusters/home/guests/999'  | "The cluster home has no guest '999'"
        '/estate/clusters/home/guests/x'    | "The cluster home has no guest 'x'"
    }

    @Row(['N-63', 'N-65'])
    def 'a guest whose last count of packages left some needs patches; one that no run counted says so'() {
        given:
        def log = web.stored.begin()
        log.append(new RunEvent.RunStarted('Look', 'look.groovy', ['Look'], true))
        log.append(new RunEvent.PlayStarted(0, 'Look', 0, 1, ['web-1', 'docker-1'], [new RunEvent.TaskRef('0.0', 'Count', 'apt')]))
        ['web-1': 7L, 'docker-1': 0L].each { host, count ->
            log.append(new RunEvent.TaskStarted('0.0', 'Count', host, Optional.empty(), 'apt', false))
            log.append(new RunEvent.TaskFinished('0.0', host, Status.OK, false, false, false, '', [upgradable: count, rebootRequired: true], [], 1, Duration.ofSeconds(1)))
        }
        time.advance(Duration.ofSeconds(31))

        expect:
        rows('/estate/clusters/home/nodes/pve1', 'runs guests').collect { it.contains('needs patches: 7') } == [true, false, false, false]
        !text('/estate').contains('needs patches: 0')
        text('/estate/clusters/home/guests/101') =~ /Packages 7 to upgrade\s*, a reboot is due counted by run \d+\s*, /
        text('/estate/clusters/home/guests/201').contains('none to upgrade')
        text('/estate/clusters/home/guests/102').contains('no run counted them')
        json('/api/v1/estate/guests').guests.collect { it.pending?.packages } == [7, null, null, 0, null, null]
    }

    def 'a cluster that does not answer is told with its remedy, and its last view with its age; nothing of it is asked'() {
        given:
        def lab = estate.lab('home')
        ['pve1', 'pve2'].each { lab.kill(it) }
        later(60)

        when:
        int asked = lab.requests().size()

        then:
        text('/estate').contains('The cluster home does not answer. What is shown is how it was when last seen.')
        text('/estate').contains('web-1 lxc/101')
        text('/estate/clusters/home/guests/101').contains('Its configuration cannot be shown: the cluster does not answer')
        text('/estate/clusters/home/nodes/pve1').contains('Measurements cannot be shown: the cluster does not answer')
        text('/estate/clusters/home').contains('does not answer')
        text('/').contains('Cluster home does not answer')
        json('/api/v1/estate/clusters/home').with { !it.answers && it.problem && it.nodes.size() == 2 }
        lab.requests().size() == asked
    }

    def 'what changed is on the pages of what it is about, and on Home'() {
        given:
        estate.apis[0].post(PvePath.of('nodes', 'pve1', 'lxc', 103, 'status', 'start'), [:])
        later(60)

        expect:
        text('/estate').contains('old-wiki (lxc/103): status stopped -> running')
        text('/').contains('old-wiki (lxc/103): status stopped -> running')
        text('/estate/clusters/home/guests/103').contains('old-wiki (lxc/103): status stopped -> running')
        !text('/estate/clusters/home/guests/101').contains('stopped -> running')
    }

    def 'Home has the estate in short, and what is not all right with it first'() {
        expect:
        text('/') =~ /Estate All home quorum PVE 9\.2\.11, calls itself lab 2 of 2 nodes online 3 of 6 guests running/

        when:
        estate.lab('home').kill('pve2')
        later(60)

        then:
        text('/') =~ /Node pve2 is offline|Cluster home has no quorum; node pve2 is offline/
    }

    def 'a storage that is nearly full is told on Home'() {
        given:
        def tight = new LabEstate(dir.resolve('tight'), time).with('home', LabEstate.small().storage(new Store('tank', 'zfspool', '/tank', 'images', false, 100L << 30, 95L << 30, ['pve1']))).open()
        def other = new WebFixture(dir.resolve('tightweb'), time, tight.estates)

        expect:
        plain(other.get('/').body()).contains('Storage tank (pve1) is 95 % full')

        cleanup:
        other?.close()
        tight?.close()
    }

    /** Lets time go by, and asks again. */
    private void later(int seconds) {
        time.advance(Duration.ofSeconds(seconds))
        estate.lab('home').settle()
        estate.estates.refresh('home')
    }
}
