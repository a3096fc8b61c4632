package dev.steward.web.cli

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.real.RealNode
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/**
 * The packaged command looks at a simulated cluster whose node pve1 is a real sshd with a stand-in for pct, whose containers are
 * real Debian root file systems, and whose node pve2 and VM 201 are a real host with systemd.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FollowRealSpec extends Specification {

    @Shared Path home = Files.createTempDirectory('steward-node')
    @Shared @AutoCleanup RealHosts booted = RealHosts.up(1, ['nothing'], 0, 'systemd')
    @Shared @AutoCleanup RealHosts plain = RealHosts.up(1, ['nothing'], 0, 'busybox', false)
    @Shared @AutoCleanup RealNode node = new RealNode(home)
    @Shared @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(2)
            .lxc(101, 'web-1') { it.running() }
            .lxc(102, 'alpine') { it.running() }
            .lxc(103, 'dns') {}
            .qemu(201, 'docker-1') { it.running() }
            .start(new SystemTime())
    @AutoCleanup Terminal steward = new Terminal()
    PollingConditions soon = new PollingConditions(timeout: 30, delay: 0.1)

    def setupSpec() {
        node.container(101, booted.init(1))
        node.container(102, plain.init(1))
        plain.judge(1, 'mkdir -p /var/log && printf "%s\\n" one two three > /var/log/messages')
        booted.judge(1, 'logger -t shop "hello from shop" && journalctl --flush')
    }

    def cleanupSpec() { home.toFile().deleteDir() }

    def setup() {
        Files.writeString(steward.folder.resolve('ca.pem'), lab.caPem())
        steward.write('steward.yml', """
            inventory: [hosts.yml]
            proxmox:
              home:
                endpoints: [${lab.urls().join(', ')}]
                tokenId: root@pam!steward
                tokenSecret: ${PveLab.TOKEN_SECRET}
                tls: {ca: ca.pem}
                follow:
                  shop: {vmid: 102, files: [/var/log/shop.log]}
                  first: {node: pve2, vmid: 0, services: [ssh]}
            """.stripIndent())
        def real = "ansible_host: ${booted.address(1)}, ansible_port: ${RealHosts.PORT}, ansible_user: root, " +
                "ansible_ssh_private_key_file: ${booted.key()}, ansible_ssh_common_args: '-o UserKnownHostsFile=${booted.knownHosts()}'"
        steward.write('hosts.yml', """
            all:
              hosts:
                pve1: {ansible_host: 127.0.0.1, ansible_port: ${node.sshd.port}, ansible_user: root,
                       ansible_ssh_private_key_file: ${home}/id_ed25519, ansible_ssh_common_args: '-o UserKnownHostsFile=${home}/known_hosts'}
                pve2: {$real}
                apps: {$real, proxmox_vmid: 201}
            """.stripIndent())
    }

    private Process watch(String... words) { steward.start((['proxmox'] + (words as List)) as List<String>) }

    private static boolean runs(RealHosts hosts, String program) { hosts.judge(1, "pgrep -x $program || echo none") != 'none\n' }

    @Row(['X-25', 'G-10'])
    def 'a guest is one line, a node is JSON, each at once'() {
        expect:
        steward.run('proxmox', 'stats', '101').with { it.code() == 0 && it.out() ==~ /running\|1\.3%\|85\.3MiB\/256MiB\|33\.33%\|0B\/0B\|0B\/0B\n/ }
        Terminal.json(steward.run('proxmox', 'stats', 'web-1', '--json').out()).with { it.status == 'running' && it.memoryLimit == 268435456 }
        Terminal.json(steward.run('proxmox', 'stats', 'pve1').out()).with { it.pve_version == '9.2.11' && it.uptime ==~ /2h\d+m/ }
        steward.run('proxmox', 'stats', 'wep-1').with { it.code() == 1 && it.err().contains("did you mean 'web-1'?") }
    }

    @Row(['X-26', 'X-30'])
    def 'a stream goes on until Ctrl+C, which stops the asking'() {
        when:
        def process = watch('stats', '101', '--stream')

        then:
        soon.eventually { assert steward.out(process).readLines().size() >= 2 }

        when:
        Terminal.interrupt(process)
        def ended = steward.end(process, 10)
        int asked = lab.requests().size()

        then:
        ended.code() == 99
        ended.err() == ''
        ended.out().readLines().every { it.startsWith('running|') }
        lab.requests().every { !it.path().contains('termproxy') && !it.path().contains('ticket') }
        lab.requests().size() == asked
    }

    @Row('X-28')
    def 'the journal of #word is shown, and goes on until Ctrl+C, which ends journalctl there'() {
        when:
        def all = steward.run('proxmox', 'logs', word, '--limit', '5')

        then:
        all.code() == 0
        all.out().readLines().size() in 1..6

        when:
        def process = watch('logs', word, '--follow', '--json')

        then:
        soon.eventually { assert runs(booted, 'journalctl') }

        when:
        booted.judge(1, "logger -t shop 'live for $word'")

        then:
        soon.eventually { assert steward.out(process).readLines().any { Terminal.json(it).line.contains("live for $word") } }

        when:
        Terminal.interrupt(process)

        then:
        steward.end(process, 20).code() == 99
        soon.eventually { assert !runs(booted, 'journalctl') }

        where:
        word << ['101', 'pve2', 'docker-1']
    }

    def 'lines of units alone, those of the configuration where none is named; one that is not there is told'() {
        expect:
        steward.run('proxmox', 'logs', '101', '-u', 'ssh').out().readLines().findAll { !it.startsWith('-- ') }.every { it.contains('sshd') || it.contains('systemd') }
        steward.run('proxmox', 'logs', 'first').with { it.code() == 0 && !it.out().contains('hello from shop') }
        steward.run('proxmox', 'logs', '101', '-u', 'ngnix').with { it.code() == 0 && it.err().contains("there is no unit 'ngnix' on container 101") }
    }

    @Row('X-28')
    def 'a container without systemd shows its messages'() {
        expect:
        steward.run('proxmox', 'logs', '102', '--limit', '2').with { it.code() == 0 && it.out() == 'two\nthree\n' }
        steward.run('proxmox', 'logs', '102', '-u', 'x').with { it.out() == 'one\ntwo\nthree\n' && it.err().contains('has no systemd') }
    }

    @Row('X-29')
    def 'files are followed until Ctrl+C; one that is not there yet is waited for'() {
        when:
        def process = watch('tail', 'shop')

        then:
        soon.eventually { assert runs(plain, 'tail') }

        when:
        plain.judge(1, 'echo first > /var/log/shop.log')

        then:
        soon.eventually { assert steward.out(process).contains('first') }

        when:
        Terminal.interrupt(process)

        then:
        steward.end(process, 20).code() == 99
        soon.eventually { assert !runs(plain, 'tail') }
    }

    @Row(['X-31', 'X-32'])
    def '#words is refused: #says'() {
        expect:
        steward.run(*(['proxmox'] + words)).with { it.code() == code && it.out() == '' && it.err().contains(says) && !it.err().contains('Exception') }

        where:
        words                                        || code | says
        ['logs', '103']                              || 1    | 'container 103 is not running, status: stopped'
        ['tail', '103', '/var/log/x']                || 1    | 'container 103 is not running, status: stopped'
        ['logs', '101', '-u', 'a;b']                 || 5    | "services[0] 'a;b' has the character ;"
        ['tail', '101', '/var/log/$(id)', '/a\nb']   || 5    | 'files[1]'
        ['tail', '101']                              || 5    | 'files is empty'
        ['logs', '101', '--limit', '1001']           || 5    | 'limit is 1001; expected 1 to 1000'
        ['tasks', '--follow']                        || 5    | 'needs a UPID'
        ['tasks', 'UPID:x']                          || 5    | 'is no UPID'
        ['logs', 'nobody']                           || 1    | "no guest 'nobody'"
    }

    @Row('G-09')
    def 'doctor asks clusters and hosts, and tells what does not answer with the next step'() {
        given:
        steward.write('steward.yml', Files.readString(steward.folder.resolve('steward.yml')) + '\nschedules: {}\nplaybooks: .\n')

        when:
        def good = steward.run('doctor')

        then:
        good.code() == 0
        good.out().contains('ok      hosts: 3 of 3 answer')
        good.out().contains('ok      cluster home: lab, 2 nodes, quorate')
        good.out().contains('note    ups: no UPS is configured')

        when:
        steward.write('hosts.yml', Files.readString(steward.folder.resolve('hosts.yml')) + '    gone: {ansible_host: 127.0.0.1, ansible_port: 9}\n')
        def bad = steward.run('doctor')

        then:
        bad.code() == 1
        bad.out() =~ /PROBLEM host gone: .*connection refused; does sshd run there/
        steward.run('doctor', '--offline').code() == 0
        steward.run('doctor', '--limit', 'pve1').code() == 0
    }

    def 'tasks are listed, read and followed'() {
        given:
        def upid = lab.change { state -> state.tasks() }.all()*.upid()

        expect:
        upid == []
        steward.run('proxmox', 'tasks').with { it.code() == 0 && it.out() =~ /STARTED +TOOK +NODE/ }
        Terminal.json(steward.run('proxmox', 'tasks', '--json').out()) == []
    }
}
