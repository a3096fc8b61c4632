package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Two times steward serve on one real PostgreSQL and one simulated cluster: a task of the cluster was under way when its server died. */
@Timeout(240)
class UpidsOfServersRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup PveLab lab
    def soon = new PollingConditions(timeout: 90, delay: 0.1)
    def database = PostgresLab.here()
    String name
    Map<String, Launched> servers = [:]
    Map<String, Integer> ports = [:]

    def cleanup() { servers.values()*.close() }

    private Launched steward(String who, List<String> words) {
        Launched.compiled(words, [STEWARD_SECRET_STORE: PostgresLab.PASSWORD], dir.resolve(who))
    }

    private void serve(String who) {
        Path own = Files.createDirectories(dir.resolve(who))
        Files.writeString(own.resolve('ca.pem'), lab.caPem())
        Files.createDirectory(own.resolve('hosts'))
        Files.writeString(own.resolve('hosts/proxmox.yml'), 'plugin: proxmox\n')
        Files.writeString(own.resolve('hosts/mine.yml'), 'all: {hosts: {web-1: {ansible_connection: local}}}\n')
        Files.writeString(own.resolve('down.groovy'),
                "playbook('Down') { play('Down') { hosts 'web-1'; tasks { task('Stop it') { guest state: 'shutdown', timeout: 60.seconds } } } }")
        Files.writeString(own.resolve('steward.yml'), """\
            stateDir: state
            server: {name: site-$who}
            inventory: [hosts]
            playbooks: .
            schedules: {}
            store: {url: 'postgresql://steward@127.0.0.1:${database.port}/$name', password: secret('store')}
            proxmox: {home: {endpoints: [${lab.urls().collect { "'$it'" }.join(', ')}], token: '${lab.token()}', tls: {ca: ca.pem}}}
            """.stripIndent())
        ports[who] = Launched.freePort()
        servers[who] = steward(who, ['serve', '--port', ports[who] as String])
    }

    private List asked() { lab.requests().collect { "${it.method()} ${it.path()}".toString() } }

    @Row('S-01')
    def 'a task of the cluster that a server had begun when it died is followed to its end by another, and not begun again'() {
        given:
        name = database.fresh()
        lab = PveLab.cluster('lab').nodes(2).lxc(101, 'web-1') { it.node('pve2').running().shutsDownIn(Duration.ofSeconds(6)) }.start(new SystemTime())
        ['a', 'b'].each { serve(it) }
        soon.eventually { servers.values().each { assert it.said().contains('Steward serves') } }

        when: 'the server that carries the run out is killed while the task is under way'
        servers.command = steward('a', ['run', 'down.groovy'])
        soon.eventually { assert asked().any { it.startsWith('GET /nodes/pve2/tasks/UPID:') } }
        servers.a.process.destroyForcibly().waitFor()
        def open = database.ask("select count(*) from upid where ended_at is null", name)

        and: 'it is taken for dead, which the spec does not wait for'
        database.ask("update server set ended_at = current_timestamp where name = 'site-a' and ended_at is null", name)

        then:
        open == ['1']
        soon.eventually { assert Launched.json(ports.b, '/api/v1/runs/1').status == 'lost' }
        soon.eventually { assert (Launched.json(ports.b, '/api/v1/runs/1/upids').upids as List<Map>)*.status == ['ok'] }
        with((Launched.json(ports.b, '/api/v1/runs/1/upids').upids as List<Map>)[0]) {
            type == 'vzshutdown'
            guest == 101
            host == 'web-1'
            exitStatus == 'OK'
        }
        asked().count('POST /nodes/pve2/lxc/101/status/shutdown') == 1
        !lab.guest(101).running()
    }
}
