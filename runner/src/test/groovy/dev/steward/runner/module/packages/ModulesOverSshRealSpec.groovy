package dev.steward.runner.module.packages

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.ssh.Ssh
import dev.steward.runner.inventory.Host
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** What lives on losing its link, over a real one: the upgrade that replaces openssh-server, and the reboot. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ModulesOverSshRealSpec extends ModuleTry {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(2, ['ssh', 'nothing'])
    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared @AutoCleanup Ssh ssh = new Ssh(Path.of(System.getProperty('user.home')), Optional.empty(), new SystemTime(), threads)

    Connection to(int n) {
        ssh.to(ConnectionSettings.of(new Host(hosts.name(n), [], [
                ansible_host: hosts.address(n), ansible_port: RealHosts.PORT, ansible_user: 'root',
                ansible_ssh_private_key_file: hosts.key() as String,
                ansible_ssh_common_args: "-o UserKnownHostsFile=${hosts.knownHosts()}" as String,
        ]), LoginDefaults.NONE))
    }

    @Row('G-51')
    def 'an upgrade that drops its own link is taken up again and done once'() {
        given:
        target.connection = to(1)

        when:
        def outcome = call('apt', upgrade: 'dist', updateCache: true)

        then:
        changed(outcome)
        outcome.data().packages*.action.toSet() == ['upgraded'].toSet()
        target.logged.any { it.contains('link lost') }
        hosts.judge(1, 'dpkg --audit') == ''
        hosts.judge(1, 'ls /var/lib/steward/jobs').readLines() == [target.ticket]
        hosts.judge(1, 'grep -c " upgrade " /var/log/dpkg.log').trim() == outcome.data().packages.size().toString()

        when:
        target.ticket = 'again'
        def second = call('apt', upgrade: 'dist', updateCache: true)

        then:
        ok(second)

        cleanup:
        target.connection.close()
    }

    def 'a reboot over a real link is proven, and the link serves again'() {
        given:
        target.connection = to(2)
        def before = hosts.judge(2, 'cat /proc/sys/kernel/random/boot_id')

        when:
        def outcome = call('reboot', delay: Duration.ofMillis(200), timeout: Duration.ofSeconds(60))

        then:
        changed(outcome)
        hosts.judge(2, 'cat /proc/sys/kernel/random/boot_id') != before
        call('command', argv: ['hostname']).data().stdout == 'host-2'

        cleanup:
        target.connection.close()
    }
}
