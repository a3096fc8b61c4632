package dev.steward.web.cli

import dev.steward.house.Row
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification

/** The packaged command and a simulated cluster, over TLS. */
class ProxmoxRealSpec extends Specification {

    @Shared @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(2)
            .lxc(101, 'web-1') { it.running().tags('prod;web') }
            .lxc(102, 'dns') { it.node('pve2') }
            .qemu(201, 'docker-1') { it.running() }
            .start(new SystemTime())
    @AutoCleanup Terminal steward = new Terminal()

    def setup() {
        Files.writeString(steward.folder.resolve('ca.pem'), lab.caPem())
        steward.write('steward.yml', """
            inventory: [hosts]
            proxmox:
              home:
                endpoints: [${lab.urls().join(', ')}]
                token: ${lab.token()}
                tls: {ca: ca.pem}
            """.stripIndent())
        Files.createDirectory(steward.folder.resolve('hosts'))
        steward.write('hosts/proxmox.yml', 'plugin: proxmox\n')
        steward.write('hosts/mine.yml', 'all: {hosts: {shop: {proxmox_vmid: 101, ansible_connection: local}}}\n')
    }

    @Row(['X-08', 'X-09', 'X-13'])
    def 'clusters, nodes and guests are shown, and one is found by what people call it'() {
        expect:
        steward.run('proxmox', 'status').with { it.code() == 0 && it.out() =~ /home +yes +2 of 2 online +2 of 3 running +9\.2\.11 +lab/ }
        steward.run('proxmox', 'nodes').out().readLines().drop(1)*.split(/ +/)*.first() == ['pve1', 'pve2']
        steward.run('proxmox', 'guests', '--running').out().readLines().drop(1)*.split(/ +/)*.getAt(1) == ['web-1', 'docker-1']
        Terminal.json(steward.run('proxmox', 'guests', '--tag', 'web', '--json').out())*.id == ['lxc/101']
        steward.run('proxmox', 'guest', 'dns').out() =~ /(?m)^status +stopped$/
        steward.run('proxmox', 'lookup', 'pve2').out() =~ /(?m)^status +online$/
        steward.run('proxmox', 'guest', 'dms').with { it.code() == 1 && it.err().contains("did you mean 'dns'?") }
    }

    @Row(['P-02', 'N-11'])
    def 'quorum, votes, nodes, storages and replication of a cluster are told by one command'() {
        when:
        def said = steward.run('proxmox', 'status')
        def data = Terminal.json(steward.run('proxmox', 'status', '--json').out())[0]

        then:
        said.code() == 0
        said.out().contains('home: 2 of 2 votes, 2 needed for quorum')
        said.out() =~ /(?m)^  pve1 +online +1 +9\.2\.11 +10\.99\.8\.11$/
        said.out() =~ /(?m)^  local +pve2 +dir +12% +252\.0 GiB$/
        said.out().contains('  no replication')
        data.quorate && data.votes == 2 && data.nodes*.votes == [1, 1] && data.nodes*.version == ['9.2.11', '9.2.11']
        data.storages*.id == ['storage/pve1/btr', 'storage/pve1/local', 'storage/pve2/btr', 'storage/pve2/local']
        data.sums.guests == 3 && data.sums.running == 2
        data.unread == []
    }

    @Row('N-66')
    def 'which node carries which guest is told as a tree, as DOT and as a picture'() {
        expect:
        steward.run('proxmox', 'graph').out().contains('├─ lxc/101 web-1 running [Agentless]')
        steward.run('proxmox', 'graph', '--format', 'dot').out().contains('"home/node/pve2" -> "home/lxc/102";')
        steward.run('proxmox', 'graph', '--format', 'svg').out().with { it.startsWith('<svg') && it.contains('docker-1') }
        steward.run('proxmox', 'graph', '--format', 'png').code() != 0
    }

    @Row('X-38')
    def 'any path is read as JSON; nothing is written'() {
        expect:
        Terminal.json(steward.run('proxmox', 'get', '/version').out()).version == '9.2.11'
        steward.run('proxmox', 'get', 'POST /nodes/pve1/lxc/102/status/start').with { it.code() == 5 && it.err().contains('here is only read') }
        steward.run('proxmox', 'get', '/nodes/pve1/nosuch').with { it.code() == 4 && it.err().contains('/nodes/pve1/nosuch') }
        !lab.guest(102).running()
    }

    def 'guests are hosts of a run, and a host that a file names too is one host'() {
        given:
        steward.write('say.groovy', "playbook('Say') { play('p') { hosts 'tag_web'; tasks { task('t') { shell \"echo \${host.vars.proxmox_name}\" } } } }")

        expect:
        steward.run('inventory', '--graph').out().contains('shop')
        steward.run('run', 'say.groovy', '-v').with { it.code() == 0 && it.out().contains('web-1') && it.out().contains('shop') }
    }

    def 'a cluster that does not answer is no empty one'() {
        given:
        steward.write('steward.yml', """
            inventory: [hosts]
            proxmox: {home: {endpoints: ['https://127.0.0.1:9'], token: 'root@pam!t=x-y-z', tls: {verify: false}}}
            """.stripIndent())
        steward.write('all.groovy', "playbook('All') { play('p') { hosts 'all'; tasks { task('t') { shell 'true' } } } }")

        expect:
        steward.run('proxmox', 'guests').with { it.code() == 4 && it.err().contains('cluster home does not answer') }
        steward.run('run', 'all.groovy').with { it.code() != 0 && (it.out() + it.err()).contains('cluster home does not answer') }
    }
}
