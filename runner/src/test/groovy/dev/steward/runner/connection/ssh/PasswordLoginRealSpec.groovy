package dev.steward.runner.connection.ssh

import dev.steward.real.RealHosts
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.ConnectionException.Kind
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.inventory.Host
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/** Logging in by password on a real Debian host with PAM, by the method password and by keyboard-interactive. */
@Timeout(60)
class PasswordLoginRealSpec extends Specification {

    static final Map<String, Integer> PORTS = ['password': 2301, 'keyboard-interactive': 2302, 'both': 2303, 'neither': 2304]

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared @AutoCleanup RealHosts lab = RealHosts.up(1, ['nothing'])
    @Shared @AutoCleanup Ssh ssh = new Ssh(lab.dir, Optional.empty(), new SystemTime(), threads)

    def setupSpec() {
        PORTS.each { method, port ->
            String password = method in ['password', 'both'] ? 'yes' : 'no'
            String keyboard = method in ['keyboard-interactive', 'both'] ? 'yes' : 'no'
            lab.judge(1, "/usr/sbin/sshd -p $port -o UsePAM=yes -o PasswordAuthentication=$password -o KbdInteractiveAuthentication=$keyboard"
                    + " -o LogLevel=VERBOSE -E /var/log/sshd-${port}.log")
        }
    }

    def 'the password logs in where sshd takes #method'() {
        given:
        Connection connection = connect(method, RealHosts.PASSWORD)

        expect:
        connection.run(Command.argv('id', '-un'), Output.NONE).out() == 'pw\n'
        connection.run(Command.argv('echo', 'again'), Output.NONE).out() == 'again\n'
        count(method, 'Accepted ') == 1

        cleanup:
        connection?.close()

        where:
        method << ['password', 'keyboard-interactive', 'both']
    }

    def 'a wrong password is told once, plainly, and tried no oftener than sshd asks for it: #method'() {
        given:
        int before = count(method, 'Connection from')
        int failed = count(method, 'Failed password|PAM: Authentication failure')
        Connection connection = connect(method, 'not-the-password', [ansible_ssh_retries: 5])

        when:
        connection.run(Command.argv('id'), Output.NONE)

        then:
        ConnectionException e = thrown()
        e.kind() == Kind.AUTHENTICATION
        e.message.contains('the password of pw was not accepted')
        !e.message.contains('not-the-password')
        e.message.readLines().size() == 1

        and: 'one connection, and the password is given once'
        count(method, 'Connection from') - before == 1
        count(method, 'Failed password|PAM: Authentication failure') - failed == tries

        cleanup:
        connection?.close()

        where:
        method                 | tries
        'password'             | 1
        'keyboard-interactive' | 1
        'both'                 | 1
        'neither'              | 0
    }

    def 'the password stands in no log and no argv of the host'() {
        expect:
        lab.judge(1, "grep -rl ${RealHosts.PASSWORD} /var/log /run 2>/dev/null; true") == ''
    }

    private int count(String method, String pattern) {
        lab.judge(1, "grep -cE '$pattern' /var/log/sshd-${PORTS[method]}.log; true").strip() as int
    }

    private Connection connect(String method, String password, Map more = [:]) {
        ssh.to(ConnectionSettings.of(new Host(lab.name(1), [], [
                ansible_host           : lab.address(1),
                ansible_port           : PORTS[method],
                ansible_user           : 'pw',
                ansible_password       : new Secret(password),
                ansible_ssh_common_args: "-o UserKnownHostsFile=${lab.knownHosts()} -o 'HostKeyAlias=[${lab.address(1)}]:${RealHosts.PORT}'" as String,
        ] + more), LoginDefaults.NONE))
    }
}
