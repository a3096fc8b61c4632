package dev.steward.runner.connection.ssh

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.ssh.kept.KeepRule
import dev.steward.runner.connection.ssh.kept.KeptSessions
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Timeout

/** Sessions that one run leaves open for the next, against a real OpenSSH server. */
@Timeout(60)
class KeptSessionsRealSpec extends SshRouteTry {

    @AutoCleanup KeptSessions kept

    def setup() {
        kept = keeping(new KeepRule(Duration.ofMinutes(1), 256))
    }

    def 'the next run logs in no more, and finds nothing of the one before in its shell'() {
        given:
        ran('cd /tmp; umask 077; export LEFT=over; alias ls=rm; left() { :; }; trap "echo trapped" EXIT; set -f')
        def first = logins()

        expect:
        kept.count() == 1

        when:
        def said = ran('pwd; umask; echo "${LEFT:-nothing}"; command -v left; echo "$-"; echo done')

        then:
        said.readLines().first() != '/tmp'
        said.contains('0022')
        said.contains('nothing\n')
        !said.contains('trapped') && !said.contains('left\n')
        said.endsWith('done\n')
        logins() == first
        kept.count() == 1
    }

    def 'two runs at once have a session each, and one of them is kept'() {
        given:
        ran('true')

        when:
        def both = [aRun(), aRun()]
        both.each { assert it.connection.run(Command.argv('true'), Output.NONE).good() }

        then:
        logins().size() == 2
        kept.count() == 0

        when:
        both*.close()

        then:
        kept.count() == 1
        until { sshd.sessions().size() <= 2 }
    }

    def 'what a cancelled run leaves at work in a session is for nobody'() {
        given:
        def one = aRun()
        def busy = threads.submit { one.connection.run(Command.argv('sleep', '4243'), Output.NONE) }
        until { sleeping('4243') }

        when:
        one.close()

        then:
        kept.count() == 0

        cleanup:
        busy?.cancel(true)
    }

    def 'a session is for exactly the same way'() {
        given:
        ran('true')
        copiedKey()
        otherKnown()
        namedToo('localhost')
        def ways = [
                'the same key under another name': [ansible_ssh_private_key_file: folder.resolve('copy').toString()],
                'a password'                     : [ansible_password: 'x'],
                'a passphrase'                   : [ansible_private_key_passphrase: 'x'],
                'another name of the address'    : [ansible_host: 'localhost'],
                'another time to connect'        : [ansible_timeout: 7],
                'another known_hosts'            : [ansible_ssh_common_args: "-o UserKnownHostsFile=${folder.resolve('other_known')}" as String],
        ]

        expect:
        ways.every { what, vars ->
            def before = logins()
            ran('true', vars)
            assert (logins() - before).size() == 1: what
            true
        }
        kept.count() == 1 + ways.size()

        and: 'each of them has its own now'
        def all = logins()
        ways.every { what, vars -> ran('true', vars); logins() == all }
    }

    def 'a session is for exactly the same keys: #what'() {
        given:
        ran('true')
        def before = logins()
        change(this)

        when:
        ran('true')

        then:
        (logins() - before).size() == 1

        where:
        what                                | change
        'another key in the same file'      | { it.otherKey() }
        'a line of another key of the host' | { it.sshd.enrol('rsa') }
    }

    def 'a kept session is no way around what known_hosts says now: #what'() {
        given:
        ran('true')
        change(sshd)

        when:
        ran('true')

        then:
        ConnectionException e = thrown()
        e.kind() == kind
        kept.count() == 0

        where:
        what                 | kind                  || change
        'no line any more'   | Kind.HOST_KEY_UNKNOWN || { Files.writeString(it.folder.resolve('known_hosts'), '') }
        'revoked'            | Kind.HOST_KEY_CHANGED || { Files.writeString(it.folder.resolve('known_hosts'), "\n@revoked [127.0.0.1]:$it.port ${Files.readString(it.folder.resolve('host_ed25519.pub'))}", java.nio.file.StandardOpenOption.APPEND) }
    }

    def 'a session that died costs the next run nothing: #what'() {
        given:
        ran('true')
        died(sshd)

        when:
        long begun = System.nanoTime()
        def said = ran("echo once >> ${folder.resolve('done')}; echo in")

        then:
        said == 'in\n'
        Files.readAllLines(folder.resolve('done')) == ['once']
        System.nanoTime() - begun < most * 1_000_000L
        kept.count() == 1

        where:
        what                        | died                                              | most
        'its process was killed'    | { it.cut() }                                      | 5000
        'sshd was begun anew'       | { it.stop(); it.start() }                         | 5000
        'the host says nothing'     | { s -> s.sessions().each { stopped(it) } }        | 9000
    }

