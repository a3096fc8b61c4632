package dev.steward.runner.module.system

import dev.steward.real.RealHosts
import dev.steward.runner.module.SshTry
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** service on a host that OpenRC has brought up (BusyBox init starts it, as on Alpine), over SSH. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class OpenRcRealSpec extends SshTry {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['nothing'], 0, 'openrc')

    void setup() {
        target.connection = to(hosts, 1)
        judge('''cat >/etc/init.d/lab-web <<'END'
#!/sbin/openrc-run
command=/bin/sleep
command_args=1000
command_background=yes
pidfile=/run/lab-web.pid
extra_started_commands=reload
reload() { touch /run/lab-web-reloaded; }
END
chmod 755 /etc/init.d/lab-web
cat >/etc/init.d/lab-bad <<'END'
#!/sbin/openrc-run
start() { echo "port 80 is taken"; return 1; }
END
chmod 755 /etc/init.d/lab-bad
rc-service lab-web stop; rc-update del lab-web default; rm -f /run/lab-web-reloaded''')
    }

    private String judge(String script) { hosts.judge(1, "($script) 2>/dev/null\ntrue").strip() }

    private String pid() { judge('cat /run/lab-web.pid') }

    def 'a service is brought into a state once and then left alone: #before -> #state'() {
        given:
        judge("rc-service lab-web $before")

        when:
        def first = call('service', name: 'lab-web', state: state)
        def process = pid()
        def second = call('service', name: 'lab-web', state: state)

        then:
        first.message() == said
        first.data().subMap('manager', 'exists', 'active') == [manager: 'openrc', exists: true, active: before == 'start']
        ok(second)
        pid() == process
        judge('rc-service lab-web status').contains(after)

        where:
        before  | state     || after     | said
        'stop'  | 'started' || 'started' | 'lab-web started'
        'start' | 'started' || 'started' | 'lab-web is as it should be'
        'start' | 'stopped' || 'stopped' | 'lab-web stopped'
        'stop'  | 'stopped' || 'stopped' | 'lab-web is as it should be'
    }

    def 'a restart is another process, a reload the same one'() {
        given:
        call('service', name: 'lab-web', state: 'started')
        def first = pid()

        expect:
        changed(call('service', name: 'lab-web', state: 'restarted'))
        pid() != first
        changed(call('service', name: 'lab-web', state: 'reloaded'))
        judge('ls /run/lab-web-reloaded') == '/run/lab-web-reloaded'
    }

    def 'what starts at boot starts at boot'() {
        expect:
        changed(call('service', name: 'lab-web', enabled: true))
        ok(call('service', name: 'lab-web', enabled: true))

        when:
        def rebooted = call('reboot', delay: Duration.ZERO, timeout: Duration.ofSeconds(30))

        then:
        changed(rebooted)
        ok(call('service', name: 'lab-web', state: 'started'))
        changed(call('service', name: 'lab-web', enabled: false))
        ok(call('service', name: 'lab-web', enabled: false))
        judge('rc-update show default') == ''
    }

    def 'check mode tells the truth and changes nothing'() {
        given:
        checking()

        expect:
        call('service', name: 'lab-web', state: 'started', enabled: true).message() == 'lab-web would be enabled and started'
        judge('rc-service lab-web status').contains('stopped')
        judge('rc-update show default') == ''
    }

    def 'what cannot be is said: #name'() {
        when:
        def outcome = call('service', name: name, state: 'started')

        then:
        failed(outcome)
        outcome.message().contains(said)

        where:
        name          || said
        'lab-bad'     || 'port 80 is taken'
        'no-such-one' || "the host knows no service 'no-such-one'"
    }
}
