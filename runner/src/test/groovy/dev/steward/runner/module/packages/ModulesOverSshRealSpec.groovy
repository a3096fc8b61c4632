package dev.steward.runner.module.packages

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.module.SshTry
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** What lives on losing its link, over a real one: the upgrade that replaces openssh-server, and the reboot. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ModulesOverSshRealSpec extends SshTry {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(2, ['ssh', 'nothing'])

    @Row('G-51')
    def 'an upgrade that drops its own link is taken up again and done once'() {
        given:
        target.connection = to(hosts, 1)

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
    }

    def 'a reboot over a real link is proven, and the link serves again'() {
        given:
        target.connection = to(hosts, 2)
        def before = hosts.judge(2, 'cat /proc/sys/kernel/random/boot_id')

        when:
        def outcome = call('reboot', delay: Duration.ofMillis(200), timeout: Duration.ofSeconds(60))

        then:
        changed(outcome)
        hosts.judge(2, 'cat /proc/sys/kernel/random/boot_id') != before
        call('command', argv: ['hostname']).data().stdout == 'host-2'
    }
}
