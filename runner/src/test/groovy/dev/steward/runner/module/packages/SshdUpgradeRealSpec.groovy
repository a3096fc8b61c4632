package dev.steward.runner.module.packages

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.ShConnection
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** The upgrade that replaces openssh-server and drops the link it came by, over a real link. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SshdUpgradeRealSpec extends ModuleTry {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['ssh'])

    @Row('G-51')
    def 'an upgrade that drops its own link is taken up again and done once'() {
        given:
        target.connection = new SshClient(hosts, 1)

        when:
        def outcome = call('apt', upgrade: 'dist', updateCache: true)

        then:
        changed(outcome)
        outcome.data().packages*.action.toSet() == ['upgraded'].toSet()
        target.connection.lost >= 1
        target.logged.any { it.contains('link lost') }
        hosts.judge(1, 'dpkg --audit') == ''
        hosts.judge(1, 'ls /var/lib/steward/jobs').readLines() == [target.ticket]
        hosts.judge(1, 'grep -c " upgrade " /var/log/dpkg.log').trim() == outcome.data().packages.size().toString()

        when:
        target.ticket = 'again'
        def second = call('apt', upgrade: 'dist', updateCache: true)

        then:
        ok(second)
    }

    /** Debian's own SSH client; its exit status 255 is a lost link. */
    static class SshClient extends ShConnection {

        private final RealHosts hosts
        private final int n
        int lost

        SshClient(RealHosts hosts, int n) {
            this.hosts = hosts
            this.n = n
        }

        @Override
        protected List<String> argv(Command.Body body) {
            def remote = super.argv(body).collect { "'" + it.replace("'", "'\\''") + "'" }.join(' ')
            ['ssh', '-F', 'none', '-o', 'BatchMode=yes', '-o', "UserKnownHostsFile=${hosts.knownHosts()}" as String, '-i', hosts.key() as String,
             '-p', RealHosts.PORT as String, "root@${hosts.address(n)}" as String, remote]
        }

        @Override
        Result run(Command command, Output output) {
            def result = super.run(command, output)
            if (result.exit() == 255) {
                lost++
                throw new ConnectionException(ConnectionException.Kind.LOST, result.err().strip(), null)
            }
            result
        }
    }
}
