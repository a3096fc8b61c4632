package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.inventory.drift.Difference
import dev.steward.runner.inventory.drift.Drift
import dev.steward.runner.store.estate.EstateRow
import dev.steward.runner.store.patch.PatchRun
import dev.steward.runner.app.patch.WishReader
import dev.steward.runner.event.Cause
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** The inventory as a person and a program read it. */
class InventoryWebSpec extends Specification {

    static final String HOSTS = '''\
        all:
          vars: {color: red}
          children:
            web:
              vars: {port: 8080, db_password: s3cr3t}
              children: {shop: {hosts: {web-1: {ansible_host: 192.0.2.11, port: 9000}}}}
              hosts: {web-2: }
            db:
              hosts: {db-1: {proxmox_cluster: home, proxmox_vmid: 103, proxmox_vmtype: lxc}}
        '''.stripIndent()

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() {
        web = new WebFixture(dir)
        web.hosts = HOSTS
    }

    private String body(String path) {
        def answer = web.get(path)
        assert answer.statusCode() == 200
        answer.body()
    }

    private static List<String> names(String body) {
        (body =~ '<td class="c-run"><a href="[^"]*">([^<]*)</a>').collect { it[1] }
    }

    private Map api(String path) {
        WebFixture.json(web.get('/api/v1' + path))
    }

    private long ran(String host, Status status, Closure middle = { }) {
        def log = web.stored.begin()
        log.append(web.stored.started())
        log.append(web.stored.play([host]))
        log.append(web.stored.taskStarted(host))
        middle(log)
        log.append(web.stored.taskFinished(host, status))
        log.append(web.stored.finished(status == Status.FAILED ? RunStatus.FAILED : RunStatus.OK, [host]))
        web.stored.lastRun
    }

    @Row('W-04')
    def 'hosts are filtered by the address: #query'() {
        given:
        ran('web-1', Status.OK)
        web.drift = new Drift([difference('db-1')], [])

        expect:
        names(body('/inventory' + query)) == hosts
        api('/inventory' + query).hosts*.name == hosts

        where:
        query                        || hosts
        ''                           || ['db-1', 'web-1', 'web-2']
        '?group=web'                 || ['web-1', 'web-2']
        '?group=!web'                || ['db-1']
        '?q=shop'                    || ['web-1']
        '?q=192.0.2'                 || ['web-1']
        '?q=web+!shop'               || ['web-2']
        '?status=ok'                 || ['web-1']
        '?status=never'              || ['db-1', 'web-2']
        '?status=!never'             || ['web-1']
        '?status=drift'              || ['db-1']
        '?group=web&status=!ok'      || ['web-2']
        '?q=nothing'                 || []
    }

    private static Difference difference(String host) {
        new Difference(Difference.Kind.NODE, true, Optional.of(host), Optional.of('home'), Optional.of('lxc/103'), Optional.of('pve1'), Optional.of('pve2'),
                Optional.of('hosts.yml'), "$host is on pve2, the file says pve1")
    }

    def 'the page shows groups with their counts, and each host with how it stands'() {
        given:
        long run = ran('web-1', Status.OK) { it.append(new RunEvent.HostReached('web-1', 'pct 101 via ssh root@pve1:22')) }
        web.drift = new Drift([difference('db-1')], [])
        def body = body('/inventory')

        expect:
        body.contains('3 hosts in 3 groups')
        body.contains('pct 101 via ssh root@pve1:22')
        body.contains("href=\"/runs/$run\"")
        body =~ /(?s)db-1<\/a> <span class="badge warn"[^>]*>drift/
        body.contains('href="/inventory?group=shop"')
    }

    @Row('W-16')
    def 'thousands of hosts are shown a page at a time, in order and each once'() {
        given:
        web.hosts = 'all: {children: {web: {hosts: {"web[0001:2500]": {a: 1}}}, db: {hosts: {"db[01:20]": {}}}}}\n'
        def seen = []
        String path = '/inventory?group=web'
        int pages = 0

        when:
        long began = System.nanoTime()
        while (path) {
            def body = body(path)
            seen.addAll(names(body))
            path = (body =~ 'rel="next" href="([^"]*)"').with { it.find() ? it.group(1).replace('&amp;', '&') : null }
            pages++
        }
        long took = (System.nanoTime() - began).intdiv(1_000_000)

        then:
        seen == (1..2500).collect { String.format('web%04d', it) }
        pages == 25
        took < 30_000
    }

