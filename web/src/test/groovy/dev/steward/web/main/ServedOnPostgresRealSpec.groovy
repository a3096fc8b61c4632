package dev.steward.web.main

import dev.steward.runner.store.postgres.PostgresLab
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** steward serve, as a process, with its history in a real PostgreSQL. */
@Timeout(300)
class ServedOnPostgresRealSpec extends Specification {

    @TempDir Path dir
    @Shared PostgresLab database = new PostgresLab()
    @AutoCleanup Launched server
    final int port = Launched.freePort()
    def soon = new PollingConditions(timeout: 90, delay: 0.1)
    List<Launched> all = []

    def setupSpec() {
        database.start()
        database.ask("create role steward login password '$PostgresLab.PASSWORD'")
    }

    def cleanup() { all*.close() }

    def cleanupSpec() { database.close() }

    private Launched steward(List<String> words, String home = 'state') {
        def one = Launched.compiled(words, [STEWARD_HOME: dir.resolve(home) as String, STEWARD_SECRET_STORE: PostgresLab.PASSWORD], dir)
        all << one
        one
    }

    private void serve() {
        server = steward(['serve', '--port', port as String])
        soon.eventually { assert server.said().contains('Steward serves') }
    }

    private List runs() { Launched.json(port, '/api/v1/runs').runs as List }

    private int status(String path) {
        def asked = new URL("http://127.0.0.1:$port$path").openConnection() as HttpURLConnection
        asked.responseCode
    }

    def 'a playbook runs, pages show it, a schedule fires, a kill loses nothing acknowledged, and a database that was away is gone on with'() {
        given:
        String name = database.fresh()
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('tick.groovy'), "playbook('Tick') { play('Tick') { hosts 'localhost'; tasks { task('Say') { shell 'echo tock' } } } }")
        Files.writeString(dir.resolve('slow.groovy'), '''
            playbook('Slow') { play('Slow') { hosts 'localhost'; tasks {
                task('First') { shell 'echo first' }
                task('Slowly') { shell 'sleep 60' }
            } } }'''.stripIndent())
        Files.writeString(dir.resolve('steward.yml'), """\
            inventory: hosts.yml
            playbooks: .
            schedules: {ticking: {playbook: tick.groovy, cron: '0/3 * * * * ?', zone: UTC}}
            store: {url: 'postgresql://steward@127.0.0.1:${database.port}/$name', password: secret('store')}
            """.stripIndent())

        when: 'it serves, and beside it somebody runs a playbook'
        serve()
        def ran = steward(['run', 'tick.groovy'])

        then:
        ran.exit(60) == 0
        soon.eventually { assert runs().any { it.cause.kind == 'schedule' && it.status == 'ok' } }
        new URL("http://127.0.0.1:$port/runs").text.contains('Tick')
        !Files.exists(dir.resolve('state/steward.mv.db'))

        when: 'a second one on another machine'
        def second = steward(['run', 'tick.groovy'], 'elsewhere')

        then: 'both work, on one history'
        second.exit(60) == 0
        runs().count { it.playbook == 'Tick' && it.cause.kind == 'person' && it.status == 'ok' } == 2

        when: 'it is killed in the middle of a run'
        steward(['run', 'slow.groovy'])
        soon.eventually { assert runs().any { it.playbook == 'Slow' && it.status == 'running' } }
        long slow = runs().find { it.playbook == 'Slow' }.id
        soon.eventually { assert Launched.json(port, "/api/v1/runs/$slow/events?limit=100").events.count { it.kind == 'taskFinished' } == 1 }
        def before = runs().findAll { it.status == 'ok' }*.id
        server.process.destroyForcibly().waitFor()
        serve()

        then: 'that run is lost and says where it stood, what was acknowledged is there'
        def lost = Launched.json(port, "/api/v1/runs/$slow")
        lost.status == 'lost'
        lost.message.contains("'Slowly' on localhost")
        runs()*.id.containsAll(before)

        when: 'the database goes away'
        database.stop('immediate')

        then: 'the server stays, and says why'
        soon.eventually { assert status('/api/v1/health') == 503 }
        status('/runs') == 503
        def connection = new URL("http://127.0.0.1:$port/api/v1/health").openConnection() as HttpURLConnection
        connection.responseCode == 503
        connection.errorStream.text.contains('does not answer (')
        server.process.alive

        when: 'and is back'
        database.start()
        long last = 0
        soon.eventually { assert status('/api/v1/health') == 200 }
        last = runs()*.id.max()

        then: 'schedules fire again'
        soon.eventually { assert runs().any { it.id > last && it.cause.kind == 'schedule' && it.status == 'ok' } }

        and: 'the password was told to nobody'
        def told = new ProcessBuilder('grep', '-rl', PostgresLab.PASSWORD, dir.resolve('state') as String).start()
        told.inputStream.text == ''
        !server.said().contains(PostgresLab.PASSWORD)
        !ProcessHandle.of(server.process.pid()).get().info().commandLine().orElse('').contains(PostgresLab.PASSWORD)
    }
}
