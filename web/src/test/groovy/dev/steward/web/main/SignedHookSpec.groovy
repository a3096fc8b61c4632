package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.house.Tries
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.event.Cause
import dev.steward.runner.event.EventJson
import dev.steward.runner.event.RunEvent
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.charset.Charset
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** Whoever knows the secret of a hook, and sends in its name what nobody would send who means well, to a whole server. */
class SignedHookSpec extends Specification {

    private static final String SECRET = 'what-the-sender-and-the-server-know'
    /** A hook begins 30 runs a minute at most; a tenth of the tries is more than one hook may send. */
    private static final int TRIES = 300
    private static final int HOOKS = 15
    private static final List<String> ALLOWED = ['text', 'count', 'flag', 'words']
    private static final List<String> FIELDS = ['vars', 'Vars', 'limit', 'tags', 'skipTags', 'check', 'inventory', 'playbook', 'forks', 'become', 'hosts', 'extraVars', 'cause', '', '__proto__', 'va\u0000rs']
    private static final List<String> NAMES = ALLOWED + ALLOWED + ['fixed', 'where', 'host', 'hosts', 'limit', 'inventory_hostname', 'ansible_connection', 'ansible_host', 'text.class', 'class', 'this', 'Text', ' text', '', '\u0000', 'x' * 5000]
    private static final List<String> PIECES = ['{', '}', '[', ']', '"', ',', ':', 'null', '1e999', '\\u0000', '\\ud800', '\u0000', '"limit":"all",', '{"vars":', '[[[[', '//', '/*', "'", '\\', '"fixed":"changed",', 'NaN', '\ufeff', '\u2028', '\ud83d\ude00']

    @Shared @TempDir Path dir
    @Shared Runner runner
    @Shared @AutoCleanup Server server
    @Shared List values
    private final HttpClient client = HttpClient.newHttpClient()
    private int sent

