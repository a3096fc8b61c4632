package dev.steward.runner.connection.ssh

import dev.steward.real.RealHosts
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Command.Limits
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.RemoteFile
import dev.steward.runner.connection.Result
import dev.steward.runner.connection.RunAs
import dev.steward.runner.inventory.Host
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import java.time.Duration
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** Becoming another user on a real Debian host. */
@Timeout(60)
class BecomeRealSpec extends Specification {

    static final Secret PASSWORD = new Secret(RealHosts.PASSWORD)

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared @AutoCleanup RealHosts lab = RealHosts.up(1, ['nothing'])
    @Shared @AutoCleanup Ssh ssh = new Ssh(lab.dir, Optional.empty(), new SystemTime(), threads)

    def '#login becomes #user and has their home, groups and input'() {
        given:
        Connection connection = connect(login)
        RunAs as = new RunAs(Optional.of(user), Optional.ofNullable(password))

        when:
        Result result = connection.run(Command.script('id -un; pwd; printf "%s\\n" "$HOME" "$S"; cat')
                .with(S: new Secret("it's")).reading('in\u0000put'.bytes).as(as), Output.NONE)

        then:
        result.good()
        result.out() == "$user\n$home\n$home\nit's\nin\u0000put"
        result.err() == ''

        cleanup:
        connection?.close()

        where:
        login  | user   | password | home
        'op'   | 'root' | null     | '/root'
        'op'   | 'pw'   | null     | '/home/pw'
        'op'   | 'op'   | null     | '/home/op'
        'op'   | 'root' | PASSWORD | '/root'
        'pw'   | 'root' | PASSWORD | '/root'
        'root' | 'op'   | null     | '/home/op'
        'root' | 'root' | null     | '/root'
    }

    def 'a wrong password is refused at once, asked for once, and named'() {
        given:
        Connection connection = connect('pw')

        when:
        connection.run(Command.argv('touch', '/tmp/became').as(new RunAs(Optional.of('root'), Optional.of(new Secret('wrong')))), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.REFUSED
        e.message.contains('sudo does not accept the password of pw')
        !e.message.contains('wrong')
        lab.judge(1, 'ls /tmp/became 2>/dev/null; true') == ''

        and: 'the connection lives on'
        connection.run(Command.argv('id', '-un'), Output.NONE).out() == 'pw\n'

        cleanup:
        connection?.close()
    }

    def 'a missing password is refused with the next step'() {
        given:
        Connection connection = connect('pw')

        when:
        connection.run(Command.argv('id').as(RunAs.user('root')), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.REFUSED
        e.message.contains('pw may not become root')
        e.message.contains('-K')

        cleanup:
        connection?.close()
    }

    def 'a user who is not there is refused'() {
        given:
        Connection connection = connect(login)

        when:
        connection.run(Command.argv('id').as(RunAs.user('nobody-here')), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.REFUSED
        e.message.contains('may not become nobody-here')

        cleanup:
        connection?.close()

        where:
        login << ['op', 'root']
    }

    def 'the password is in no argv and no log of the host'() {
        given:
        Connection connection = connect('pw')

        when:
        Result result = connection.run(Command.script('cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | tr "\\0" "\\n"')
                .as(new RunAs(Optional.of('root'), Optional.of(PASSWORD))), Output.NONE)

        then:
        result.good()
        !result.out().contains(RealHosts.PASSWORD)
        lab.judge(1, 'grep -rl lab-password /var/log /run 2>/dev/null; true') == ''

        cleanup:
        connection?.close()
    }

    def 'a time-out kills what root runs for #login'() {
        given:
        Connection connection = connect(login)

        when:
        Result result = connection.run(Command.script('trap "" TERM; sleep 98765 & sleep 98765')
                .as(new RunAs(Optional.of('root'), Optional.of(PASSWORD))).within(Limits.of(Duration.ofSeconds(2))), Output.NONE)

        then:
        result.end() == Result.End.TIMED_OUT
        lab.judge(1, "ps -eo stat=,args= | grep 'sleep 9876[5]' | grep -v '^Z'; true") == ''

        cleanup:
        connection?.close()

        where:
        login << ['op', 'pw']
    }

    def 'files are written and read as another user'() {
        given:
        Connection connection = connect('op')
        RunAs root = RunAs.user('root')
        ByteArrayOutputStream back = new ByteArrayOutputStream()

        when:
        connection.put(new ByteArrayInputStream('x'.bytes), new RemoteFile('/root/f', Optional.of('0640'), Optional.of('pw:op'), root))
        connection.get('/root/f', root, back)

        then:
        back.toString() == 'x'
        lab.judge(1, 'stat -c "%a %U %G" /root/f') == '640 pw op\n'

        cleanup:
        connection?.close()
    }

    private Connection connect(String login) {
        ssh.to(ConnectionSettings.of(new Host(lab.name(1), [], [
                ansible_host                : lab.address(1),
                ansible_port                : RealHosts.PORT,
                ansible_user                : login,
                ansible_ssh_private_key_file: lab.key().toString(),
                ansible_ssh_common_args     : "-o UserKnownHostsFile=${lab.knownHosts()}" as String,
        ]), LoginDefaults.NONE))
    }
}
