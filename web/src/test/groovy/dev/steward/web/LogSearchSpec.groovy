package dev.steward.web

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

class LogSearchSpec extends Specification {

    static final int EVENTS = 3_000

    @Shared @TempDir Path dir
    @Shared @AutoCleanup WebFixture web
    @Shared long run

    def setupSpec() {
        web = new WebFixture(dir)
        def log = web.stored.begin()
        run = web.stored.lastRun
        log.append(web.stored.started())
        log.append(web.stored.play(['web-1', 'db-1']))
        ['web-1', 'db-1'].each { log.append(web.stored.taskStarted(it)) }
        (5..EVENTS).each { n ->
            String text = n == 40 ? 'Setting up openssl\nSetting up \u001b[1mopen\u001b[0mSSL again' : n == 2900 ? 'restart: OPENSSL <b>' : "line $n"
            log.append(web.stored.output(n % 2 ? 'web-1' : 'db-1', text))
        }
        log.append(web.stored.taskFinished('web-1', Status.FAILED, 'E: no space\non the device'))
        log.append(web.stored.taskFinished('db-1', Status.UNREACHABLE, 'no route to db-1'))
        log.append(web.stored.finished(RunStatus.FAILED, ['web-1', 'db-1']))
    }

    private String follow(String query) {
        def answer = web.get("/runs/$run/log?$query")
        assert answer.statusCode() == 303
        answer.headers().firstValue('Location').get()
    }

    private static String link(String body, String rel) {
        def found = body =~ /rel="$rel" href="([^"]+)"/
        found.find() ? found.group(1).replace('&amp;', '&') : null
    }

    def 'a search leads to the first hit, from there to the next and back, over the whole run'() {
        given:
        String first = "/runs/$run/log?q=openssl&at=40#e40"

        expect:
        follow('q=openssl') == first

        when:
        String body = web.get(first - '#e40').body()

        then:
        body.contains('Hit 1 of 3')
        body.contains('Setting up <span class="hit">openssl</span>')
        body.contains('Setting up <span class="a-bold hit">open</span><span class="hit">SSL</span> again')
        link(body, 'prev') == null
        link(body, 'next') == "/runs/$run/log?q=openssl&at=40.1#e40.1"

        when:
        body = web.get("/runs/$run/log?q=openssl&at=40.1").body()

        then:
        body.contains('Hit 2 of 3')
        link(body, 'prev') == first
        link(body, 'next') == "/runs/$run/log?q=openssl&at=2900#e2900"

        when:
        body = web.get("/runs/$run/log?q=openssl&at=2900").body()

        then:
        body.contains('Hit 3 of 3')
        body.contains('id="e2900"')
        body.contains('<span class="hit">OPENSSL</span> &lt;b&gt;')
        link(body, 'next') == null
    }

    def 'the errors of a run are gone through one by one'() {
        given:
        int at = EVENTS + 1

        expect:
        follow('errors=1') == "/runs/$run/log?errors=1&at=$at#e$at"

        when:
        String body = web.get("/runs/$run/log?errors=1&at=$at").body()

        then:
        body.contains('Error 1 of 2')
        link(body, 'next') == "/runs/$run/log?errors=1&at=${at + 1}#e${at + 1}"

        and: 'one of a host, or with a text'
        follow('errors=1&host=db-1').startsWith("/runs/$run/log?host=db-1&errors=1&at=${at + 1}#")
        follow('errors=1&q=route').contains("at=${at + 1}#")
    }

    def 'what is nowhere is said, what is no line is refused, and a search is only text'() {
        expect:
        web.get("/runs/$run/log?q=Nobody").body().contains('No line with \'Nobody\' in this log')
        web.get("/runs/$run/log?q=line.40").body().contains('No line with')
        web.get("/runs/$run/log?q=line&at=first").statusCode() == 400
        web.get("/runs/$run/log?q=%3Cscript%3E").body().contains('value="&lt;script')
    }

    def 'the log as text holds the lines that are asked for'() {
        when:
        List<String> lines = web.get("/api/v1/runs/$run/log?q=openssl").body().readLines()

        then:
        lines.size() == 3
        lines.every { it.toLowerCase().contains('openssl') }
        web.get("/api/v1/runs/$run/log?errors=1").body().readLines().size() == 2
    }

    @Row('W-02')
    def 'a log whose events hold hundreds of lines each is read in pieces of a bounded size, on, to its end and back'() {
        given: 'as programs print it that say much'
        def log = web.stored.begin()
        long loud = web.stored.lastRun
        log.append(web.stored.started())
        100.times { n -> log.append(web.stored.output('web-1', (1..200).collect { "line ${200 * n + it}." }.join('\n'))) }
        log.append(web.stored.finished(RunStatus.OK, ['web-1']))

        when:
        List<String> on = way("/runs/$loud/log", 'Later')

        then:
        on.collectMany { lines(it) } == (1..20_000).toList()
        on*.size().max() < 400_000

        when:
        String end = web.get(button(on[3], 'Last')).body()
        List<String> back = [end] + way(button(end, 'Earlier'), 'Earlier')

        then:
        lines(end).last() == 20_000
        button(end, 'Later') == null
        back.reverse().collectMany { lines(it) }.unique() == (1..20_000).toList()

        when: 'a line in the middle'
        String hit = web.get("/runs/$loud/log?q=LINE+9999.&at=51.198").body()

        then:
        hit.contains('Hit 1 of 1')
        lines(hit).contains(9999)
        lines(hit).size() <= 1_200
        web.get("/runs/$loud").body().length() < 400_000
    }

    def 'by REST an answer of events stays small where tasks returned much, and the next one goes on'() {
        given:
        def log = web.stored.begin()
        long big = web.stored.lastRun
        log.append(web.stored.started())
        40.times { n ->
            log.append(new RunEvent.TaskFinished('0.0', "h$n", Status.CHANGED, false, false, true, 'exit 0', [stdout: 'x' * 300_000], [], 1, Duration.ZERO))
        }
        log.append(web.stored.finished(RunStatus.OK, ['web-1']))

        when:
        List<Integer> numbers = []
        List<Integer> sizes = []
        for (int after = 0; after < 42; after = numbers.last()) {
            String body = web.get("/api/v1/runs/$big/events?after=$after&limit=500").body()
            sizes << body.length()
            numbers += body.findAll(/"number":\s*(\d+),\s*"at"/) { all, n -> n as int }
        }

        then:
        numbers == (1..42).toList()
        sizes.max() < 4_000_000
    }

    /** Pages that a button leads to, one after the other. */
    private List<String> way(String path, String button) {
        List<String> pages = [web.get(path).body()]
        while (this.button(pages.last(), button) != null) {
            pages << web.get(this.button(pages.last(), button)).body()
        }
        pages
    }

    private static String button(String body, String text) {
        def found = body =~ /<a class="button" href="([^"]+)">$text</
        found.find() ? found.group(1).replace('&amp;', '&') : null
    }

    private static List<Integer> lines(String body) {
        body.replaceAll('<[^>]+>', '').findAll(/line (\d+)\./) { all, n -> n as int }
    }
}