    def setupSpec() {
        Files.writeString(dir.resolve('hooked.groovy'), '''\
            playbook('Hooked') {
                vars text: 'nothing', count: 1, flag: false, words: ['a'], fixed: 'untouched', where: 'one'
                play('Says') { hosts where; tasks { task('Say') { shell "echo said ${text} ${fixed}" } } }
            }
            '''.stripIndent())
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {one: {ansible_connection: local}, two: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('steward.yml'), 'inventory: hosts.yml\nplaybooks: .\nschedules: {}\nhooks:\n'
                + (0..<HOOKS).collect { "  hook$it: {playbook: hooked.groovy, vars: [${ALLOWED.join(', ')}], secret: $SECRET}\n" }.join(''))
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], new SystemTime())
        server = Server.start(loaded, state, runner, 0)
        String owned = dir.resolve('owned')
        values = [null, true, false, 'true', -1, 0, 1, 2, 1.5, 1e300, 99999999999999999999G, 2147483648L, '', ' ', 'x', 'two', 'all', '\u0000', '\u202e', '\u001b[2J', '@/etc/passwd', '\ud83d\ude00', 'x' * 70_000, [], ['a', 'b'], [1, [2]], [:], [a: [b: [:]]],
                  "\$(touch $owned)", "'; touch $owned; '", "`touch $owned`", "a\ntouch $owned", '${where}', '{{ fixed }}', 'secret(\'x\')']
    }

    private HttpResponse<String> send(byte[] body, Map headers = [:]) {
        String time = System.currentTimeMillis().intdiv(1000) as String
        Mac mac = Mac.getInstance('HmacSHA256')
        mac.init(new SecretKeySpec(SECRET.bytes, 'HmacSHA256'))
        mac.update("$time.".getBytes('UTF-8'))
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:${server.port()}/api/v1/hooks/hook${sent++ % HOOKS}/run")).POST(HttpRequest.BodyPublishers.ofByteArray(body))
        (['Content-Type': 'application/json', 'X-Steward-Timestamp': time, 'X-Steward-Signature': 'sha256=' + mac.doFinal(body).encodeHex()] + headers).each { k, v -> request.header(k, v as String) }
        client.send(request.build(), HttpResponse.BodyHandlers.ofString())
    }

    private long last() { runner.store().queries().page(RunFilter.ALL, Optional.empty(), 1).find()?.id() ?: 0 }

    private static String refused(HttpResponse<String> answer, String what) {
        assert answer.statusCode() in 400..499: "$what: ${answer.statusCode()} ${answer.body()}"
        assert answer.headers().firstValue('Content-Type').orElse('').startsWith('application/problem+json'): what
        Map problem = new EventJson().map(answer.body())
        assert problem.status == answer.statusCode() && problem.title && problem.detail: "$what: $problem"
        assert !(answer.body() =~ /(Exception|Error)\b|\bat (java|org|dev|com)\.[a-z]+\.|(?i:jackson|deserializ|Stream\w+\.|Source:|java\.util)|groovy\.lang|root:x:0/): "$what: ${answer.body()}"
        assert answer.body().length() < 20_000: "$what: a problem of ${answer.body().length()} characters"
        problem.detail
    }

    /** A run that began has the vars that the hook may set, with values of their types, and the host of the playbook. */
    private void within(HttpResponse<String> answer, String what) {
        assert answer.statusCode() == 202: "$what: ${answer.statusCode()} ${answer.body()}"
        long id = new EventJson().map(answer.body()).id
        runner.runs().await(id)
        def run = runner.store().queries().run(id).get()
        assert run.file().endsWith('hooked.groovy') && run.cause().kind() == Cause.Kind.WEBHOOK: what
        assert run.parameters().keySet() == (ALLOWED + ['fixed', 'where']) as Set: "$what: ${run.parameters()}"
        assert [run.parameters().fixed, run.parameters().where] == ['untouched', 'one']: "$what: ${run.parameters()}"
        assert run.parameters().with { it.text instanceof String && it.count instanceof Number && it.flag instanceof Boolean && it.words instanceof List }: "$what: ${run.parameters()}"
        assert run.hosts().total() == 1: "$what: ${run.hosts()}"
        def events = runner.store().queries().events(id, 0, 500)*.event()
        assert events.findAll { it instanceof RunEvent.TaskStarted }*.host().unique() in [[], ['one']]: what
    }

    @Row('S-09')
    def 'what is damaged, wrongly typed, deep, huge, said twice or oddly written is a problem, or begins what the hook allows'() {
        given:
        Map<String, Integer> ended = [:].withDefault { 0 }

        when:
        Tries.of(TRIES) { Random random ->
            def (byte[] body, Map headers) = body(random)
            long before = last()
            def answer = send(body, headers)
            String what = "${answer.statusCode()} for ${new String(body, 'UTF-8').take(300)}"
            if (answer.statusCode() == 202) {
                within(answer, what)
            } else {
                refused(answer, what)
                assert last() == before: "$what was refused, and began a run"
            }
            ended[answer.statusCode() as String]++
        }

        then: 'both ends were seen, and nothing that a value says was obeyed'
        ended.keySet().containsAll(['202', '400', '401', '413', '422'])
        ended['202'] > 10
        !Files.exists(dir.resolve('owned'))
    }

    @Row('S-09')
    def 'said plainly: #what'() {
        when:
        long before = last()
        String detail = refused(send(body.getBytes('UTF-8')), what)

        then:
        detail.contains(words)
        last() == before

        where:
        what                    | body                                                     || words
        'a name twice'          | '{"vars": {"count": 1}, "vars": {"count": 2}}'           || 'vars'
        'a var twice'           | '{"vars": {"count": 1, "count": 2}}'                     || 'count'
        'an array that is deep' | '{"vars": {"text": ' + '[' * 30_000 + '}}'               || 'nesting depth'
        'an object that is deep' | '{"vars": ' + '{"a":' * 10_000 + '1'                    || 'cannot be read as JSON'
        'a number that is long' | '{"vars": {"count": ' + '9' * 30_000 + '}}'              || ''
        'a text that is cut'    | '{"vars": {"text": "x'                                   || 'cannot be read as JSON'
        'an object too many'    | '{"vars": {}} {"limit": "all"}'                          || 'one object, and nothing after it'
        'a comment'             | '{"vars": {} /* limit */}'                               || 'cannot be read as JSON'
        'another sort of var'   | '{"vars": {"count": "many"}}'                            || ''
        'vars as a list'        | '{"vars": ["count"]}'                                    || "'vars' must be an object"
    }

    private List body(Random random) {
        Map vars = (0..random.nextInt(3)).collectEntries { [random.nextInt(4) ? ALLOWED[random.nextInt(ALLOWED.size())] : NAMES[random.nextInt(NAMES.size())], values[random.nextInt(values.size())]] }
        Map all = [vars: random.nextInt(8) ? vars : values[random.nextInt(values.size())]]
        if (!random.nextInt(4)) {
            all[FIELDS[random.nextInt(FIELDS.size())]] = values[random.nextInt(values.size())]
        }
        if (!random.nextInt(5)) {
            all = [vars: [text: 'x', count: random.nextInt(), flag: random.nextBoolean()]]
        }
        String text = new EventJson().text(all)
        if (!random.nextInt(3)) {
            text = Tries.damaged(text, random, PIECES)
        }
        switch (random.nextInt(12)) {
            case 0: return [text.getBytes(['UTF-16', 'UTF-16LE', 'UTF-32', 'ISO-8859-1', 'IBM500'].collect { Charset.forName(it) }[random.nextInt(5)]), [:]]
            case 1: return [[0xef, 0xbb, 0xbf] as byte[], text.getBytes('UTF-8')].with { [(it[0].toList() + it[1].toList()) as byte[], [:]] }
            case 2: return [broken(text, random), [:]]
            case 3: return [text.getBytes('UTF-8'), ['Content-Type': ['application/json; charset=utf-16', 'application/x-www-form-urlencoded', 'text/plain', 'application/JSON', 'application/jsonx'][random.nextInt(5)]]]
            case 4: return [text.getBytes('UTF-8'), ['Content-Encoding': ['gzip', 'deflate', 'br'][random.nextInt(3)]]]
            default: return [text.getBytes('UTF-8'), [:]]
        }
    }

    /** Bytes that are no UTF-8. */
    private static byte[] broken(String text, Random random) {
        byte[] bytes = (text + ' ').getBytes(StandardCharsets.UTF_8)
        (0..random.nextInt(3)).each { bytes[random.nextInt(bytes.length)] = [0xff, 0xc0, 0x80, 0xed][random.nextInt(4)] as byte }
        bytes
    }
}