    def 'a host that is gone is told within the time to connect'() {
        given:
        ran('true')
        sshd.stop()

        when:
        long begun = System.nanoTime()
        ran('true')

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.UNREACHABLE
        System.nanoTime() - begun < 8_000_000_000L
    }

    def 'after a reboot nothing is left of the host, whoever logged in there'() {
        given: 'a session of the same server under another name'
        ran('true', [:], 'web2')
        def one = aRun()
        one.connection.run(Command.argv('true'), Output.NONE)

        when:
        one.connection.reset()

        then:
        kept.count() == 0

        and:
        one.connection.run(Command.argv('true'), Output.NONE).good()
        one.close()
    }

    def 'the server closes all of them at once'() {
        given:
        (1..12).each { ran('true', [:], "web$it") }

        expect:
        kept.count() == 12

        when:
        long begun = System.nanoTime()
        kept.close()

        then:
        System.nanoTime() - begun < 3_000_000_000L
        until { sshd.sessions().empty }

        when: 'it keeps none from then on'
        ran('true')

        then:
        kept.count() == 0
    }

    def 'of more than may be kept those that wait longest are closed'() {
        given:
        kept.close()
        kept = keeping(new KeepRule(Duration.ofMinutes(1), 2))

        when:
        ['a', 'b', 'c'].each { ran('true', [:], it) }

        then:
        kept.count() == 2
        until { logins().size() == 2 }

        when:
        def before = logins()
        ['b', 'c'].each { ran('true', [:], it) }

        then:
        logins() == before
    }

    def 'a run through another server leaves nothing: its session lives no longer than that one'() {
        when:
        ran('true', [ansible_ssh_common_args: "-J root@127.0.0.1:$sshd.port" as String])

        then:
        kept.count() == 0
    }

    def 'a host that sends without end while nobody listens loses its session'() {
        given:
        ran('true')
        def flood = new HostileSshd(folder.resolve('known_hosts'))
        ran('true', [ansible_port: flood.port, ansible_password: 'x'], 'flood')
        assert kept.count() == 2

        when: 'what a host says now and then is no reason'
        flood.send(20, 1000)

        then:
        kept.count() == 2

        when:
        flood.send(200, 1000)

        then:
        until { kept.count() == 1 }
        until { !flood.open() }

        cleanup:
        flood?.close()
    }

    private KeptSessions keeping(KeepRule rule) {
        def made = new KeptSessions(rule, new SystemTime())
        made.begin { false }
        made
    }

    /** A connection as a run has it. */
    private static class OneRun implements AutoCloseable {
        Ssh ssh
        Connection connection

        @Override
        void close() {
            connection.close()
            ssh.close()
        }
    }

    private OneRun aRun(Map more = [:], String name = 'web1') {
        def one = new Ssh(ClientFiles.in(folder), Optional.empty(), kept, new SystemTime(), threads)
        new OneRun(ssh: one, connection: one.to(settings(more, name)))
    }

    private String ran(String script, Map more = [:], String name = 'web1') {
        aRun(more, name).withCloseable {
            def result = it.connection.run(Command.script(script), Output.NONE)
            assert result.good(): result.err()
            result.out()
        }
    }

    /** The processes of sshd that serve one login each. */
    private Set<Long> logins() {
        sshd.sessions().findAll { it.parent().map { p -> p.parent().map { g -> g.pid() }.orElse(0L) }.orElse(0L) == ProcessHandle.current().pid() }*.pid() as Set
    }

    private void otherKey() {
        def other = sshd.keygen('id_other', '-t', 'ed25519')
        sshd.allow(other.resolveSibling('id_other.pub'))
        ['', '.pub'].each { Files.move(folder.resolve("id_other$it"), folder.resolve("id_ed25519$it"), StandardCopyOption.REPLACE_EXISTING) }
    }

    private void copiedKey() {
        Files.copy(folder.resolve('id_ed25519'), folder.resolve('copy'))
    }

    private void otherKnown() {
        Files.copy(folder.resolve('known_hosts'), folder.resolve('other_known'))
    }

    private void namedToo(String name) {
        Files.writeString(folder.resolve('known_hosts'), "[$name]:$sshd.port ${Files.readString(folder.resolve('host_ed25519.pub'))}", java.nio.file.StandardOpenOption.APPEND)
    }

    private static void stopped(ProcessHandle process) {
        new ProcessBuilder('kill', '-STOP', process.pid() as String).start().waitFor(5, TimeUnit.SECONDS)
    }
}
