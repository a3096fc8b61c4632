package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.RunStatus
import java.net.http.HttpClient
import java.net.http.HttpResponse
import java.nio.file.Path
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class LiveSpec extends Specification {

    static final int PAGES = 500

    @TempDir Path dir
    @AutoCleanup WebFixture web

    def setup() { web = new WebFixture(dir) }

    private List<String> stream(String path, Map headers = [:]) {
        HttpClient.newHttpClient().send(web.request(path, [Accept: 'text/event-stream'] + headers).build(), HttpResponse.BodyHandlers.ofLines()).body().toList()
    }

    private static List<Long> ids(List<String> lines) { lines.findAll { it.startsWith('id: ') }.collect { it.substring(4) as long } }

    def 'a stream of an ended run gives every event and its end'() {
        given:
        long run = web.stored.whole(hosts: ['a', 'b'])

        expect:
        ids(stream(path.replace('RUN', run as String), headers)) == expected
        stream(path.replace('RUN', run as String), headers).contains('event: end')

        where:
        path                              | headers              || expected
        '/api/v1/runs/RUN/events'         | [:]                  || (1L..7L).toList()
        '/api/v1/runs/RUN/events'         | ['Last-Event-ID': '4'] || [5L, 6L, 7L]
        '/api/v1/runs/RUN/events?after=2' | ['Last-Event-ID': '6'] || [7L]
        '/runs/RUN/live?after=5'          | [:]                  || [6L, 7L]
        '/runs/RUN/live'                  | ['Last-Event-ID': '7'] || []
    }

    @Row('W-03')
    def 'a client that comes back again and again hears every event once'() {
        given:
        def log = web.stored.begin()
        long run = web.stored.lastRun
        log.append(web.stored.started())
        log.append(web.stored.play(['a']))
        def writer = Thread.start {
            300.times { log.append(web.stored.output('a', "line $it")) }
            log.append(web.stored.finished(RunStatus.OK, ['a']))
        }

        when: 'it drops the connection after a few events each time'
        List<Long> seen = []
        boolean over = false
        while (!over) {
            def body = HttpClient.newHttpClient().send(
                    web.request("/runs/$run/live", ['Last-Event-ID': (seen ? seen[-1] : 0) as String]).build(), HttpResponse.BodyHandlers.ofInputStream()).body()
            body.withReader { reader ->
                int got = 0
                String line
                while (got < 17 && (line = reader.readLine()) != null) {
                    if (line.startsWith('id: ')) {
                        seen << (line.substring(4) as long)
                        got++
                    }
                    over |= line == 'event: end'
                }
            }
        }
        writer.join()

        then:
        seen == (1L..303L).toList()
    }

    @Row('W-03')
    def 'five hundred pages are live at once, and one that does not read harms none of them'() {
        given:
        def log = web.stored.begin()
        long run = web.stored.lastRun
        log.append(web.stored.started())
        log.append(web.stored.play(['a']))
        def client = HttpClient.newHttpClient()
        def ends = new CountDownLatch(PAGES)
        def counts = new ConcurrentLinkedQueue<Integer>()

        and: 'a client that never reads'
        def deaf = new Socket('127.0.0.1', web.server.port())
        deaf.outputStream << "GET /runs/$run/live HTTP/1.1\r\nHost: 127.0.0.1:${web.server.port()}\r\n\r\n"
        deaf.outputStream.flush()

        when:
        PAGES.times {
            client.sendAsync(web.request("/runs/$run/live", [:]).build(), HttpResponse.BodyHandlers.ofLines()).thenAcceptAsync { answer ->
                counts << answer.body().filter { it.startsWith('id: ') }.count().intValue()
                ends.countDown()
            }
        }
        new PollingConditions(timeout: 30).eventually { assert web.server.live() == PAGES + 1 }
        200.times { log.append(web.stored.output('a', 'x' * 4_000)) }
        log.append(web.stored.finished(RunStatus.OK, ['a']))

        then:
        ends.await(60, TimeUnit.SECONDS)
        counts.unique(false) == [203]

        cleanup:
        deaf?.close()
    }

    def 'after the end no page is live'() {
        given:
        def log = web.stored.begin()
        log.append(web.stored.started())
        def lines = Thread.start { stream("/runs/${web.stored.lastRun}/live") }
        new PollingConditions(timeout: 10).eventually { assert web.server.live() == 1 }

        when:
        log.append(web.stored.finished(RunStatus.OK, ['a']))
        lines.join(10_000)

        then:
        !lines.alive
        new PollingConditions(timeout: 5).eventually { assert web.server.live() == 0 }
    }
}
