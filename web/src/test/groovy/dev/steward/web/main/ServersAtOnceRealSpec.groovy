package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.store.postgres.PostgresLab
import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Servers that begin at the same moment on a real PostgreSQL where nobody was before: they are held where the first token is made. */
@Timeout(240)
class ServersAtOnceRealSpec extends Specification {

    @TempDir Path dir
    def soon = new PollingConditions(timeout: 90, delay: 0.1)
    def database = PostgresLab.here()
    String name
    Connection hold
    List<Launched> servers = []
    List<Integer> ports = []

    def setup() {
        name = database.of(dir).database()
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('steward.yml'), """\
            inventory: hosts.yml
            playbooks: .
            schedules: {}
            store: {url: 'postgresql://steward@127.0.0.1:${database.port}/$name', password: secret('store')}
            """.stripIndent())
        // who only looks goes on
        hold = database.open(name)
        hold.autoCommit = false
        hold.createStatement().withCloseable { it.execute('lock table token in share row exclusive mode') }
    }

    def cleanup() {
        hold.close()
        servers*.close()
    }

    private void serve(String state) {
        ports << Launched.freePort()
        servers << Launched.compiled(['serve', '--port', ports.last() as String],
                [STEWARD_HOME: dir.resolve(state) as String, STEWARD_SECRET_STORE: PostgresLab.PASSWORD], dir)
    }

    private List<String> waiting(String what) { database.ask("select $what from pg_locks where relation = 'token'::regclass and not granted", name) }

    private List<String> tokens() { servers.collect { it.said() =~ /Admin token, shown this once: (\S+)/ }.findAll { it.find() }*.group(1) }

    private static int status(int port, String path, String token) {
        def asked = new URL("http://127.0.0.1:$port$path").openConnection() as HttpURLConnection
        asked.setRequestProperty('Authorization', "Bearer $token")
        asked.responseCode
    }

    @Row('S-01')
    def 'all of them serve, one says an admin token, and that one opens the others too'() {
        given:
        ['a', 'b', 'c'].each { serve(it) }

        when: 'none has found a token, and all are about to make one'
        soon.eventually { assert waiting('pid').size() == 3 }
        hold.rollback()

        then:
        soon.eventually { assert servers.every { it.said().contains('Nobody has an account yet') || !it.process.alive } }
        servers.collect { it.process.alive ? '' : it.said() } == ['', '', '']
        tokens().size() == 1
        ports.collect { status(it, '/api/v1/tokens', tokens()[0]) } == [200, 200, 200]
        ports.collect { status(it, '/api/v1/tokens', 'another') } == [401, 401, 401]
    }

    def 'a server whose database breaks off just then serves, and its next start says one'() {
        given:
        serve('a')

        when:
        soon.eventually { assert waiting('pid').size() == 1 }
        waiting('pg_terminate_backend(pid)')
        hold.rollback()

        then:
        soon.eventually { assert servers[0].said().contains('its next start tries again') || !servers[0].process.alive }
        servers[0].said() =~ /(?m)^What opens the page the first time could not be made: the database .* does not answer .*its next start tries again/
        tokens() == []
        soon.eventually { assert Launched.json(ports[0], '/api/v1/health') }

        when:
        servers[0].close()
        serve('a')

        then:
        soon.eventually { assert tokens().size() == 1 }
        status(ports[1], '/api/v1/tokens', tokens()[0]) == 200
    }
}
