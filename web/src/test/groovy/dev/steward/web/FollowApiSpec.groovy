package dev.steward.web

import dev.steward.house.Row
import dev.steward.web.estate.LabEstate
import java.nio.file.Path
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Guests and nodes of a simulated cluster, looked at and acted on over HTTP. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FollowApiSpec extends Specification {

    static final Map AS_API = [Authorization: 'Bearer stw_spec', 'Content-Type': 'application/json']
    static final Map LIVE = AS_API + [Accept: 'text/event-stream']

    @Shared @TempDir Path dir
    @Shared @AutoCleanup LabEstate estate
    @Shared @AutoCleanup WebFixture web
    PollingConditions soon = new PollingConditions(timeout: 20, delay: 0.05)

    def setupSpec() {
        estate = new LabEstate(dir.resolve('lab')).with('home', LabEstate.small()).open()
        web = new WebFixture(dir, Instant.now().truncatedTo(ChronoUnit.SECONDS), estate.estates)
    }

    /** The first lines of a stream; then the client goes. */
    private List<String> live(String path, int count, Closure<?> meanwhile = {}) {
        def request = new URI(web.url + path).toURL().openConnection() as HttpURLConnection
        LIVE.each { name, value -> request.setRequestProperty(name, value) }
        def reader = request.inputStream.newReader('UTF-8')
        List<String> lines = []
        while (lines.size() < count) {
            def line = reader.readLine()
            if (line == null) {
                break
            }
            if (!line.empty && !line.startsWith('retry') && !line.startsWith(':')) {
                lines << line
            }
        }
        meanwhile.call()
        request.disconnect()
        lines
    }

    @Row(['X-25', 'X-27', 'X-33'])
    def 'what guests and nodes use is JSON, for everybody on this machine'() {
        expect:
        WebFixture.json(web.get('/api/v1/guests/101/stats')).with { it.id == 'lxc/101' && it.line ==~ /running\|1\.3%\|.*MiB\/256MiB\|33\.33%\|.*/ }
        WebFixture.json(web.get('/api/v1/guests/web-1/stats?cluster=home')).status == 'running'
        WebFixture.json(web.get('/api/v1/nodes/pve1/stats')).with { it.pve_version == '9.2.11' && it.load_avg_15m == '0.31' }
    }

    @Row('X-26')
    def 'a stream of stats begins at once, and nobody asks on when the client has gone'() {
        given:
        def begun = System.nanoTime()

        when:
        def lines = live('/api/v1/guests/101/stats', 1)

        then:
        lines[0].startsWith('data: {"id":"lxc/101"')
        System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(3)

        and:
        soon.eventually { assert web.server.live() == 0 }
    }

    @Row(['X-28', 'X-29', 'X-33'])
    def 'lines are read plain or live, and what reads them on the host ends with the client: #path'() {
        when:
        def plain = WebFixture.json(web.get(path, AS_API))

        then:
        plain.lines == ["line of $program"]

        when:
        def lines = live(path, 3) { assert web.doors.running.get() == 1 }

        then:
        lines == ["data: {\"line\":\"line of $program\"}".toString(), 'data: {"line":"again"}', 'data: {"line":"again"}']
        soon.eventually { assert web.doors.running.get() == 0 }
        web.doors.asked.last() == argv

        where:
        path                                               || program      | argv
        '/api/v1/guests/101/journal?unit=ssh&limit=5'      || 'journalctl' | ['journalctl', '--no-pager', '-n', '5', '-u', 'ssh', '-f']
        '/api/v1/nodes/pve1/journal'                       || 'journalctl' | ['journalctl', '--no-pager', '-n', '100', '-f']
        '/api/v1/guests/101/tail?file=/var/log/a&file=/b'  || 'tail'       | ['tail', '--retry', '-F', '-n', '100', '--', '/var/log/a', '/b']
    }

    def 'what root reads on a host is shown to nobody without a token: #path'() {
        expect:
        web.get(path).statusCode() == 401
        web.get(path, [Accept: 'text/event-stream']).statusCode() == 401
        web.doors.asked.empty || !web.doors.asked.last().contains('/etc/shadow')

        where:
        path << ['/api/v1/nodes/pve1/tail?file=/etc/shadow', '/api/v1/guests/101/tail?file=/etc/shadow', '/api/v1/nodes/pve1/journal']
    }

    @Row(['X-31', 'X-32', 'X-33'])
    def '#path is a problem: #status'() {
        when:
        def answer = web.get(path, AS_API)

        then:
        answer.statusCode() == status
        answer.headers().firstValue('Content-Type').get() == 'application/problem+json'
        WebFixture.json(answer).detail.contains(says)

        where:
        path                                                || status | says
        '/api/v1/guests/103/journal'                        || 409    | 'container 103 is not running, status: stopped'
        '/api/v1/guests/103/tail?file=/a'                   || 409    | 'container 103 is not running, status: stopped'
        '/api/v1/guests/101/journal?unit=a%3Bb'             || 400    | "services[0] 'a;b'"
        '/api/v1/guests/101/tail?file=/a&file=/x%24%28id%29' || 400   | "files[1] '/x\$(id)'"
        '/api/v1/guests/101/tail'                           || 400    | 'files is empty'
        '/api/v1/guests/101/journal?limit=1001'             || 400    | "'limit' must be from 1 to 1000"
        '/api/v1/guests/wep-1/stats'                        || 404    | "did you mean 'web-1'?"
        '/api/v1/nodes/pve7/stats'                          || 404    | "no node"
        '/api/v1/guests/101/stats?cluster=other'            || 404    | "No cluster 'other'"
    }

    @Row('X-32')
    def 'a live stream of what does not run says so, and is over'() {
        expect:
        live('/api/v1/guests/103/journal', 9) == [
                'event: problem', 'data: {"problem":"container 103 is not running, status: stopped"}', 'event: end', 'data: {}']
    }

    @Row('X-33')
    def 'guests are started, restarted and stopped; 409 where it is so already, 500 with the reason where it fails'() {
        expect:
        act('103/start').with { it.statusCode() == 200 && WebFixture.json(it).with { j -> j.before == 'stopped' && j.after == 'running' && j.upids.size() == 1 } }
        estate.lab('home').guest(103).running()
        act('103/start').with { it.statusCode() == 409 && WebFixture.json(it).detail == 'CT 103 old-wiki runs already.' }
        act('old-wiki/restart').statusCode() == 200
        act('103/stop').statusCode() == 200
        act('103/restart').statusCode() == 409
        act('999/start').statusCode() == 404
        act('pve1/start').statusCode() == 404
        act('103/start', '{"timeout": 0}').statusCode() == 400
        act('103/start', '{"timeot": 9}').statusCode() == 400
        web.post('/api/v1/guests/103/start', '{}', ['Content-Type': 'application/json']).statusCode() == 401

        when:
        estate.lab('home').fail('vzstart', 103, 'no space left on device')
        def failed = act('103/start')

        then:
        failed.statusCode() == 500
        WebFixture.json(failed).with { it.detail.contains('no space left on device') && it.problems[0].startsWith('UPID:') }
    }

    private act(String what, String body = '{}') { web.post('/api/v1/guests/' + what, body, AS_API) }
}
