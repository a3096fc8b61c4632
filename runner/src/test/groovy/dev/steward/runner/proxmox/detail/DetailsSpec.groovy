package dev.steward.runner.proxmox.detail

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.house.Row
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.proxmox.PveApi
import dev.steward.runner.proxmox.PveFields
import dev.steward.runner.proxmox.PvePath
import dev.steward.runner.proxmox.detail.Series.Span
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.proxmox.estate.View
import dev.steward.runner.proxmox.http.PveClient
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir

/** What a view leaves out, read from simulated clusters of both releases over TLS. */
class DetailsSpec extends Specification {

    @TempDir Path folder
    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    List<Closeable> opened = []
    PveApi api
    PveLab lab
    View view

    def cleanup() { opened.reverse().each { it.close() } }

    private void open(String version) {
        lab = PveLab.cluster('lab').version(version).nodes(2)
                .lxc(101, 'web-1') { it.running(Duration.ofMinutes(40)).set('mp0', '/srv/data,mp=/srv,ro=1').set('onboot', 1) }
                .qemu(201, 'docker-1') { it.running(Duration.ofMinutes(10)).set('ide2', 'none,media=cdrom') }
                .start(time)
        opened << ({ lab.close() } as Closeable)
        Files.writeString(folder.resolve('ca.pem'), lab.caPem())
        def file = Files.writeString(folder.resolve('steward.yml'), "proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}\n")
        api = PveClient.open('home', new ConfigLoader([:], folder).load(Optional.of(file)).config().proxmox().home, time)
        opened << ({ api.close() } as Closeable)
        def estates = new Estates([api], time)
        opened << ({ estates.close() } as Closeable)
        view = estates.now().clusters().home.view().get()
    }

    @Row('P-02')
    def 'votes, versions and replication of a cluster of PVE #version; what cannot be read is told, and the rest is there'() {
        given:
        open(version)

        when:
        def facts = ClusterFacts.read(api, view)

        then:
        facts.votes() == [pve1: 1L, pve2: 1L]
        facts.expected() == 2
        facts.present(view) == 2
        facts.needed() == 2
        facts.versions() == [pve1: version, pve2: version]
        !facts.differ()
        facts.replication() == []
        facts.problems() == []

        where:
        version << ['9.2.11', '8.4.21']
    }

    def 'an older release is marked on the nodes that have it'() {
        given:
        def facts = new ClusterFacts([:], [pve1: '9.2.11', pve2: '9.2.2', pve3: '9.2.11'], [], [])

        expect:
        facts.differ()
        ['pve1', 'pve2', 'pve3'].findAll { facts.differs(it) } == ['pve2']
    }

    @Row('P-03')
    def 'what a node and a guest used, for an hour, a day and a week, of PVE #version'() {
        given:
        open(version)
        def details = new Details(api)
        def from = { Span span -> time.now() - span.length() }

        expect:
        Span.values().each { span ->
            def cpu = details.series('pve1', span).of(from(span), 'cpu')
            assert !cpu.isEmpty()
            assert cpu.every { !it.at().isBefore(from(span)) && !it.at().isAfter(time.now()) }
            assert cpu*.at() == cpu*.at().sort()
        }
        details.series('pve1', Span.HOUR).of(from(Span.HOUR), 'cpu', 'memused').every { it.value().present }
        def guest = view.guests()['lxc/101']
        def mem = details.series(guest, Span.HOUR).of(from(Span.HOUR), 'mem')
        mem.any { it.value().empty }
        mem.any { it.value().present }

        where:
        version << ['9.2.11', '8.4.21']
    }

    def 'a task that #row is #word'() {
        expect:
        PveTask.of(new PveFields(new ObjectMapper().valueToTree([upid: 'UPID:', type: 'vzstart', id: '101', user: 'root@pam', starttime: 1795228957] + row))).word() == word

        where:
        row                                                | word
        [status: 'RUNNING']                                | 'running'
        [:]                                                | 'running'
        [endtime: 1795228999, status: 'OK']                | 'ok'
        [endtime: 1795228999, status: 'WARNINGS: 2']       | 'ok'
        [endtime: 1795228999, status: 'unexpected status'] | 'failed'
    }

    def 'what a node says of itself'() {
        given:
        open('9.2.11')

        expect:
        with(new Details(api).status('pve1')) {
            version() == '9.2.11'
            kernel() == '6.14.11-4-pve'
            load() == ['0.42', '0.38', '0.31']
            memory().total() == 32L << 30
            root().used() > 0
        }
    }

    def 'what guests are made of, with their snapshots and tasks'() {
        given:
        open('9.2.11')
        def details = new Details(api)
        def web = view.guests()['lxc/101']
        def docker = view.guests()['qemu/201']

        when:
        def made = details.config(web)
        def machine = details.config(docker)

        then:
        made.os() == 'debian'
        made.memory().get() == 256
        made.disks()*.key() == ['rootfs', 'mp0']
        made.disks()[1].with { it.path() == '/srv' && it.traits().containsAll(['read only', 'directory of the node', 'not in backups']) }
        made.nets()[0].bridge().get() == 'vmbr0'
        made.traits().contains('starts with its node')
        machine.agent()
        machine.boot() == ['scsi0', 'net0']
        machine.disks().find { it.key() == 'ide2' }.traits() == ['optical drive']
        details.snapshots(web) == []

        when: 'one is taken'
        api.post(PvePath.of('nodes', 'pve1', 'lxc', 101, 'snapshot'), [snapname: 'before', description: 'the update'])
        time.advance(Duration.ofMinutes(2))
        lab.settle()

        then:
        details.snapshots(web).with { it.size() == 1 && it[0].name() == 'before' && it[0].description() == 'the update' && it[0].at().present }
        details.tasks(web, 10).with { it.size() == 1 && it[0].type() == 'vzsnapshot' && it[0].word() == 'ok' && it[0].id() == '101' }
        details.tasks('pve1', 10)*.type() == ['vzsnapshot']
        details.tasks(docker, 10) == []
    }
}
