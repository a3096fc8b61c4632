package dev.steward.runner.connection.ssh

import dev.steward.real.RealSshd
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Command.Limits
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.inventory.Host
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** Many links at once, and links that die. */
@Timeout(60)
class SshLinkRealSpec extends SshRouteTry {

    def '60 connections at once get through a stock MaxStartups, and those of a second runner too'() {
        given:
        Ssh other = new Ssh(folder, Optional.empty(), new SystemTime(), threads)
        List<Connection> all = (1..60).collect { (it <= 40 ? ssh : other).to(settings()) }

        when:
        List<String> said = all.collect { c ->
            threads.submit({ c.run(Command.argv('echo', 'in'), Output.NONE).out() } as Callable)
        }*.get(50, TimeUnit.SECONDS)

        then:
        said == ['in\n'] * 60

        cleanup:
        all*.close()
        other?.close()
    }

    def 'more hosts behind one jump than may connect at once do not keep the jump itself out'() {
        given:
        List<Connection> all = (1..60).collect { ssh.to(settings([ansible_ssh_common_args: "-J root@127.0.0.1:$sshd.port" as String])) }

        when:
        List<String> said = all.collect { c ->
            threads.submit({ c.run(Command.argv('echo', 'in').within(Limits.of(Duration.ofSeconds(40))), Output.NONE).out() } as Callable)
        }*.get(50, TimeUnit.SECONDS)

        then:
        said == ['in\n'] * 60

        cleanup:
        all*.close()
    }

    def 'a jump that cannot be reached is tried once for all who wait for it'() {
        given:
        String nowhere = new ServerSocket(0).withCloseable { it.localPort }
        List<Connection> all = (1..200).collect { ssh.to(settings([ansible_ssh_common_args: "-J root@127.0.0.1:$nowhere" as String])) }

        when:
        List<ConnectionException> told = all.collect { c ->
            threads.submit({
                try { c.run(Command.argv('true'), Output.NONE) } catch (ConnectionException e) { return e }
            } as Callable)
        }*.get(50, TimeUnit.SECONDS)

        then:
        told*.kind().unique() == [Kind.UNREACHABLE]
        told.every { it.message.contains(nowhere) }

        cleanup:
        all*.close()
    }

    def 'who waits behind others for a channel or to connect is not late'() {
        given: 'a session whose eight channels are taken'
        Connection connection = ssh.to(settings())
        def busy = (1..8).collect { threads.submit({ connection.run(Command.argv('sleep', '3'), Output.NONE) } as Callable) }
        until { ProcessHandle.allProcesses().filter { p -> p.info().arguments().orElse([] as String[]).toList() == ['3'] }.count() >= 8 }

        when:
        String said = connection.run(Command.argv('echo', 'in').within(Limits.of(Duration.ofSeconds(1))), Output.NONE).out()

        then:
        said == 'in\n'
        busy*.get(20, TimeUnit.SECONDS)*.exit().unique() == [0]

        cleanup:
        connection?.close()
    }

    def 'a host that is #what while it looks at the key has not refused the key'() {
        given: 'an sshd that asks a slow directory for the keys of a user'
        RealSshd slow = new RealSshd(Files.createDirectory(folder.resolve('slow')), "AuthorizedKeysCommand /usr/bin/sleep $takes",
                'AuthorizedKeysCommandUser root')
        Files.delete(slow.folder.resolve('authorized_keys'))
        Connection connection = ssh.to(settings([ansible_port: slow.port, ansible_ssh_private_key_file: slow.folder.resolve('id_ed25519') as String,
                ansible_ssh_common_args: "-o UserKnownHostsFile=${slow.folder.resolve('known_hosts')}" as String, ansible_ssh_timeout: seconds]))
        def asking = threads.submit({ connection.run(Command.argv('true'), Output.NONE) } as Callable)

        when:
        until { sleeping(takes) }
        if (ends) {
            slow.cut()
        }
        asking.get(20, TimeUnit.SECONDS)

        then:
        ExecutionException e = thrown()
        e.cause.kind() == kind
        e.cause.message.contains(says)
        !e.cause.message.contains('accepted')

        cleanup:
        connection?.close()
        slow?.close()

        where:
        what     | takes  | ends  | seconds || kind             | says
        'silent' | '31.5' | false | 2       || Kind.TIMEOUT     | 'no answer within 2.0 s'
        'gone'   | '32.5' | true  | 15      || Kind.UNREACHABLE | 'it ended the connection while it was asked to let root in'
    }

