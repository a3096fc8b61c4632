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
import dev.steward.runner.connection.Result
import dev.steward.runner.inventory.Host
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.Callable
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.LockSupport
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What SSH adds to the contract: host keys, ways to log in, jumps, many at once, links that die. */
@Timeout(60)
class SshRouteRealSpec extends Specification {

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @TempDir Path folder
    @AutoCleanup('stop') RealSshd sshd
    @AutoCleanup Ssh ssh

    def setup() {
        sshd = new RealSshd(folder)
        ssh = new Ssh(folder, Optional.empty(), new SystemTime(), threads)
    }

    def 'an unknown host key is refused with its fingerprint and the next step'() {
        given:
        folder.resolve('known_hosts').toFile().text = ''

        when:
        hello()

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.HOST_KEY_UNKNOWN
        e.message.contains(fingerprint('ed25519'))
        e.message.contains('steward host enrol web1')
        folder.resolve('known_hosts').toFile().text == ''
    }

    def 'a changed host key is refused otherwise than an unknown one'() {
        given:
        sshd.keygen('other', '-t', 'ed25519')
        folder.resolve('known_hosts').toFile().text = "[127.0.0.1]:$sshd.port ${folder.resolve('other.pub').toFile().text}"

        when:
        hello()

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.HOST_KEY_CHANGED
        e.message.contains('CHANGED')
        e.message.contains(fingerprint('ed25519'))
    }

    def 'a host known by its #type key alone is accepted, hashed: #hashed'() {
        given:
        sshd.enrol(type)
        if (hashed) {
            assert ['ssh-keygen', '-q', '-H', '-f', folder.resolve('known_hosts').toString()].execute().waitFor() == 0
            assert folder.resolve('known_hosts').toFile().text.startsWith('|1|')
        }

        expect:
        hello() == 'hello\n'

        where:
        type      | hashed
        'ed25519' | false
        'ed25519' | true
        'ecdsa'   | false
        'rsa'     | false
        'rsa'     | true
    }

    def 'accept-new takes an unknown key in, once, and still refuses a changed one'() {
        given:
        folder.resolve('known_hosts').toFile().text = ''
        Map more = [ansible_ssh_common_args: '-o StrictHostKeyChecking=accept-new']

        when:
        String said = hello(more)

        then:
        said == 'hello\n'
        folder.resolve('known_hosts').toFile().readLines().size() == 1
        hello() == 'hello\n'

        when:
        sshd.keygen('other', '-t', 'ed25519')
        folder.resolve('known_hosts').toFile().text = "[127.0.0.1]:$sshd.port ${folder.resolve('other.pub').toFile().text}"
        hello(more)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.HOST_KEY_CHANGED
    }

    def 'enrolling shows the fingerprints, writes them, and replaces a changed key'() {
        given:
        sshd.keygen('other', '-t', 'ed25519')
        folder.resolve('known_hosts').toFile().text = "[127.0.0.1]:$sshd.port ${folder.resolve('other.pub').toFile().text}"
        if (hashed) {
            assert ['ssh-keygen', '-q', '-H', '-f', folder.resolve('known_hosts').toString()].execute().waitFor() == 0
        }
        Enrol enrol = new Enrol(folder, new SystemTime())

        when:
        List<Enrol.HostKey> keys = enrol.fetch(settings())

        then:
        keys*.fingerprint() == ['ed25519', 'ecdsa', 'rsa'].collect { fingerprint(it) }
        keys*.standing() == [Enrol.Standing.CHANGED, Enrol.Standing.NEW, Enrol.Standing.NEW]

        when:
        enrol.accept(settings(), keys)

        then:
        hello() == 'hello\n'
        enrol.fetch(settings())*.standing().unique() == [Enrol.Standing.KNOWN]
        folder.resolve('known_hosts').toFile().readLines().count { it } == 3

        where:
        hashed << [false, true]
    }

    def 'a check of host keys that is switched off by #more is made all the same, and the refusal says so'() {
        given:
        folder.resolve('known_hosts').toFile().text = ''

        when:
        hello(more)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.HOST_KEY_UNKNOWN
        e.message.contains('steward host enrol web1')
        e.message.contains('is not honoured')

        when: 'it is enrolled'
        sshd.enrol('ed25519')

        then:
        hello(more) == 'hello\n'

        where:
        more << [[ansible_host_key_checking: false], [ansible_ssh_common_args: '-o StrictHostKeyChecking=no']]
    }

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

    private String hello(Map more = [:]) {
        Connection connection = ssh.to(settings(more))
        try {
            return connection.run(Command.argv('echo', 'hello'), Output.NONE).out()
        } finally {
            connection.close()
        }
    }

    private Map settingsVars(Map more) {
        [ansible_host: '127.0.0.1', ansible_port: sshd.port, ansible_user: 'root',
         ansible_ssh_private_key_file: folder.resolve('id_ed25519').toString()] + more
    }

    private ConnectionSettings settings(Map more = [:]) {
        ConnectionSettings.of(new Host('web1', [], settingsVars(more)), LoginDefaults.NONE)
    }

    private String fingerprint(String type) {
        ['ssh-keygen', '-l', '-f', folder.resolve("host_${type}.pub").toString()].execute().text.split(' ')[1]
    }

    private static boolean sleeping(String seconds) {
        ProcessHandle.allProcesses().anyMatch { p ->
            p.info().arguments().orElse([] as String[]).contains(seconds) && p.info().command().orElse('').endsWith('sleep')
        }
    }

    private static boolean until(Closure<Boolean> holds) {
        long end = System.nanoTime() + 10_000_000_000L
        while (!holds()) {
            assert System.nanoTime() < end: 'waited 10 s in vain'
            LockSupport.parkNanos(10_000_000)
        }
        true
    }
}
