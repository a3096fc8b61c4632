package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.event.EventJson
import dev.steward.runner.store.postgres.PostgresLab
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The way that the guide tells: a server with a past on its file is stopped, steward store move, and it is started on a real PostgreSQL. */
@Timeout(300)
class StoreMovedRealSpec extends Specification {

    static final String PASSWORD = 'a-long-way-to-tipperary'

    @TempDir Path dir
    def soon = new PollingConditions(timeout: 90, delay: 0.1)
    def database = PostgresLab.here()
    List<Launched> all = []
    Launched server
    int port

    def setup() {
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('note.groovy'),
                "playbook('Note') { play('Note') { hosts 'localhost'; tasks { task('Note') { shell 'echo noted; echo noted >> $dir/noted' } } } }")
        Files.writeString(dir.resolve('fail.groovy'), "playbook('Fails') { play('Fails') { hosts 'localhost'; tasks { task('Fail') { shell 'echo it broke; exit 3' } } } }")
        config('')
    }

    def cleanup() { all*.close() }

    private void config(String more) {
        Files.writeString(dir.resolve('steward.yml'), """\
            stateDir: state
            inventory: hosts.yml
            playbooks: .
            schedules: {often: {playbook: note.groovy, cron: '* * * * * ?', zone: UTC}}
            """.stripIndent() + more)
    }

    private Launched steward(String... words) {
        def one = Launched.compiled(words as List<String>, [STEWARD_SECRET_STORE: PostgresLab.PASSWORD], dir)
        all << one
        one
    }

    private void serve() {
        port = Launched.freePort()
        server = steward('serve', '--port', port as String)
        soon.eventually { assert server.said().contains('Steward serves') || !server.process.alive }
        assert server.process.alive: server.said()
    }

    private void stop() {
        server.interrupt()
        server.exit(60)
    }

    private HttpResponse<String> send(String token, String path, String body = null) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port/api/v1$path"))
        if (token) {
            request.header('Authorization', "Bearer $token")
        }
        if (body) {
            request.header('Content-Type', 'application/json').POST(HttpRequest.BodyPublishers.ofString(body))
        }
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString())
    }

    private int signIn(String password) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port/sign-in")).header('Content-Type', 'application/x-www-form-urlencoded')
                .POST(HttpRequest.BodyPublishers.ofString("name=anna&password=$password"))
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode()
    }

    private List<Map> runs() { new EventJson().map(send('', '/runs?limit=200').body()).runs as List<Map> }

    /** What is told of a run and of each of its steps, and that its page has its output. */
    private Map told(Map run) {
        String page = new URL("http://127.0.0.1:$port/runs/$run.id/log").text
        [run: send('', "/runs/$run.id").body(), events: send('', "/runs/$run.id/events?limit=500").body(), page: page.contains(run.playbook as String)]
    }

    @Row('S-04')
    def 'a server with runs, an account, tokens and a schedule is moved by the command, and goes on as the same one on PostgreSQL'() {
        given: 'a past'
        String name = database.fresh()
        serve()
        String token = (server.said() =~ /shown this once: (\S+)/)[0][1]
        assert send(token, '/runs', '{"playbook": "fail.groovy"}').statusCode() == 201
        String reader = new EventJson().map(send(token, '/tokens', '{"name": "grafana", "scope": "read"}').body()).token
        assert send(token, '/accounts', "{\"name\": \"anna\", \"role\": \"operator\", \"password\": \"$PASSWORD\"}").statusCode() == 201
        soon.eventually { assert runs().count { it.cause.kind == 'schedule' && it.status == 'ok' } >= 2 && runs().any { it.status == 'failed' } }
        assert steward('schedule', 'pause', 'often').exit(60) == 0
        soon.eventually { assert !runs().any { it.status in ['running', 'queued'] } }
        def before = runs().findAll { it.status != 'missed' }
        def known = before.collectEntries { [it.id, told(it)] }
        stop()

        when: 'the configuration is changed, and the server is started too early'
        config("store: {url: 'postgresql://steward@127.0.0.1:$database.port/$name', password: secret('store')}\n")
        def early = steward('serve', '--port', Launched.freePort() as String)

        then: 'it does not leave the past behind unsaid'
        early.exit(60) != 0
        early.said().contains('steward store move')

        when:
        def moved = steward('store', 'move')

        then:
        moved.exit(60) == 0
        moved.said().contains("is in the database $name on 127.0.0.1:$database.port now.")

        when: 'once more, by mistake'
        def again = steward('store', 'move')

        then:
        again.exit(60) == 1
        again.said().contains('holds a history already, and keeps it: nothing was changed')

        when:
        serve()

        then: 'the same runs, step by step'
        database.ask('select count(*) from run', name)[0] as int >= before.size()
        runs().findAll { it.id in before*.id } == before
        before.collectEntries { [it.id, told(it)] } == known
        known.values().every { it.page }

        and: 'the same people and programs, by their old words, and nobody is made an admin anew'
        !server.said().contains('shown this once')
        new EventJson().map(send(token, '/accounts').body()).accounts*.name == ['anna']
        signIn(PASSWORD) == 303
        signIn('another') == 401
        send(reader, '/tokens').statusCode() == 403
        send('another', '/tokens').statusCode() == 401
        send(token, '/schedules').body().contains('often')

        when: 'the schedule that was paused goes on'
        long last = before*.id.max()
        int noted = Files.readAllLines(dir.resolve('noted')).size()
        assert steward('schedule', 'resume', 'often').exit(60) == 0

        then:
        soon.eventually { assert runs().any { it.id > last && it.cause.kind == 'schedule' && it.status == 'ok' } }
        Files.readAllLines(dir.resolve('noted')).size() > noted
        database.ask('select scheduled_at from run group by scheduled_at having count(scheduled_at) > 1', name) == []
    }
}
