package dev.steward.runner.module.power

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.connection.RemoteFile
import dev.steward.runner.connection.RunAs
import dev.steward.runner.module.SshTry
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Timeout

/** Databases that systemd keeps running, over SSH: a real Redis on a host with a real systemd, by a unit as Debian's. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ServicesRealSpec extends SshTry {

    @Shared @AutoCleanup RealHosts hosts = RealHosts.up(1, ['nothing'], 0, 'systemd')
    @Shared boolean ready
    @Shared int port = Daemons.freePort()
    Map<String, Object> at = [port: port, password: new Secret('hunter2')]

    void setup() {
        target.connection = to(hosts, 1)
        if (!ready) {
            install()
            ready = true
        }
    }

    /** This machine's Redis, with the libraries it needs, and the unit Debian has for it: it starts again whatever ends it. */
    private void install() {
        def programs = [Daemons.program('redis-server', 'redis-server'), Daemons.program('redis-cli', 'redis-tools')]
        def archive = Files.createTempFile('redis', '.tar')
        Daemons.sh("tar -C / -chf '$archive' \$(for p in ${programs.join(' ')}; do echo \$p; ldd \$p | grep -o '/[^ ]*'; done | sort -u | sed 's,^/,,')")
        Files.newInputStream(archive).withCloseable { target.connection.put(it, new RemoteFile('/root/redis.tar', Optional.of('0600'), Optional.empty(), RunAs.LOGIN)) }
        hosts.judge(1, """
            tar -C / --keep-old-files -xf /root/redis.tar 2>/dev/null
            useradd -r redis; install -d -o redis /var/lib/redis
            printf 'port $port\\nbind 127.0.0.1\\nrequirepass hunter2\\nsave ""\\ndir /var/lib/redis\\n' >/etc/redis.conf
            cat >/etc/systemd/system/redis-server.service <<'END'
[Service]
ExecStart=${programs[0]} /etc/redis.conf
Restart=always
RestartSec=100ms
User=redis
TimeoutStopSec=0
[Install]
WantedBy=multi-user.target
END
            systemctl daemon-reload; systemctl start redis-server""")
    }

    private String judge(String script) { hosts.judge(1, "$script\ntrue").strip() }

    private String cli(String command) { judge("REDISCLI_AUTH=hunter2 redis-cli -p $port $command 2>&1") }

    @Row('G-61')
    def 'one that systemd would start again is saved and stopped through its unit, and started by it'() {
        given:
        judge('for i in 1 2 3 4 5 6 7 8 9; do systemctl is-active -q redis-server && break; sleep 0.3; done')
        cli('set answer 42')

        when: 'it is asked directly, systemd has it back at once, and that is told'
        def direct = call([state: 'stopped'] + at, 'redis')

        then:
        failed(direct)
        direct.message() ==~ /127\.0\.0\.1:$port stopped, and is there again: a service manager starts it; say service.*/
        cli('get answer') == '42'

        when:
        cli('set answer 43')
        def stopped = call([state: 'stopped', service: 'redis-server'] + at, 'redis')
        def again = call([state: 'stopped', service: 'redis-server'] + at, 'redis')

        then:
        changed(stopped)
        stopped.message() == 'redis-server is saved; redis-server is stopped'
        ok(again)
        judge('systemctl is-active redis-server') == 'inactive'

        when:
        def started = call([state: 'started', service: 'redis-server'] + at, 'redis')
        def twice = call([state: 'started', service: 'redis-server'] + at, 'redis')

        then:
        started.message() == 'redis-server is started'
        ok(twice)
        cli('get answer') == '43'
    }
}