    def 'a host shows where each variable comes from, what it replaces, and no secret'() {
        given:
        def body = body('/inventory/hosts/web-1')
        def sheet = api('/inventory/hosts/web-1')

        expect: 'the page'
        body.contains('192.0.2.11')
        body =~ /(?s)<b>port<\/b>.*9000.*host web-1.*hosts.yml:6:\d+.*<s><code>8080<\/code><\/s>.*group web.*hosts.yml:5:\d+/
        !body.contains('s3cr3t')
        body.contains('its name says that it is a secret')

        and: 'the API tells the same'
        sheet.variables.find { it.name == 'port' }.with {
            value == 9000 && of == [kind: 'host', name: 'web-1'] && at.file.endsWith('hosts.yml') && at.line == 6 && replaces*.value == [8080]
        }
        sheet.variables.find { it.name == 'db_password' }.value == '***'
        sheet.groups == ['shop', 'web']
        !web.get('/api/v1/inventory/hosts/web-1').body().contains('s3cr3t')
    }

    def 'the ledger tells runs, packages, reboots, snapshots, tasks and changes of the cluster, the newest first'() {
        given:
        ran('db-1', Status.FAILED) {
            it.append(new RunEvent.UpidStarted('0.0', 'db-1', 'home', 'UPID:pve1:0000A1B2:00C3D4E5:66AABBCC:vzsnapshot:103:root@pam:', 'snapshot CT 103 db-1', Optional.empty()))
        }
        web.time.advance(Duration.ofMinutes(1))
        long patched = web.patches.desk.begin(WishReader.of([mode: 'apply', targets: ['db-1']], new Cause(Cause.Kind.PERSON, 'anna'))).run()
        web.patches.starts(patched, 'db-1')
        web.patches.ends(patched, 'db-1', PatchRun.done([bash: ['5.1', '5.2']], [:], [snapshot: 'before']))
        web.patches.over(patched)
        web.time.advance(Duration.ofMinutes(1))
        web.store.estateChanges().add([new EstateRow(0, 'home', 'lxc/103', 'guest_moved', 'db-1 (103) moved from pve1 to pve2', web.time.now())])
        def ledger = api('/inventory/hosts/db-1').ledger

        expect:
        ledger*.kind.unique(false).containsAll(['cluster', 'packages', 'run', 'task'])
        ledger*.at == ledger*.at.toSorted().reverse()
        ledger[0].text == 'db-1 (103) moved from pve1 to pve2'
        ledger.find { it.kind == 'packages' }.details.containsAll(['bash 5.1 → 5.2', 'snapshot before was taken before'])
        ledger.find { it.kind == 'task' }.text == 'snapshot CT 103 db-1'
        body('/inventory/hosts/db-1').contains('bash 5.1 → 5.2')
        body('/inventory/hosts/db-1').contains('href="/estate/clusters/home/guests/103"')
    }

    def 'facts are shown with when and by which run they were gathered'() {
        given:
        long run = ran('web-1', Status.OK) {
            it.append(new RunEvent.FactsGathered('web-1', [kernel: '6.1.0-18-amd64', memory: 2147483648L, os: [id: 'debian', version: '12'], addresses: [[interface: 'eth0', family: 'inet', address: '192.0.2.11']]]))
        }
        def body = body('/inventory/hosts/web-1')

        expect:
        body.contains('6.1.0-18-amd64')
        body.contains('2.0 GiB') || body.contains('2 GiB')
        body.contains('os.version')
        body.contains('eth0 192.0.2.11')
        body =~ /(?s)gathered .*href="\/runs\/$run"/
        api('/inventory/hosts/web-1').facts.values.os.id == 'debian'
        this.body('/inventory/hosts/web-2').contains('No facts are kept yet')
    }

    def 'a broken inventory shows its problem at its place, and what runs know all the same'() {
        given:
        ran('web-1', Status.OK)
        web.hosts = 'all:\n  hosts:\n    web-1: 5\n'

        expect:
        body('/inventory') =~ /hosts.yml:3:12<\/code> the host 'web-1' needs a mapping of variables/.toString().replace("'", '(?:&#39;|\')')
        body('/inventory/hosts/web-1').contains('hosts.yml:3:12')
        body('/inventory/hosts/web-1').contains('Weekly updates')
        with(web.get('/api/v1/inventory')) {
            statusCode() == 422
            body().contains('hosts.yml:3:12')
        }
    }

    def 'a warning stands at its place beside the hosts'() {
        given:
        web.hosts = 'all: {hosts: {h: {ansible_ssh_user: root}}, varz: {}}\n'

        expect:
        body('/inventory').contains('2 warnings')
        api('/inventory').warnings.size() == 2
    }

    def 'a host that the inventory has no more is still known by its runs; one nobody knows is not found'() {
        given:
        ran('old-1', Status.OK)

        expect:
        body('/inventory/hosts/old-1').contains('not in the inventory any more')
        web.get('/inventory/hosts/nobody').statusCode() == 404
        web.get('/api/v1/inventory/hosts/nobody').statusCode() == 404
        web.get('/inventory?status=odd').statusCode() == 400
    }
}
