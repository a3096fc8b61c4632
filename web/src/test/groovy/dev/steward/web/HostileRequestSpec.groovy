package dev.steward.web

import dev.steward.house.Row
import dev.steward.house.Tries
import dev.steward.runner.event.EventJson
import dev.steward.runner.secret.TokenText
import dev.steward.runner.wake.WakeLab
import dev.steward.web.estate.LabEstate
import java.net.http.HttpResponse
import java.nio.file.Path
import java.time.Instant
import java.time.temporal.ChronoUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Every way into the API, with bodies, paths and queries that nobody would send who means well. */
class HostileRequestSpec extends Specification {

    private static final List VALUES = [null, true, false, -1, 0, 1, 1.5, 1e300, 99999999999999999999G, 2147483648L, '', ' ', 'x', '\u0000', '\u202e', '\u001b[2J', '../../etc/passwd', '@/etc/passwd', 'all,@/etc/passwd', '$(reboot)', '\'; DROP TABLE run; --', '<script>', '%00',
                                        'x' * 20_000, [], [[]], [:], ['a', 1], [a: [b: [:]]], ['@/etc/passwd'], ['', null], '1E2147483647', '9' * 400, '~(a+a+)+b', 'all[', '1970-01-01', 'PT99999999999H', '99999999999h']
    private static final List<String> PLACES = ['999', '-1', '0', '99999999999999999999', 'x', '%00', '..%2f..%2fetc%2fpasswd', '%E2%80%AE', '%ff', '%', '+', '%20', "'%20OR%201=1", 'x' * 3000, '%0d%0aX-Evil:%201', ';a=b', '.', '..', '{run}']
    private static final List<String> PIECES = ['{', '}', '[', ']', '"', ',', ':', 'null', '1e999', '\\u0000', '\\ud800', '\u0000', '"a":1,', '{"a":', '[[[[', '//', "'"]
    private static final Map BODIES = OpenApiSpec.BODIES

    @Shared @TempDir Path dir
    @Shared @AutoCleanup LabEstate estate
    @Shared @AutoCleanup WakeLab wake
    @Shared @AutoCleanup WebFixture web
    @Shared Map document
    @Shared List<String> tables

    def setupSpec() {
        estate = new LabEstate(dir.resolve('lab')).with('home', LabEstate.small()).open()
        web = new WebFixture(dir, Instant.now().truncatedTo(ChronoUnit.SECONDS), estate.estates, { store, time ->
            (wake = new WakeLab(store, time, [WakeLab.rule('media', 103)], { it.lxc(103, 'media') {} })).wakes
        })
        web.hosts = 'all: {hosts: {db-1: {}, web-1: {}}}\n'
        web.stored.whole()
        web.desk.onRun = { 1L }
        web.power.house()
        web.store.tokens().put('ups-bot', TokenText.hash('stw_power'), 'power')
        web.store.tokens().putAgent('agent', TokenText.hash('stw_agent'), 'home', 'pve1')
        document = WebFixture.json(web.get('/api/v1/openapi.json'))
        tables = rows('SELECT table_name FROM information_schema.tables WHERE table_schema = SCHEMA()')
    }

    private List rows(String sql) {
        web.store.connections().connection.withCloseable { connection ->
            def found = connection.createStatement().executeQuery(sql)
            def all = []
            while (found.next()) {
                all << found.getObject(1)
            }
            all
        }
    }

    /** What is kept, as far as a number a table can say; the last look of sessions and tokens is no change. */
    private Map<String, Long> kept() {
        String sql = tables.collect { "SELECT '$it=' || COUNT(*) FROM \"$it\"" }.join(' UNION ALL ')
        rows(sql).collectEntries { it.toString().split('=') as List }
    }

    private static String refusedWell(HttpResponse<String> answer, Map operation, String what) {
        String body = answer.body()
        assert answer.statusCode() != 500: "$what: $body"
        assert !(body =~ /(Exception|Error)\b.*\bat |\bat (java|org|dev|com)\.[a-z]+\./): "$what shows a stack trace: $body"
        assert !body.contains('root:x:0:0'): "$what shows a file: $body"
        assert !answer.headers().firstValue('X-Evil').present
        if (answer.statusCode() >= 400) {
            assert answer.headers().firstValue('Content-Type').orElse('').startsWith('application/problem+json'): "$what: ${answer.statusCode()} $body"
            assert WebFixture.json(answer).keySet().containsAll(document().components.schemas.Problem.required): what
            assert answer.statusCode() in [400, 404, 413, 414] || operation.responses[answer.statusCode() as String]: "$what answers ${answer.statusCode()}, which is not described: $body"
        }
        body
    }

    private static Map described
    private static Map document() { described }

    def setup() { described = document }

    @Row('S-09')
    def 'a body of the wrong kind is refused as a problem and changes nothing: #verb #path'() {
        given:
        Map operation = document.paths[path][verb]
        Map who = path =~ /approvals.*(approve|reject)/ ? people() : OpenApiSpec.headers(path)
        String at = path.replaceAll(/\{\w+\}/, '1').replace('/guests/1', '/guests/101')
        Map whole = new EventJson().map(BODIES[path] ?: '{}')

        expect:
        Tries.of(20) { Random random ->
            String body = body(whole, operation, random)
            Map before = kept()
            def answer = web.send(verb.toUpperCase(Locale.ROOT), at, body, who)
            refusedWell(answer, operation, "$verb $at with ${body.take(200)}")
            if (answer.statusCode() >= 400) {
                assert kept() == before: "$verb $at was refused, and changed something: ${body.take(200)}"
            }
        }

        where:
        [path, verb] << paths().findAll { it[1] != 'get' }
    }

