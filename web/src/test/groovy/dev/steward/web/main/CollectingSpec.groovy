package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.app.Runner
import dev.steward.runner.app.estate.Clusters
import dev.steward.runner.app.estate.GuestFinder
import dev.steward.runner.app.estate.NodePlaces
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.GuestRef
import dev.steward.runner.inventory.InventoryException
import dev.steward.runner.lab.pve.demo.DemoCluster
import dev.steward.runner.lab.pve.demo.DemoUps
import dev.steward.runner.proxmox.estate.EstateException
import dev.steward.runner.proxmox.estate.Lookup
import dev.steward.runner.secret.TokenText
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import com.fasterxml.jackson.databind.ObjectMapper
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/** A whole server on the demo's cluster, whose nodes are reached by SSH: what it collects, and what agents push to it. */
class CollectingSpec extends Specification {

    static final String GHOST = '{"name": "ghost", "lxc_id": "lxc/666", "vmid": 666, "node": "pve1", "status": "running", "tags": "prod", "primary_ip": "192.0.2.66", "config": {"hostname": "ghost"}}'

    @Shared def time = new SystemTime()
    @Shared @AutoCleanup DemoCluster demo = new DemoCluster(time, 1000)
    @Shared @AutoCleanup DemoUps ups = new DemoUps(demo, time)
    @Shared @AutoCleanup DemoFiles files
    @Shared Runner runner
    @Shared @AutoCleanup Server server
    @Shared @AutoCleanup Clusters clusters
    def soon = new PollingConditions(timeout: 40, delay: 0.3)

    def setupSpec() {
        files = DemoFiles.write(demo, ups, 0)
        def config = new ConfigLoader([:], files.state().parent).load(Optional.of(files.config()))
        def dir = (StateDir.open(files.state(), 'spec', time) as StateDir.Opened.Ours).dir()
        clusters = Clusters.of(config, [:], time)
        clusters.now()
        runner = Runner.open(config, dir, [:], time)
        server = Server.start(config, dir, runner, 0)
        runner.store().tokens().putAgent('agent', TokenText.hash('stw_agent'), 'demo', 'pve1')
    }

    @Row(['A-02', 'N-03'])
    def 'the first pass is ten seconds after the start'() {
        expect:
        soon.eventually { assert items('lxc').size() > 5 }
        items('nodes')*.name == ['pve1', 'pve2']
        items('qemu').every { it.source == 'collected' && it.config }
    }

    @Row('N-07')
    def 'the operating system of a running container is read in it, through its node, and compared with its configuration'() {
        expect:
        soon.eventually {
            def read = items('lxc').findAll { it.os.source == 'os-release' }
            assert read.size() >= 1
            assert read.every { it.status == 'running' && it.os.distribution == 'debian' && it.os.version && it.os.family == 'debian' && it.os.ostype == 'debian' && it.os.ostype_agrees && !it.os.cached }
        }
        items('lxc').findAll { it.status == 'stopped' }.every { it.os.source == 'config' }
    }

    @Row(['A-30'])
    def 'the collector only reads'() {
        expect:
        demo.lab().requests()*.method().unique() == ['GET']
    }

    def 'a pushed guest is shown, and nothing finds it: no pattern, no lookup, no name, no address'() {
        when:
        def answer = post('/api/proxmox/lxc', GHOST)

        then:
        answer.statusCode() == 200
        items('lxc').find { it.name == 'ghost' }.with { it.pushed && it.source == 'pushed' && it.primary_ip == '192.0.2.66' }

        when:
        def inventory = runner.inventories().load([], runner.playbooks().folder())

        then: 'what is there is found'
        inventory.hostNames().contains('wiki-1')
        inventory.select('all').hosts().size() > 10

        and: 'what was merely pushed is not'
        !inventory.hostNames().any { it.contains('ghost') || it.contains('666') }
        !inventory.memberships().any { group, hosts -> group.contains('ghost') || hosts.contains('ghost') }
        ['all', 'proxmox_all_lxc', 'proxmox_all_running', 'proxmox_pve1_lxc'].every { !inventory.select(it).hosts()*.name().contains('ghost') }
        inventory.select('ghost').hosts().empty
        inventory.select('*').hosts().every { it.vars().proxmox_vmid?.toString() != '666' && it.vars().ansible_host != '192.0.2.66' }

        when:
        inventory.match('all', Optional.of('ghost'))

        then:
        thrown(InventoryException)

        when: 'a connection looks for its node'
        new NodePlaces(inventory, new GuestFinder(clusters), null, null).of(new GuestRef(Optional.of('demo'), 666, Optional.of('lxc'), Optional.empty()))

        then:
        def nowhere = thrown(ConnectionException)
        nowhere.message.contains('nobody knows its node')

        and: 'the estate does not have it'
        runner.estates().refresh('demo')
        runner.estates().known().guests().every { it.vmid().value() != 666 }

        when:
        new Lookup(runner.estates().now()).guest(word)

        then:
        thrown(EstateException)

        where:
        word << ['ghost', '666', 'lxc/666', '192.0.2.66']
    }

    def 'a pushed document about a guest that there is changes nothing of what is collected of it'() {
        given:
        def before = items('lxc').find { it.vmid == 106 }

        when:
        post('/api/proxmox/lxc', GHOST.replace('666', '106').replace('ghost', 'evil'))
        def all = items('lxc').findAll { it.vmid == 106 }

        then:
        all*.source.toSet() == ['collected', 'pushed'].toSet()
        all.find { it.source == 'collected' }.with { it.id == before.id && it.name == before.name }
        runner.inventories().load([], runner.playbooks().folder()).hostNames().contains(before.name)
    }

    private final HttpClient client = HttpClient.newHttpClient()

    private Map get(String path) {
        def answer = client.send(HttpRequest.newBuilder(URI.create("http://localhost:${server.port()}$path")).build(), HttpResponse.BodyHandlers.ofString())
        new ObjectMapper().readValue(answer.body(), Map)
    }

    private List<Map> items(String kind) { get("/api/proxmox/$kind?perPage=500").items }

    private HttpResponse<String> post(String path, String body) {
        def request = HttpRequest.newBuilder(URI.create("http://localhost:${server.port()}$path")).header('Authorization', 'Bearer stw_agent')
                .header('Content-Type', 'application/json').POST(HttpRequest.BodyPublishers.ofString(body)).build()
        client.send(request, HttpResponse.BodyHandlers.ofString())
    }
}
