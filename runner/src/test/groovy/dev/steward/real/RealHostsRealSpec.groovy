package dev.steward.real

import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

class RealHostsRealSpec extends Specification {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(2, ['small', 'reboot'])

    def 'each host is a machine of its own'() {
        expect:
        hosts.judge(1, 'hostname').strip() == 'host-1'
        hosts.judge(2, 'hostname').strip() == 'host-2'
        hosts.judge(1, 'cat /proc/sys/kernel/random/boot_id') != hosts.judge(2, 'cat /proc/sys/kernel/random/boot_id')
        hosts.judge(1, 'cat /proc/1/comm').strip() == 'init'
    }

    def 'a host finds the work of its scenario'() {
        expect:
        hosts.judge(1, 'apt-get update -qq; apt-get -s dist-upgrade').contains('Inst lab-small [1.0] (2.0')
    }

    def 'a reboot is a reboot: the host goes away and comes back with another boot id'() {
        given:
        def before = hosts.judge(2, 'cat /proc/sys/kernel/random/boot_id; stat -c %Y /proc/1')

        when:
        hosts.judge(2, 'touch /run/gone-after-boot; (setsid sh -c "sleep 0.3; reboot" </dev/null >/dev/null 2>&1 &)')

        then:
        new PollingConditions(timeout: 20).eventually {
            def after = hosts.judge(2, 'cat /proc/sys/kernel/random/boot_id; stat -c %Y /proc/1')
            assert after.readLines()[0] != before.readLines()[0]
            assert after.readLines()[1] != before.readLines()[1]
        }
        hosts.judge(2, 'ls /run').readLines().every { it != 'gone-after-boot' }
    }
}
