package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.event.EventJson
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Live pages of a server that is killed while they look, and comes back on the same port. */
@Timeout(300)
class LiveRestartRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup Launched server
    final int port = Launched.freePort()
    def soon = new PollingConditions(timeout: 90, delay: 0.1)
    final List<Listener> listeners = []

    def cleanup() { listeners*.interrupt() }

    private Launched serve() {
        server = Launched.compiled(['serve', '--port', port as String], [STEWARD_HOME: dir.resolve('state') as String], dir)
        soon.eventually { assert server.said().contains('Steward serves') }
        server
    }

    @Row('W-03')
    def 'killed in the middle of a run and started again, every page that comes back hears each event once, to the end'() {
        given:
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {localhost: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('talk.groovy'), '''
            playbook('Talk') { play('Talk') { hosts 'localhost'; tasks {
                task('Much') { shell 'for i in $(seq 1 400); do echo "line $i"; done' }
                task('Slowly') { shell 'for i in $(seq 1 600); do echo "slow $i"; sleep 0.1; done' }
            } } }'''.stripIndent())
        Files.writeString(dir.resolve('steward.yml'), 'inventory: hosts.yml\nplaybooks: .\nschedules: {}\n')
        serve()
        soon.eventually { assert server.said() =~ /shown this once: \S+\n/ }
        String token = (server.said() =~ /shown this once: (\S+)/)[0][1]
        long run = begin(token)

        and: 'clients as an EventSource is: each comes back with the number of the last event it heard'
        ['/api/v1/runs/%d/events', '/runs/%d/live'].each { path -> 3.times { listeners << new Listener(port, String.format(path, run)) } }
        listeners*.start()
        soon.eventually { assert listeners.every { it.ids.size() > 10 } }
        soon.eventually { assert told().any { it.kind == 'output' && it.event.text.contains('slow 5') } }

        when: 'the server dies without a word, and another takes over'
        server.process.destroyForcibly().waitFor()
        serve()
        listeners*.join(90_000)

        then: 'the run is lost, and each heard what the store holds: nothing missing, nothing twice'
        def all = told()
        Launched.json(port, '/api/v1/runs/1').status == 'lost'
        all*.number == (1..all.size()).toList()
        listeners.every { listener ->
            assert listener.over
            assert listener.broke >= 1
            assert listener.ids == all*.number.collect { it as long }
            true
        }
    }

    private long begin(String token) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port/api/v1/runs"))
                .header('Authorization', "Bearer $token").header('Content-Type', 'application/json')
                .POST(HttpRequest.BodyPublishers.ofString('{"playbook": "talk.groovy"}')).build()
        def answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString())
        assert answer.statusCode() == 201: answer.body()
        new EventJson().map(answer.body()).id as long
    }

    private List<Map> told() {
        List<Map> all = []
        List<Map> page
        while (page = Launched.json(port, "/api/v1/runs/1/events?limit=500&after=${all ? all[-1].number : 0}").events) {
            all.addAll(page)
        }
        all
    }

    static class Listener extends Thread {

        final List<Long> ids = [].asSynchronized()
        volatile boolean over
        volatile int broke
        private final int port
        private final String path

        Listener(int port, String path) {
            this.port = port
            this.path = path
            daemon = true
        }

        @Override
        void run() {
            while (!over && !interrupted()) {
                try {
                    hear()
                } catch (IOException gone) {
                    broke++
                    sleep(100)
                }
            }
        }

        private void hear() {
            def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port$path")).header('Accept', 'text/event-stream')
                    .header('Last-Event-ID', (ids ? ids[-1] : 0) as String).build()
            def body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream()).body()
            Long id = null
            body.withReader('UTF-8') { reader ->
                String line
                while ((line = reader.readLine()) != null) {
                    if (line.startsWith('id: ')) {
                        id = line.substring(4) as long
                    } else if (line.isEmpty() && id != null) {
                        ids << id
                        id = null
                    }
                    over |= line == 'event: end'
                }
            }
        }
    }
}