    @Row('S-09')
    def 'a path or query that nobody would write is answered or refused as a problem'() {
        expect:
        paths().findAll { it[0].contains('{') || it[1] == 'get' }.each { path, verb ->
            Map operation = document.paths[path][verb]
            if (operation.responses['200']?.content?.containsKey('text/event-stream')) {
                return
            }
            Tries.of(2) { Random random ->
                String at = path.replaceAll(/\{\w+\}/) { random.nextBoolean() ? '1' : java.util.regex.Matcher.quoteReplacement(PLACES[random.nextInt(PLACES.size())]) }
                String query = (operation.parameters ?: []).findAll { it.in == 'query' && random.nextBoolean() }.collect { it.name + '=' + PLACES[random.nextInt(PLACES.size())] }.join('&')
                Map before = kept()
                def (int status, String answer) = raw(verb, at + (query ? '?' + query : ''), OpenApiSpec.headers(path))
                assert status != 500: "$verb $at?$query: $answer"
                assert !(answer =~ /\bat (java|org|dev|com)\.[a-z]+\./) && !answer.contains('root:x:0:0') && !(answer =~ /(?m)^X-Evil/): "$verb $at?$query: $answer"
                assert status < 400 || kept() == before: "$verb $at?$query"
            }
        }
    }

    @Row('S-09')
    def 'what is not even HTTP, or never ends, is refused, and others are answered meanwhile: #what'() {
        when:
        def answer = Tries.within(what) {
            new Socket('127.0.0.1', web.server.port()).withCloseable { socket ->
                socket.soTimeout = 15_000
                try {
                    socket.outputStream << bytes
                    socket.outputStream.flush()
                    def first = socket.inputStream.newReader('UTF-8').readLine()
                    first ?: 'closed'
                } catch (IOException e) {
                    'closed'
                }
            }
        }

        then:
        answer == 'closed' || (answer.split(' ')[1] as int) in 400..431
        web.get('/api/v1/openapi.json').statusCode() == 200

        where:
        what                  | bytes
        'zeros'               | new byte[100_000]
        'a long path'         | ('GET /' + 'a' * 200_000 + ' HTTP/1.1\r\nHost: localhost\r\n\r\n').bytes
        'many headers'        | ('GET / HTTP/1.1\r\nHost: localhost\r\n' + (1..5_000).collect { "X-$it: a\r\n" }.join('') + '\r\n').bytes
        'a body of 1 GB'      | 'POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer stw_spec\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n{'.bytes
        'two lengths'         | 'POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}'.bytes
        'a deep body'         | ("POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer stw_spec\r\nContent-Type: application/json\r\nContent-Length: 200000\r\nConnection: close\r\n\r\n" + '[' * 200_000).bytes
        'a deep object'       | ("POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer stw_spec\r\nContent-Type: application/json\r\nContent-Length: 250000\r\nConnection: close\r\n\r\n" + '{"a":' * 50_000).bytes
    }

    @Row('S-09')
    def 'a limit that names a file of the server is refused, and shows nothing of it'() {
        when:
        def run = web.post('/api/v1/runs', new EventJson().text([playbook: 'weekly-updates.groovy', limit: limit]), OpenApiSpec.AS_API)
        def patch = web.post('/api/v1/patches', new EventJson().text([mode: 'check', targets: [limit]]), OpenApiSpec.AS_API)

        then:
        [run, patch].every { it.statusCode() in [400, 404, 422] && it.body().contains('asks for a file, which only the command line reads') && !it.body().contains('root:x') }

        where:
        limit << ['@/etc/passwd', 'web-1,@/etc/passwd', 'web-1:@/etc/passwd', ' @/etc/passwd']
    }

    private List<List<String>> paths() {
        document.paths.collectMany { path, verbs -> verbs.keySet().collect { [path, it] } }
    }

    private static String body(Map whole, Map operation, Random random) {
        List<String> known = (operation.requestBody?.content?.get('application/json')?.schema?.properties?.keySet() ?: []) as List
        Map sent = new LinkedHashMap(whole)
        (0..random.nextInt(2)).each {
            String field = known && random.nextInt(5) ? known[random.nextInt(known.size())] : ['', 'x', '__proto__', '\u0000'][random.nextInt(4)]
            random.nextInt(6) ? sent.put(field, VALUES[random.nextInt(VALUES.size())]) : sent.remove(field)
        }
        String text = new EventJson().text(sent)
        random.nextInt(4) ? text : Tries.damaged(text, random, PIECES)
    }

    private Map people() {
        String cookie = web.signIn()
        [Cookie: cookie, 'X-Csrf-Token': web.csrf(cookie), 'Content-Type': 'application/json']
    }

    /** Without Java's own care for what may stand in an address. */
    private List raw(String verb, String target, Map headers) {
        new Socket('127.0.0.1', web.server.port()).withCloseable { socket ->
            socket.soTimeout = 15_000
            String lines = headers.collect { "$it.key: $it.value\r\n" }.join('')
            socket.outputStream << "${verb.toUpperCase(Locale.ROOT)} $target HTTP/1.1\r\nHost: localhost:${web.server.port()}\r\nConnection: close\r\n${lines}Content-Length: 0\r\n\r\n".getBytes('UTF-8')
            socket.outputStream.flush()
            String answer = new String(socket.inputStream.readNBytes(200_000), 'UTF-8')
            assert answer: "$verb $target was not answered"
            [answer.split(' ')[1] as int, answer]
        }
    }
}
