package dev.steward.runner.connection.pct

import dev.steward.real.RealNode
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionContractSpec
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.GuestRef
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.connection.ssh.Ssh
import dev.steward.runner.inventory.Host
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared

/** The contract, into a container through `pct exec` on a node that is reached by real OpenSSH. */
class PctRealSpec extends ConnectionContractSpec {

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared Path home = Files.createTempDirectory('steward-node')
    @Shared @AutoCleanup RealNode node = new RealNode(home)
    @Shared @AutoCleanup Ssh ssh = new Ssh(home, Optional.empty(), new SystemTime(), threads)
    @Shared @AutoCleanup Ssh.Shared session = ssh.shared(settings('pve1', [
            ansible_host: '127.0.0.1', ansible_port: node.sshd.port, ansible_user: 'root',
            ansible_ssh_private_key_file: home.resolve('id_ed25519').toString(),
    ]))
    @Shared Places places = new Places(way: session.way())
    @Shared Connection container

    def setupSpec() {
        node.glassContainer(101)
        container = pct(101)
    }

    def cleanupSpec() { home.toFile().deleteDir() }

    @Override
    Connection connection() { container }

    def 'nothing of the node\'s environment enters a container; what a login of root has is there'() {
        expect:
        run(Command.script('env | grep -c SSH_; echo "$HOME $USER $PWD"')).out() == '0\n/root root /root\n'
        run(Command.script('echo "$container"')).out() == 'lxc\n'
    }

    def 'what a command is does not show in the node\'s process list'() {
        when:
        Result result = run(Command.script('echo canary-of-this-spec >/dev/null; cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " " | grep -c canary-of-this-s[p]ec; true'))

        then:
        result.out() == '0\n'
    }

    def 'a container that is stopped is told, with the next step'() {
        given:
        node.stopped(150)

        when:
        pct(150).run(Command.argv('true'), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.UNREACHABLE
        e.message.contains('pct 150 via pve1 (ssh root@127.0.0.1:')
        e.message.contains("the container is not running; start it first (guest state: 'started')")
    }

    def 'a container that has moved is found again on its new node, and the command runs once there'() {
        given: 'a second place of the same way, as far as the stand-in goes'
        node.glassContainer(160)
        Connection moving = pct(160)
        assert moving.run(Command.argv('true'), Output.NONE).good()
        Path mark = folder.resolve('mark')
        node.migrate(160, 'pve1', 'pve2')
        places.onMove = { node.migrate(160, 'pve2', 'pve1') }

        when:
        Result result = moving.run(Command.script("echo once >>$mark; hostname"), Output.NONE)

        then:
        result.good()
        places.asked == 1
        Files.readString(mark) == 'once\n'
    }

    def 'a container nobody has any more is told, and not looked for without end'() {
        given:
        node.glassContainer(161)
        Connection gone = pct(161)
        node.migrate(161, 'pve1', 'pve9')
        places.onMove = {}

        when:
        gone.run(Command.argv('true'), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.UNREACHABLE
        e.message.contains('the container is not on pve1')
        places.asked == 2
    }

    private Connection pct(int vmid) {
        places.asked = 0
        new Pct(places, new SystemTime(), threads).to(settings("ct$vmid", [ansible_connection: 'pct', proxmox_vmid: vmid]))
    }

    private static ConnectionSettings settings(String name, Map vars) {
        ConnectionSettings.of(new Host(name, [], vars), LoginDefaults.NONE)
    }

    static class Places implements GuestPlaces {

        def way
        int asked
        Closure onMove = {}

        @Override
        GuestPlaces.Place of(GuestRef guest) { new GuestPlaces.Place('pve1', way) }

        @Override
        boolean moved(GuestRef guest) {
            asked++
            onMove()
            true
        }
    }
}