    def 'a link that died between two commands is opened anew, once'() {
        given:
        Connection connection = ssh.to(settings())
        assert connection.run(Command.argv('echo', '1'), Output.NONE).good()

        when:
        sshd.cut()

        then:
        connection.run(Command.argv('echo', '2'), Output.NONE).out() == '2\n'

        when:
        sshd.stop()
        connection.run(Command.argv('echo', '3'), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.UNREACHABLE

        when: 'and it works again when the server does'
        sshd.start()

        then:
        connection.run(Command.argv('echo', '4'), Output.NONE).out() == '4\n'

        cleanup:
        connection?.close()
    }

    def 'a link lost during a command is said to be lost, the command is not run twice, and it dies on the host'() {
        given:
        Connection connection = ssh.to(settings())
        Path runs = folder.resolve('runs')
        def running = threads.submit({
            connection.run(Command.script("echo run >> $runs; exec sleep 97531.5"), Output.NONE)
        } as Callable)
        until { Files.exists(runs) && sleeping('97531.5') }

        when:
        sshd.cut()
        running.get(10, TimeUnit.SECONDS)

        then:
        ExecutionException e = thrown()
        e.cause instanceof ConnectionException
        e.cause.kind() == Kind.LOST
        runs.toFile().readLines() == ['run']
        until { !sleeping('97531.5') }

        cleanup:
        connection?.close()
    }

    def 'a frozen peer is noticed by the keepalive, behind a jump as well: #jump'() {
        given:
        Map vars = jump ? [ansible_ssh_common_args: "-J root@127.0.0.1:$sshd.port" as String] : [:]
        LoginDefaults impatient = new LoginDefaults(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Duration.ofSeconds(5), Duration.ofMillis(500))
        Connection connection = ssh.to(ConnectionSettings.of(new Host('web1', [], settingsVars(vars)), impatient))
        assert connection.run(Command.argv('true'), Output.NONE).good()
        def frozen = sshd.sessions()
        def running = threads.submit({ connection.run(Command.argv('sleep', '97532.5'), Output.NONE) } as Callable)
        until { sleeping('97532.5') }

        when:
        long start = System.nanoTime()
        frozen.each { ['kill', '-STOP', "${it.pid()}"].execute().waitFor() }
        running.get(20, TimeUnit.SECONDS)

        then:
        ExecutionException e = thrown()
        e.cause.kind() == Kind.LOST
        Duration.ofNanos(System.nanoTime() - start) < Duration.ofSeconds(6)

        cleanup:
        frozen?.each { ['kill', '-KILL', "${it.pid()}"].execute().waitFor() }
        connection?.close()

        where:
        jump << [false, true]
    }

    def 'a frozen peer does not hold a command beyond its limit'() {
        given:
        Connection connection = ssh.to(settings())
        assert connection.run(Command.argv('true'), Output.NONE).good()
        def frozen = sshd.sessions()
        frozen.each { ['kill', '-STOP', "${it.pid()}"].execute().waitFor() }
        long start = System.nanoTime()

        when:
        connection.run(Command.argv('true').within(Limits.of(Duration.ofSeconds(1))), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.TIMEOUT
        Duration.ofNanos(System.nanoTime() - start) < Duration.ofSeconds(3)

        and: 'the next command takes a fresh link'
        connection.run(Command.argv('echo', 'fresh'), Output.NONE).out() == 'fresh\n'

        cleanup:
        frozen?.each { ['kill', '-KILL', "${it.pid()}"].execute().waitFor() }
        connection?.close()
    }

    def 'all commands of a host share one session'() {
        given:
        Connection connection = ssh.to(settings())

        when:
        List said = (1..30).collect { n ->
            threads.submit({ connection.run(Command.script('sleep 0.1; echo $SSH_CONNECTION'), Output.NONE).out() } as Callable)
        }*.get(40, TimeUnit.SECONDS)

        then:
        said.unique().size() == 1

        cleanup:
        connection?.close()
    }
}
