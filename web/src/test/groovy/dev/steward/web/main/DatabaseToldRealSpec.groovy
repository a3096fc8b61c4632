package dev.steward.web.main

import dev.steward.runner.app.readiness.Doctor
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.doctor.Finding
import dev.steward.runner.store.postgres.PostgresLab
import dev.steward.runner.time.SystemTime
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** What a person is told of the PostgreSQL that has the history. */
@Timeout(120)
class DatabaseToldRealSpec extends Specification {

    @TempDir Path dir
    def database = PostgresLab.here()

    private List<Finding> look(String name, boolean offline = false) {
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('steward.yml'), """\
            stateDir: state
            inventory: hosts.yml
            playbooks: .
            schedules: {}
            store: {url: 'postgresql://steward@127.0.0.1:${database.port}/$name', password: $PostgresLab.PASSWORD}
            """.stripIndent())
        def loaded = new ConfigLoader([:], dir, dir.resolve('none.yml')).load(Optional.empty())
        Doctor.all(loaded, [:], new SystemTime(), offline).findAll { it.what() == 'database' }
    }

    def 'doctor tells the version and size of the database and whether TLS is spoken, or why it cannot be used; offline it does not ask'() {
        given:
        String name = database.fresh()

        when:
        def found = look(name)

        then:
        found.size() == 1
        found[0].level() == Finding.Level.GOOD
        found[0].said() ==~ /$name on 127\.0\.0\.1:$database.port: PostgreSQL \d+(\.\d+)?, \d+ MiB, without TLS/

        when:
        found = look('none_such')

        then:
        found.size() == 1
        found[0].level() == Finding.Level.PROBLEM
        found[0].said().contains('has no database none_such; make it there')

        and:
        look(name, true) == []
    }

    def 'the page Admin tells the size of the database, not that of a file that is not there'() {
        given:
        look(database.fresh(), true)
        def starting = new Starting(new ConfigLoader([:], dir, dir.resolve('none.yml')), Optional.empty(), [:], new SystemTime())
        def loaded = starting.config()
        def server = starting.server(loaded, starting.lock(loaded).dir(), Optional.of(Launched.freePort()))
        String token = server.firstToken().get()
        String url = "http://127.0.0.1:${server.port()}"
        def client = HttpClient.newHttpClient()

        when:
        def signedIn = client.send(HttpRequest.newBuilder(URI.create(url + '/sign-in')).header('Content-Type', 'application/x-www-form-urlencoded')
                .POST(HttpRequest.BodyPublishers.ofString('token=' + token)).build(), HttpResponse.BodyHandlers.ofString())
        String cookie = signedIn.headers().firstValue('Set-Cookie').get().split(';')[0]
        def page = client.send(HttpRequest.newBuilder(URI.create(url + '/admin')).header('Cookie', cookie).build(), HttpResponse.BodyHandlers.ofString()).body()

        then:
        page =~ /<dt>Database<\/dt><dd>PostgreSQL \d+(\.\d+)?, \d+ MiB, without TLS; /

        cleanup:
        server?.close()
    }
}
