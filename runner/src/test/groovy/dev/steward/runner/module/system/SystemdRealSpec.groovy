package dev.steward.runner.module.system

import dev.steward.real.RealHosts
import dev.steward.runner.connection.RunAs
import dev.steward.runner.module.SshTry
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** service on a host whose PID 1 is a real systemd, over SSH. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SystemdRealSpec extends SshTry {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['nothing'], 0, 'systemd')

    void setup() {
        target.connection = to(hosts, 1)
        unit('lab-web', 'ExecStart=/bin/sleep 1000\nExecReload=/bin/touch /run/lab-web-reloaded', '[Install]\nWantedBy=multi-user.target')
        unit('lab-static', 'ExecStart=/bin/sleep 1000')
        unit('lab-bad', 'Type=oneshot\nExecStart=/bin/sh -c "echo listening; echo port 80 is taken >&2; exit 3"')
        judge('systemctl daemon-reload; systemctl -q disable --now lab-web lab-static 2>/dev/null; systemctl reset-failed; rm -f /run/lab-web-reloaded')
    }

    private void unit(String name, String service, String more = '') {
        judge("cat >/etc/systemd/system/${name}.service <<'END'\n[Service]\n$service\n$more\nEND\n")
    }

    private String judge(String script) { hosts.judge(1, "$script\ntrue").strip() }

    private String active(String name = 'lab-web') { judge("systemctl is-active $name") }

    private String pid() { judge('systemctl show -p MainPID --value lab-web') }

    def 'the host is one that systemd has brought up'() {
        expect:
        judge('cat /proc/1/comm; systemctl is-system-running').readLines() == ['systemd', 'running']
    }

    def 'a service is brought into a state once and then left alone: #before -> #state'() {
        given:
        judge("systemctl $before lab-web")

        when:
        def first = call('service', name: 'lab-web', state: state)
        def process = pid()
        def second = call('service', name: 'lab-web', state: state)

        then:
        first.message() == said
        first.data().subMap('manager', 'exists', 'active') == [manager: 'systemd', exists: true, active: before == 'start']
        ok(second)
        pid() == process
        active() == after

        where:
        before  | state     || after      | said
        'stop'  | 'started' || 'active'   | 'lab-web started'
        'start' | 'started' || 'active'   | 'lab-web is as it should be'
        'start' | 'stopped' || 'inactive' | 'lab-web stopped'
        'stop'  | 'stopped' || 'inactive' | 'lab-web is as it should be'
    }

    def 'a restart is another process, a reload the same one; a service that does not run is started by either'() {
        when:
        def started = call('service', name: 'lab-web', state: 'restarted')
        def first = pid()
        def restarted = call('service', name: 'lab-web', state: 'restarted')
        def second = pid()
        def reloaded = call('service', name: 'lab-web', state: 'reloaded')

        then:
        [started, restarted, reloaded]*.message() == ['lab-web started', 'lab-web restarted', 'lab-web reloaded']
        first != second
        pid() == second
        judge('ls /run/lab-web-reloaded') == '/run/lab-web-reloaded'

        when:
        judge('systemctl stop lab-web')

        then:
        call('service', name: 'lab-web', state: 'reloaded').message() == 'lab-web started'
    }

    def 'what starts at boot starts at boot: it is switched once and holds through a restart of the host'() {
        when:
        def on = call('service', name: 'lab-web', enabled: true)

        then:
        changed(on)
        on.data().enabled == 'no'
        ok(call('service', name: 'lab-web', enabled: true))
        judge('systemctl is-enabled lab-web') == 'enabled'
        active() == 'inactive'

        when:
        def rebooted = call('reboot', delay: Duration.ZERO, timeout: Duration.ofSeconds(30))

        then:
        changed(rebooted)
        ok(call('service', name: 'lab-web', state: 'started'))

        when:
        def off = call('service', name: 'lab-web', enabled: false)

        then:
        changed(off)
        ok(call('service', name: 'lab-web', enabled: false))
        judge('systemctl is-enabled lab-web') == 'disabled'
        active() == 'active'
    }

    def 'check mode and diff tell the truth and change nothing'() {
        given:
        checking()
        target.diff = true

        when:
        def outcome = call('service', name: 'lab-web', state: 'started', enabled: true)

        then:
        changed(outcome)
        outcome.message() == 'lab-web would be enabled and started'
        outcome.diffs()*.before() == ['disabled\n', 'stopped\n']
        outcome.diffs()*.after() == ['enabled\n', 'started\n']
        active() == 'inactive'
        judge('systemctl is-enabled lab-web') == 'disabled'
        ok(call('service', name: 'lab-web', state: 'stopped', enabled: false))
        changed(call('service', name: 'not-there-yet', state: 'started'))
    }

    def 'a service that does not start is told with what its journal says'() {
        when:
        def outcome = call('service', name: 'lab-bad', state: 'started')

        then:
        failed(outcome)
        outcome.message() == 'lab-bad: Job for lab-bad.service failed because the control process exited with error code. ' +
                'The journal says: listening\nport 80 is taken'
        active('lab-bad') == 'failed'
    }

    def 'a masked service says how to unmask it, and is stopped already'() {
        given:
        judge('systemctl -q mask dbus-org.freedesktop.timedate1.service')

        expect:
        call([name: 'dbus-org.freedesktop.timedate1'] + wanted, 'service').message() == said

        cleanup:
        judge('systemctl -q unmask dbus-org.freedesktop.timedate1.service')

        where:
        wanted               || said
        [state: 'started']   || "dbus-org.freedesktop.timedate1: dbus-org.freedesktop.timedate1 is masked; 'systemctl unmask dbus-org.freedesktop.timedate1' first"
        [enabled: true]      || "dbus-org.freedesktop.timedate1: dbus-org.freedesktop.timedate1 is masked; 'systemctl unmask dbus-org.freedesktop.timedate1' first"
        [state: 'stopped']   || 'dbus-org.freedesktop.timedate1 is as it should be'
        [enabled: false]     || 'dbus-org.freedesktop.timedate1 is as it should be'
    }

    def 'what cannot be is said: #wanted'() {
        when:
        def outcome = call(wanted, 'service')

        then:
        failed(outcome)
        outcome.message().contains(said)

        where:
        wanted                                     || said
        [name: 'no-such-one', state: 'started']    || "the host knows no service 'no-such-one'"
        [name: 'no-such-one', enabled: true]       || "the host knows no service 'no-such-one'"
        [name: 'lab-static', enabled: false]       || "lab-static is 'static': it cannot be disabled, only masked"
        [name: '--now', state: 'started']          || "'--now' is no name of a service"
    }

    def 'a service the host does not know is stopped already'() {
        expect:
        ok(call('service', name: 'no-such-one', state: 'stopped', enabled: false))
    }

    def 'a unit that cannot reload says so'() {
        given:
        judge('systemctl start lab-static')

        expect:
        call('service', name: 'lab-static', state: 'reloaded').message().contains('Job type reload is not applicable')
    }

    def 'a changed unit file counts once systemd reads its files again'() {
        given:
        unit('lab-web', 'ExecStart=/bin/sleep 2000')

        expect:
        changed(call('service', name: 'lab-web', state: 'started', daemonReload: true))
        judge('ps -o args= -p $(systemctl show -p MainPID --value lab-web)') == '/bin/sleep 2000'
    }

    def 'without root the host refuses, and as root by sudo it does not'() {
        given:
        target.connection = to(hosts, 1, 'op')

        when:
        def refused = call('service', name: 'lab-web', state: 'started')
        target.as = RunAs.user('root')
        def allowed = call('service', name: 'lab-web', state: 'started')

        then:
        failed(refused)
        refused.message().contains('uthentication') || refused.message().contains('ccess denied')
        changed(allowed)
    }

    def 'other kinds of units are services too: #name'() {
        given:
        judge('printf "[Service]\\nExecStart=/bin/sleep 1%i\\n" >/etc/systemd/system/lab-many@.service; systemctl daemon-reload')

        expect:
        changed(call('service', name: name, state: before))
        ok(call('service', name: name, state: before))
        changed(call('service', name: name, state: after))

        where:
        name                           | before    | after
        'lab-many@42'                  | 'started' | 'stopped'
        'lab-many@7.service'           | 'started' | 'stopped'
        'systemd-tmpfiles-clean.timer' | 'stopped' | 'started'
    }
}
