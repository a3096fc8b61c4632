package dev.steward.runner.module.power

import dev.steward.real.RealHosts
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.inventory.Host
import dev.steward.runner.module.SshTry
import dev.steward.runner.module.TryTarget
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** poweroff over SSH: real hosts that really go off. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class PowerOffRealSpec extends SshTry {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(2, ['nothing'])

    /** Everything of a host's addresses is on this machine, which refuses connections to one that is off. */
    static final Duration SETTLE = Duration.ofSeconds(2)

    private boolean off(int n) { hosts.dir.resolve("hosts/host-$n/off").toFile().exists() }

    def 'a host is switched off and believed gone when nobody answers there; a repeated step finds it so'() {
        given:
        target.connection = to(hosts, 1)

        when:
        checking()
        def would = call('poweroff')
        target.check = false

        then:
        changed(would)
        would.message() == 'would be switched off'
        !off(1)

        when:
        def outcome = call('poweroff', settle: SETTLE, timeout: Duration.ofSeconds(60))

        then:
        changed(outcome)
        outcome.message().startsWith('was switched off; gone after ')
        new PollingConditions(timeout: 5).eventually { assert off(1) }

        when:
        def again = call('poweroff', settle: SETTLE)

        then:
        ok(again)
        again.message().startsWith('does not answer, so it is taken as off already: ')

        when: 'in check mode nobody is taken as off, since nobody switched it off'
        checking()
        call('poweroff')

        then:
        thrown(ConnectionException)
    }

    def 'a host that ignores the order is not gone, and who may not switch it off is told'() {
        given:
        hosts.judge(2, "mv /sbin/shutdown /sbin/shutdown.real; printf '#!/bin/sh\\nexit 0\\n' >/sbin/shutdown; chmod 755 /sbin/shutdown")
        target.connection = to(hosts, 2)

        expect:
        call('poweroff', settle: SETTLE, timeout: Duration.ofSeconds(4)).message() == 'was told to switch off, and is not gone after 4 s'

        when:
        target.connection = to(hosts, 2, 'op')

        then:
        call('poweroff').message() == 'poweroff needs root on the host: add become() to the play'
        !off(2)
    }

    def 'the machine Steward runs on is handed over, and follows after the run'() {
        given:
        def given = []
        target = new TryTarget() {
            List<Host> own() { [new Host('app1', [], [:])] }
            Optional<String> handOver(Map<String, Object> order) { given << order; Optional.of('follows') }
        }

        when:
        def outcome = call('poweroff')

        then:
        changed(outcome)
        outcome.message() == 'follows'
        outcome.data().handedOver
        given == [[command: 'poweroff']]
    }
}
