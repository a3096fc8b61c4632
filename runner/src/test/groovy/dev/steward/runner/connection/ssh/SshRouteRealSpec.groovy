package dev.steward.runner.connection.ssh

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Command.Limits
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.inventory.Host
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.locks.LockSupport
import spock.lang.Timeout

/** Ways to log in, jumps, and who is not there. */
@Timeout(60)
class SshRouteRealSpec extends SshRouteTry {

    def 'a host that does not listen yet is tried again as often as ansible_ssh_retries says'() {
        given:
        sshd.stop()
        Thread later = new Thread({ LockSupport.parkNanos(500_000_000L); sshd.start() })

        when:
        later.start()

        then:
        hello(ansible_ssh_retries: 4) == 'hello\n'

        when:
        later.join()
        sshd.stop()
        hello()

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.UNREACHABLE
    }

    def 'a #type key logs in'() {
        given:
        Path key = sshd.keygen('user', '-t', type, *more)
        sshd.allow(folder.resolve('user.pub'))

        expect:
        hello(ansible_ssh_private_key_file: key.toString()) == 'hello\n'

        where:
        type      | more
        'ed25519' | []
        'ecdsa'   | []
        'ecdsa'   | ['-b', '521']
        'rsa'     | ['-b', '2048']
        'rsa'     | ['-b', '2048', '-m', 'PEM']
    }

    def 'an encrypted key needs its passphrase, and says so'() {
        given:
        Path key = folder.resolve('locked')
        assert ['ssh-keygen', '-q', '-t', 'ed25519', '-N', 'open sesame', '-f', key.toString()].execute().waitFor() == 0
        sshd.allow(folder.resolve('locked.pub'))
        Map vars = [ansible_ssh_private_key_file: key.toString()]

        expect:
        hello(vars + [ansible_ssh_private_key_passphrase: new Secret('open sesame')]) == 'hello\n'

        when:
        ssh.close()
        ssh = new Ssh(folder, Optional.empty(), new SystemTime(), threads)
        hello(vars + (wrong ? [ansible_ssh_private_key_passphrase: 'wrong'] : [:]))

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.AUTHENTICATION
        e.message.contains('is encrypted')
        e.message.contains(says)

        where:
        wrong | says
        false | 'give its passphrase'
        true  | 'does not open it'
    }

    def 'a key of the agent logs in'() {
        given:
        Path socket = folder.resolve('agent.sock')
        Process agent = new ProcessBuilder('ssh-agent', '-D', '-a', socket.toString()).start()
        until { Files.exists(socket) }
        assert new ProcessBuilder('ssh-add', '-q', folder.resolve('id_ed25519').toString()).tap {
            environment().SSH_AUTH_SOCK = socket.toString()
        }.start().waitFor() == 0
        Files.move(folder.resolve('id_ed25519'), folder.resolve('elsewhere'))
        Ssh withAgent = new Ssh(folder, Optional.of(socket), new SystemTime(), threads)

        expect:
        withAgent.to(settings(ansible_ssh_private_key_file: null)).run(Command.argv('echo', 'agent'), Output.NONE).out() == 'agent\n'

        cleanup:
        withAgent?.close()
        agent?.destroyForcibly()
    }

    def 'a key that is not accepted is named'() {
        given:
        Path key = sshd.keygen('stranger', '-t', 'ed25519')

        when:
        hello(ansible_ssh_private_key_file: key.toString())

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.AUTHENTICATION
        e.message.contains(key.toString())
    }

    def 'nobody there: #what'() {
        when:
        hello(vars)

        then:
        ConnectionException e = thrown()
        e.kind() == kind
        e.message.contains(says)

        where:
        what               | vars                                              | kind             | says
        'a closed port'    | [ansible_port: 1]                                 | Kind.UNREACHABLE | 'connection refused'
        'an unknown name'  | [ansible_host: 'no-such-name.invalid']            | Kind.UNREACHABLE | 'not known'
    }

    def 'a server that accepts and says nothing is given up in time, by #what'() {
        given:
        ServerSocket silent = new ServerSocket(0, 5, InetAddress.loopbackAddress)
        Connection connection = ssh.to(settings(vars + [ansible_port: silent.localPort]))
        long start = System.nanoTime()

        when:
        connection.run(Command.argv('true').within(limits), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.TIMEOUT
        Duration.ofNanos(System.nanoTime() - start) < Duration.ofSeconds(2)

        cleanup:
        connection?.close()
        silent?.close()

        where:
        what                         | vars                 | limits
        'the limit of the command'   | [:]                  | Limits.of(Duration.ofSeconds(1))
        'the time-out of connecting' | [ansible_timeout: 1] | Limits.NONE
    }

    def 'ssh config is honoured, with a jump that opens no local port'() {
        given:
        folder.resolve('config').toFile().text = """\
            Host gate
              HostName 127.0.0.1
              Port $sshd.port
              User root
              IdentityFile $folder/id_ed25519
            Host inner-*
              HostName 127.0.0.1
              Port=$sshd.port
              User root
              ProxyJump gate
              IdentityFile "$folder/id_ed25519"
            Host *
              UserKnownHostsFile $folder/known_hosts
            """.stripIndent()
        Ssh configured = new Ssh(folder, Optional.empty(), new SystemTime(), threads)
        def connection = configured.to(ConnectionSettings.of(new Host('inner-1', [], [:]), LoginDefaults.NONE))

        when:
        Result result = connection.run(Command.script('echo "$SSH_CONNECTION"; head -c 3000000 /dev/zero'), Output.NONE)

        then:
        result.good()
        result.stdout.length > 3_000_000
        connection.route().contains("via 127.0.0.1:$sshd.port")
        sshd.sessions().size() >= 2

        cleanup:
        connection?.close()
        configured?.close()
    }
}
