package dev.steward.runner.module.system

import dev.steward.house.Row
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.ConnectionException
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.module.ModuleTry
import dev.steward.runner.module.packages.DebianHost
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Timeout

/** reboot and waitForConnection on a host that really restarts, and service on one with init scripts. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RebootRealSpec extends ModuleTry {

    @AutoCleanup DebianHost host

    void setup() {
        host = new DebianHost(folder)
        target.connection = host.connection()
    }

    String boot() { host.sh('cat /proc/sys/kernel/random/boot_id; cut -d" " -f22 /proc/1/stat') }

    @Row('P-63')
    def 'a reboot is proven by another boot, and tells how long it took'() {
        given:
        def before = boot()

        when:
        def outcome = call('reboot', message: 'Updated', delay: Duration.ofMillis(100), timeout: Duration.ofSeconds(30))

        then:
        changed(outcome)
        outcome.data().rebooted
        boot() != before
        outcome.data().downtime > 0.9
        outcome.data().downtime < 10
        outcome.data().elapsed >= outcome.data().downtime
        target.logged == ['reboot ordered: Updated']
        target.connection.resets >= 2
    }

    def 'either part of the identity proves the boot: #same is the same'() {
        given:
        target.connection = new Masked(host, same)

        expect:
        changed(call('reboot', delay: Duration.ZERO, timeout: Duration.ofSeconds(30)))

        where:
        same << ['boot_id', '/proc/1/stat']
    }

    /** A host that shows one part of its identity unchanged, as an old container or a machine does. */
    static class Masked extends DebianHost.Connection {

        private final String same

        Masked(DebianHost host, String same) {
            super(host)
            this.same = same
        }

        @Override
        Result run(Command command, Output output) {
            def body = command.body() as Command.Script
            def text = same == 'boot_id' ? body.text().replace('/proc/sys/kernel/random/boot_id', '/etc/debian_version')
                    : body.text().replace('/proc/1/stat', '/etc/debian_version')
            super.run(new Command(new Command.Script(text, body.arguments()), command.environment(), command.stdin(),
                    command.folder(), command.as(), command.limits()), output)
        }
    }

    @Row('P-64')
    def 'a host that does not restart, or does not come back, is told in time with its last state'() {
        given:
        host.sh(breakage)

        when:
        def outcome = call('reboot', delay: Duration.ZERO, timeout: Duration.ofSeconds(3))

        then:
        failed(outcome)
        outcome.message() ==~ said
        !outcome.data().rebooted
        outcome.data().elapsed < 8

        where:
        breakage                                                                  || said
        'ln -sf /bin/true /sbin/reboot'                                           || /did not restart: after 3 s the host still answers from the same boot/
        'printf "#!/bin/sh\\nbusybox poweroff\\n" >/sbin/r; chmod 755 /sbin/r; ln -sf r /sbin/reboot' || /not back after 3 s; last state: app1 is down/
        'printf "#!/bin/sh\\necho no way >&2; exit 1\\n" >/sbin/r; chmod 755 /sbin/r; ln -sf r /sbin/reboot' || /cannot reboot: no way/
    }

    def 'nothing restarts in check mode'() {
        given:
        checking()
        def before = boot()

        expect:
        call('reboot').message() == 'would reboot'
        boot() == before
    }

    def 'a host that hangs is asked again on a fresh connection after 2 to 3 seconds'() {
        given:
        target.connection = new Hanging(host)

        when:
        def outcome = call('waitForConnection', timeout: Duration.ofSeconds(20))

        then:
        ok(outcome)
        outcome.data().elapsed >= 5
        outcome.data().elapsed < 8
        target.connection.resets == 3
    }

    /** Answers nothing twice, as a host whose network is gone. */
    static class Hanging extends DebianHost.Connection {

        private int asked

        Hanging(DebianHost host) { super(host) }

        @Override
        Result run(Command command, Output output) {
            super.run(asked++ < 2 ? Command.argv('sleep', '60') : command, output)
        }
    }

    def 'a changed host key ends the wait at once'() {
        given:
        target.connection = new DebianHost.Connection(host) {
            @Override
            Result run(Command command, Output output) {
                throw new ConnectionException(ConnectionException.Kind.HOST_KEY_CHANGED, 'the host key of app1 changed', null)
            }
        }

        expect:
        call('waitForConnection', timeout: Duration.ofSeconds(20)).message().contains('the host key of app1 changed')
        target.connection.resets == 1
    }

    def 'a service of init scripts reaches its state once: #arguments'() {
        given:
        host.file('/etc/init.d/thing').text = '''\
            #!/bin/sh
            ### BEGIN INIT INFO
            # Provides: thing
            # Required-Start:
            # Required-Stop:
            # Default-Start: 2 3 4 5
            # Default-Stop: 0 1 6
            # Short-Description: a thing
            ### END INIT INFO
            echo "$1" >>/root/calls
            case $1 in
              start|restart) touch /run/thing ;;
              stop) rm -f /run/thing ;;
              reload) [ -e /run/thing ] ;;
              status) [ -e /run/thing ] || exit 3 ;;
            esac
            '''.stripIndent()
        host.sh('chmod 755 /etc/init.d/thing')
        if (running) {
            host.sh('touch /run/thing')
        }

        when:
        checking()
        def would = call([name: 'thing'] + arguments, 'service')
        target.check = false
        def first = call([name: 'thing'] + arguments, 'service')
        def second = call([name: 'thing'] + arguments, 'service')

        then:
        would.result().name() == result
        first.result().name() == result
        first.data().manager == 'sysv'
        second.result().name() == again
        host.file('/root/calls').readLines() - 'status' == calls

        where:
        running | arguments                                || result    | again     | calls
        false   | [state: 'started']                       || 'CHANGED' | 'OK'      | ['start']
        true    | [state: 'started']                       || 'OK'      | 'OK'      | []
        true    | [state: 'stopped']                       || 'CHANGED' | 'OK'      | ['stop']
        true    | [state: 'restarted']                     || 'CHANGED' | 'CHANGED' | ['restart', 'restart']
        false   | [state: 'restarted']                     || 'CHANGED' | 'CHANGED' | ['start', 'restart']
        true    | [state: 'reloaded']                      || 'CHANGED' | 'CHANGED' | ['reload', 'reload']
        false   | [enabled: true]                          || 'CHANGED' | 'OK'      | []
    }

    def 'a service that is not there is a failure, unless it shall not run'() {
        expect:
        call([name: 'nothing'] + arguments, 'service').result().name() == result

        where:
        arguments           || result
        [state: 'started']  || 'FAILED'
        [state: 'stopped']  || 'OK'
        [enabled: true]     || 'FAILED'
    }

    def 'facts of a host of namespaces'() {
        when:
        def facts = new Facts().gather(target)

        then:
        facts.hostname == 'app1'
        facts.os.codename == 'bookworm'
        facts.serviceManager == 'sysv'
        facts.user == 'root'
        facts.bootId == host.sh('cat /proc/sys/kernel/random/boot_id').trim()
    }
}
