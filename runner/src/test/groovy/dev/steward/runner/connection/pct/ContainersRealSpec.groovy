package dev.steward.runner.connection.pct

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.real.RealNode
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.GuestRef
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.ssh.Ssh
import dev.steward.runner.inventory.Host
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** Modules in Debian containers without sshd, through `pct` on a node reached as root and as a user with the sudoers line. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ContainersRealSpec extends ModuleTry {

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared Path home = Files.createTempDirectory('steward-node')
    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(2, ['dist', 'small'], 0, 'busybox', false)
    @Shared @AutoCleanup RealNode node = new RealNode(home, Sudoers.line(RealNode.USER))
    @Shared @AutoCleanup Ssh ssh = new Ssh(home, Optional.empty(), new SystemTime(), threads)

    def setupSpec() { (1..2).each { node.container(100 + it, hosts.init(it)) } }

    def cleanupSpec() { home.toFile().deleteDir() }

    @Row('N-02')
    def 'packages of a container without sshd are upgraded through its node, by #user'() {
        given:
        target.connection = container(vmid, user)
        assert hosts.judge(vmid - 100, 'pgrep -x sshd || echo none') == 'none\n'

        when:
        def outcome = call('apt', upgrade: 'dist', updateCache: true, autoremove: true)

        then:
        changed(outcome)
        hosts.judge(vmid - 100, "dpkg-query -W -f '\${Version}' $installed" as String) == '2.0'
        hosts.judge(vmid - 100, 'dpkg --audit') == ''

        when:
        target.ticket = 'again'
        def second = call('apt', upgrade: 'dist', updateCache: true)

        then:
        ok(second)

        where:
        vmid | user          | installed
        101  | 'root'        | 'lab-needs'
        102  | RealNode.USER | 'lab-small'
    }

    def 'input, exit status and 100 MB of output pass through a container'() {
        given:
        def way = container(102, RealNode.USER)
        long seen = 0

        when:
        def result = way.run(Command.script('head -c 100000000 /dev/zero; exit 7'), { stream, bytes, length -> seen += length } as Output)

        then:
        result.exit() == 7
        seen == 100_000_000
        way.run(Command.argv('md5sum').reading('steward'.bytes), Output.NONE).out().startsWith('steward'.md5())
    }

    def 'a command past its time is killed inside its container'() {
        when:
        def result = container(102, 'root').run(Command.argv('sleep', '4242').within(Command.Limits.of(Duration.ofSeconds(1))), Output.NONE)

        then:
        !result.good()
        hosts.judge(2, 'pgrep -f "sleep 4[2]42" || echo none') == 'none\n'
    }

    def 'what is killed in a container takes nothing else of it along, be the way by #user'() {
        given:
        hosts.judge(2, '(setsid sleep 5151 </dev/null >/dev/null 2>&1 &) ; exec true')
        def before = processes(2)

        when:
        def result = container(102, user).run(Command.script('sleep 4343 & (sleep 4344 &); exec sleep 4345').within(Command.Limits.of(Duration.ofSeconds(1))), Output.NONE)

        then:
        !result.good()
        before.any { it.endsWith('sleep 5151') }
        processes(2) == before

        cleanup:
        hosts.judge(2, 'pkill -f "sleep 5[1]51"; true')

        where:
        user << ['root', RealNode.USER]
    }

    def 'the sudoers line lets the user be root in containers, and nothing on the node'() {
        given:
        def onNode = ssh.to(settings('pve1', RealNode.USER, [:]))

        expect:
        onNode.run(Command.argv(*words), Output.NONE).with { it.exit() != 0 && it.err().contains('password is required') }

        where:
        words << [
                ['sudo', '-n', 'id'], ['sudo', '-n', 'pct', 'destroy', '102'], ['sudo', '-n', 'pct', 'set', '102', '--memory', '1'],
                ['sudo', '-n', 'pct', 'exec', '102', '--keep-env', '1', '--', 'sh', '-c', 'id'],
        ]
    }

    def 'a user without the line is told what to grant'() {
        given:
        Path other = Files.createTempDirectory('steward-node')
        def bare = new RealNode(other)
        bare.stopped(102)
        def keys = new Ssh(other, Optional.empty(), new SystemTime(), threads)
        def way = keys.shared(ConnectionSettings.of(new Host('pve1', [], [ansible_host: '127.0.0.1', ansible_port: bare.sshd.port,
                ansible_user: RealNode.USER, ansible_ssh_private_key_file: other.resolve('id_ed25519') as String]), LoginDefaults.NONE)).way()

        when:
        new Pct(places(way), new SystemTime(), threads).to(guest(102)).run(Command.argv('true'), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.UNREACHABLE
        e.message.contains('steward host enrol pve1')

        cleanup:
        keys.close()
        bare.close()
        other.toFile().deleteDir()
    }

    /** All but the judge's own. */
    private List<String> processes(int n) {
        hosts.judge(n, 'ps -e -o pid= -o args=').readLines()*.strip().findAll { !(it =~ /ps -e|sh -c|\[sh]|<defunct>/) }.toSorted()
    }

    private Connection container(int vmid, String user) {
        new Pct(places(ssh.shared(settings('pve1', user, [:])).way()), new SystemTime(), threads).to(guest(vmid))
    }

    private static ConnectionSettings guest(int vmid) {
        ConnectionSettings.of(new Host("ct$vmid", [], [ansible_connection: 'pct', proxmox_vmid: vmid]), LoginDefaults.NONE)
    }

    private ConnectionSettings settings(String name, String user, Map more) {
        ConnectionSettings.of(new Host(name, [], [
                ansible_host: '127.0.0.1', ansible_port: node.sshd.port, ansible_user: user,
                ansible_ssh_private_key_file: home.resolve('id_ed25519') as String] + more), LoginDefaults.NONE)
    }

    private static GuestPlaces places(way) {
        new GuestPlaces() {
            GuestPlaces.Place of(GuestRef guest) { new GuestPlaces.Place('pve1', way) }

            boolean moved(GuestRef guest) { false }
        }
    }
}
