package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.runner.event.EventJson
import dev.steward.runner.store.postgres.PostgresLab
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.net.http.HttpTimeoutException
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Secrets of every kind are put into a whole Steward, which works and fails with them; afterwards they are looked for everywhere. */
@Timeout(600)
class CanaryRealSpec extends Specification {

    static final String PLAYBOOK = '''
        playbook('Canary') {
            vars password: ask(secret('typed'), 'Password'), kept: secret('app/root')
            play('Says') { hosts 'here:real'; strategy 'free'; tasks {
                task('Writes') { shell "printf '%s|%s|%s' ${password} ${host.vars.apiKey} ${kept} > \\$HOME/came" }
                task('Says') { shell "printf '<%s>\\\\n' ${password}; printf '<%s>\\\\n' ${host.vars.apiKey} >&2; printf '<%s>\\\\n' ${kept}" }
                task('Says a key') { shell "printf '%s' ${host.vars.sshKey}; printf '%s' ${host.vars.sshKey} | sed 's/^/    /'; printf '%s' ${host.vars.sshKey} | sed 's/\\$/\\\\r/'" }
                task('Encodes') { shell "for before in '' a ab; do for text in ${password} ${host.vars.sshKey}; do printf '%s%s' \\"\\$before\\" \\"\\$text\\" | base64 -w0; echo; done; done; printf %s ${kept} | od -An -v -tx1 | tr -d ' \\\\n'; echo" }
                task('Encodes in lines') { shell "for before in '' a ab 'user:' 'a longer beginning: '; do for text in ${host.vars.sshKey} ${password}${password}${password}; do printf '%s%s' \\"\\$before\\" \\"\\$text\\" | base64; done; done" }
                task('Quotes') { shell "bash -c 'printf \\"%q\\\\n\\" \\"\\$@\\"; echo \\"\\${@@Q}\\"; x=\\$1; declare -p x' x ${password} ${host.vars.apiKey} ${kept} ${host.vars.sshKey}; dash -c 'x=\\$1; set; export x; export -p' x ${kept}" }
                task('Traces') { shell "bash -xc 'test \\"\\$1\\" = x' x ${password}; dash -xc 'test \\"\\$1\\" = x' x ${kept}; true" }
                task('Says it letter by letter') { shell "set -- ${password}; p=\\$1; while [ -n \\"\\$p\\" ]; do printf %s \\"\\${p%\\"\\${p#?}\\"}\\"; p=\\${p#?}; sleep 0.01; done; echo" }
                task('Repeats it without a gap') { shell "for i in \\$(seq 300); do printf %s ${password}; done | tee /dev/stderr; exit 3"; ignoreErrors() }
                task('Shows what differs') { copy content: "a\\n${kept}\\n${host.vars.sshKey}", dest: '/tmp/canary-copy', mode: '0600' }
                task('Shows what a template makes') { template src: 'app.tpl', dest: '/tmp/canary-copy', mode: '0600', vars: [kept: kept, key: host.vars.sshKey] }
                task('Takes no secret') { lineInFile path: '/tmp/canary-copy', line: password; ignoreErrors() }
                task('Environment') { environment CANARY: kept; shell 'echo "$CANARY"; env; sleep 1' }
                task('Keeps') { shell "printf '%s' ${kept}; printf '%s\\\\n' ${host.vars.sshKey} >&2"; register 'said' }
                task('Repeats') { debug "it said ${said.stdout} and ${said.stderr} and ${host.vars.apiKey}" }
                task('Each') { shell "true ${item}"; loop { [password, kept] } }
                task('Gone') { shell 'rm -f /tmp/canary-copy' }
                task('Fails') { shell "printf '%s' ${password} >&2; exit 3"; ignoreErrors() }
                task('Tries') { shell "printf '%s' ${host.vars.sshKey} >&2; exit 3"; retries 1, delay: 1.seconds; ignoreErrors() }
                task('Is no module of that name') { fail "because of ${kept}"; ignoreErrors() }
                task('Asks the web') { uri url: "http://127.0.0.1:WEB/x?key=${kept}", timeout: 2.seconds; ignoreErrors() }
                task('Sends it') { uri url: 'http://127.0.0.1:WEB/html', headers: [Cookie: host.vars.apiKey], body: [password: password], method: 'POST', timeout: 2.seconds; ignoreErrors() }
            } }
        }'''.stripIndent()

    /** What takes a secret besides, and has it repeated by whom it is given to. */
    static final String MODULES = '''
        playbook('Modules') {
            play('Asks') { hosts 'real'; tasks {
                task('Board') { grafanaDashboard grafana: 'http://127.0.0.1:WEB/html', token: secret('grafana'), src: 'board.json'; ignoreErrors() }
                task('Source') { grafanaDataSource grafana: 'http://127.0.0.1:WEB/decoded', user: 'anna', password: secret('app/root'), uid: 'house', name: 'House', url: 'http://127.0.0.1:9090'; ignoreErrors() }
                task('Who') { uri url: 'http://127.0.0.1:WEB/html', user: 'anna', password: secret('app/root'), timeout: 2.seconds; ignoreErrors() }
                task('Database') { mysql 'stopped', address: '127.0.0.1', port: 9, user: 'anna', password: secret('app/mysql'), timeout: 2.seconds; ignoreErrors() }
                task('Memory') { redis 'saved', port: 9, user: 'anna', password: secret('app/redis'), timeout: 2.seconds; ignoreErrors() }
                task('Guest') { lxc cluster: 'away', vmid: 240, node: 'pve1', hostname: 'made', template: 'local:vztmpl/debian-12-standard_12.7-1_amd64.tar.zst', storage: 'btr', rootfs: 4.GiB, password: secret('app/lxc') }
                task('Machine') { vm cluster: 'away', vmid: 241, node: 'pve1', name: 'machine', ciuser: 'ops', cipassword: secret('app/vm') }
                task('Images') { containerImages logins: ['127.0.0.1:WEB': secret('app/images')], timeout: 2.seconds; ignoreErrors() }
            } }
        }'''.stripIndent()

    @TempDir Path dir
    @AutoCleanup CanaryHouse house
    @AutoCleanup PostgresLab database
    @AutoCleanup Launched server
    final Canaries canaries = new Canaries()
    final Map<String, Set<String>> seen = new ConcurrentHashMap<>()
    def soon = new PollingConditions(timeout: 90, delay: 0.2)
    final Map<String, String> streamed = new ConcurrentHashMap<>()
    final long begun = System.currentTimeMillis()
    Connection tables
    int port
    String token

    def cleanup() { tables?.close() }

    @Row(['S-07', 'U-18'])
    def 'with its history in #store no secret and nothing that is made of one stands in a table, a file, the log, an event, a page, a backup or a process list'() {
        given: 'a host of which the password is known, one of which it is not, and servers that refuse what they are given, and repeat it'
        house = new CanaryHouse(dir, canaries)
        house.write(store == 'a file' ? '' : postgres())

        and: 'whoever looks at the processes of this machine'
        boolean over = false
        def looker = Thread.start {
            while (!over) {
                processes()
                sleep(25)
            }
        }

        when: 'it works with all of them, and fails with some'
        serve()
        List<Long> runs = [begin('canary.groovy', [password: canaries['typed']]), begin('refused.groovy', [:]), begin('wrong.groovy', [:]), begin('modules.groovy', [:])]
        def followers = ['/api/v1/runs/%s/events', '/runs/%s/live'].collect { path -> Thread.startDaemon { streamed[path] = get(sprintf(path, runs[0]), ['Accept': 'text/event-stream'], 100) } }
        runs.each { run -> soon.eventually { assert !(Launched.json(port, "/api/v1/runs/$run").status in ['queued', 'running']) } }
        runs << (send('POST', "/api/v1/runs/${runs[0]}/retry", '{}').id as Long)
        send('POST', '/api/v1/power/rehearse', '{"scenario": "long-outage"}')
        send('POST', '/api/v1/notices/test', '{}')
        send('POST', '/api/v1/hooks/deploy/run', '{"vars": {}}', ['X-Steward-Signature': "sha256=${canaries['hook'].strip().bytes.encodeHex()}", 'X-Steward-Timestamp': '1'])
        send('POST', '/api/v1/hooks/diun', '{}', [Authorization: "Bearer x${canaries['diun']}"])
        send('POST', '/sign-in', "token=x$token", ['Content-Type': 'application/x-www-form-urlencoded'])
        send('GET', '/api/v1/estate', null)
        provider()
        scraped()
        soon.eventually { assert Launched.json(port, "/api/v1/runs/${runs[-1]}").status in ['ok', 'failed'] }
        soon.eventually { assert house.silent() == [] }
        followers*.join(20_000)

        and: 'somebody has an account, reads all pages, asks at the command line, and keeps a backup'
        person()
        assert send('POST', '/api/v1/guests/media/wake/links', '{}').path
        Map<String, String> pages = pages()
        Map<String, String> told = [['doctor'], ['doctor', '--checklist'], ['config', '--json'], ['inventory', '--host', 'become', '--origins'], ['backup', dir.resolve('backup.zip') as String]].collectEntries { words -> [words.join(' '), asked(words)] } + ['git sync': asked(['git', 'sync'], 'git.yml')]
        pushed()

        then: 'it did what it was to do: the host came to know the secrets, and what was said of them is masked'
        new String(house.host.judge(1, 'base64 -w0 /home/pw/came').decodeBase64(), 'UTF-8') == ['typed', 'vault', 'kept'].collect { canaries[it] }.join('|')
        def outputs = outputs(runs[0])
        def finished = events(runs[0]).count('"kind":"taskFinished"')
        def many = pages.size()
        finished == 44
        many > 40
        outputs.keySet().count { it.startsWith('real') } > 15
        outputs.values().count { it.contains('<***>') } == 4
        house.lab.requests().findAll { it.method() == 'POST' && it.status() == 200 }*.path().toSet().containsAll(['/nodes/pve1/lxc', '/nodes/pve1/qemu'])
        house.git.posted.any { it.headers.getFirst('Authorization') }
        def shown = streamed.values().count { it.contains('***') && it.contains('event: end') }
        shown == 2

        and: 'a limit that names a file shows nobody what is in it'
        canaries.in(get("/playbooks/canary.groovy/hosts?limit=@${dir.resolve('conf/secrets.yml')}")).empty
        canaries.in(get("/playbooks/canary.groovy?limit=@${dir.resolve('conf/secrets.yml')}")).empty

        when:
        runs.each { look("events of run $it", events(it)) }
        outputs.each { what, text -> look("joined output of $what", text) }
        streamed.each { path, text -> look("stream of $path", text) }
        pages.each { at, text -> look("page $at", text) }
        told.each { words, text -> look("steward $words", text) }
        Files.delete(dir.resolve('home/came'))
        server.process.destroy()
        server.exit(60)
        over = true
        looker.join(10_000)
        def opened = SealedCanaries.open(connect(), sealKey(), canaries)
        look('what it printed', server.said().replace(token, ''))
        rows()
        ['state', 'state2', 'tmp', 'home'].each { files(dir.resolve(it), it) }
        files(dir.resolve('backup.zip'), 'the backup')
        files(house.host.disk(1).resolve('var/log'), 'the log of the host')
        files(house.host.disk(1).resolve('tmp'), 'the temporary files of the host')
        database && files(database.home, 'PostgreSQL')
        temporary()

        then: 'what opens something in the history itself was there, sealed'
        opened.size() == 3

        and: 'the environment of what a task runs holds what the task says, for that user and root alone, as do arguments that a script gives itself; nothing else holds anything'
        def environments = seen.keySet().findAll { it.startsWith('environ of ') || it =~ /^cmdline of (bash|dash) -x?c (printf|test|x=)/ }
        environments.collectEntries { [it, seen[it] - ['kept (plain)', 'typed (plain)', 'vault (plain)', 'key (plain)', 'mysql (plain)', 'redis (plain)']] }.findAll { it.value } == [:]
        leaks(environments + (database ? [] : ['state: seal.key'])) == []

        cleanup:
        over = true

        where:
        store << ['a file', 'PostgreSQL']
    }

    private String postgres() {
        database = new PostgresLab().start()
        database.ask("create role steward login password '${canaries['store'].replace("'", "''")}'")
        "store: {url: 'postgresql://steward@127.0.0.1:$database.port/${database.fresh()}', password: \"secret('store')\"}\n"
    }

    private Map<String, String> surroundings() { [HOME: dir.resolve('home') as String, TMPDIR: dir.resolve('tmp') as String] }

    private void serve() {
        server = Launched.compiled(['serve', '--config', dir.resolve('conf/steward.yml') as String, '--port', '0'], surroundings(), dir.resolve('conf'), ["-Djava.io.tmpdir=${dir.resolve('tmp')}" as String])
        soon.eventually { assert server.said().contains('Steward serves') && server.said() =~ 'shown this once: ' && server.said() =~ 'localhost:[0-9]' }
        port = (server.said() =~ /http:\/\/localhost:(\d+)/)[0][1] as int
        token = canaries.keep('token', (server.said() =~ /shown this once: (\S+)/)[0][1] as String)
    }

    /** What the command says beside the server. */
    private String asked(List<String> words, String config = 'steward.yml') {
        def one = Launched.compiled(words + ['--config', dir.resolve("conf/$config") as String], surroundings(), dir.resolve('conf'))
        one.exit(60)
        one.said()
    }

    /** Somebody whose password opens pages. */
    private void person() {
        send('POST', '/api/v1/accounts', new EventJson().text([name: 'anna', role: 'operator', password: canaries['person']]))
        def form = { String path, String cookie, String body -> HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port$path")).header('Content-Type', 'application/x-www-form-urlencoded')
                .header('Cookie', cookie).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString()) }
        form('/sign-in', '', "name=anna&password=x${URLEncoder.encode(canaries['person'], 'UTF-8')}")
        def came = form('/sign-in', '', "name=anna&password=${URLEncoder.encode(canaries['person'], 'UTF-8')}")
        assert came.statusCode() == 303: came.body()
        String cookie = came.headers().firstValue('Set-Cookie').get().split(';')[0]
        canaries.keep('cookie', cookie.split('=', 2)[1])
        assert get('/you', [Cookie: cookie]).contains('anna')
        look('her pages afterwards', SealedCanaries.plant(canaries, { get(it as String, [Cookie: cookie]) }) { path, body -> form(path, cookie, body) })
    }

    private Path sealKey() { database ? dir.resolve('conf/seal.key') : dir.resolve('state/seal.key') }

    /** Somebody comes from a provider of sign-in, which refuses the server and says with what it came. */
    private void provider() {
        def client = HttpClient.newHttpClient()
        def asked = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port/sign-in/oidc")).build(), HttpResponse.BodyHandlers.ofString())
        String state = (asked.headers().firstValue('Location').orElse('') =~ /state=([^&]+)/)[0][1]
        def back = client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port/sign-in/oidc/callback?code=abc&state=$state"))
                .header('Cookie', asked.headers().allValues('Set-Cookie').collect { it.split(';')[0] }.join('; ')).build(), HttpResponse.BodyHandlers.ofString())
        look('coming back from the provider', "${back.headers().map()} ${back.body()}")
    }

    /** Prometheus comes with the token, with a wrong one, and with one in the address. */
    private void scraped() {
        int meter = (server.said() =~ /Metrics for Prometheus: port (\d+)/)[0][1] as int
        String right = canaries['metrics']
        def came = [[meter, '', right], [meter, '', "x$right"], [meter, "?token=${URLEncoder.encode(right, 'UTF-8')}", "${right}x"], [port, '', "x$right"]].collect { at, query, bearer ->
            told(at as int, "/metrics$query", null, [Authorization: "Bearer $bearer"])
        }
        assert came*.statusCode().take(3) == [200, 401, 401]
    }

    /** A server with a repository hears of pushes: signed, signed by somebody else, and with a token; each body repeats what is secret. */
    private void pushed() {
        def other = Launched.compiled(['serve', '--config', dir.resolve('conf/git.yml') as String, '--port', '0'], surroundings(), dir.resolve('conf'), ["-Djava.io.tmpdir=${dir.resolve('tmp')}" as String])
        try {
            soon.eventually { assert other.said() =~ /http:\/\/localhost:\d+/ }
            int at = (other.said() =~ /http:\/\/localhost:(\d+)/)[0][1] as int
            String body = new EventJson().text([ref: 'refs/heads/main', secret: canaries['webhook'], repository: [clone_url: "https://x:${canaries['pushed']}@git.example.com/x.git" as String]])
            def signed = { String secret ->
                Mac mac = Mac.getInstance('HmacSHA256')
                mac.init(new SecretKeySpec(secret.getBytes('UTF-8'), 'HmacSHA256'))
                ['X-Hub-Signature-256': "sha256=${mac.doFinal(body.getBytes('UTF-8')).encodeHex()}"]
            }
            def came = [signed(canaries['webhook']), signed('x' + canaries['webhook']), ['X-Gitlab-Token': canaries['pushed']], ['X-Hub-Signature-256': canaries['pushed']]].collect { told(at, '/api/v1/hooks/git', body, it) }
            assert came*.statusCode() == [202, 401, 401, 401]
            assert told(at, '/api/v1/hooks/git', body.take(60), signed(canaries['webhook'])).statusCode() == 401
        } finally {
            other.process.destroy()
            other.exit(60)
        }
        look('what a server with a repository printed', other.said())
    }

    private HttpResponse<String> told(int at, String path, String body, Map headers) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$at$path")).method(body == null ? 'GET' : 'POST', body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
        (headers + ['Content-Type': 'application/json']).each { k, v -> request.header(k, v as String) }
        def answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString())
        look("answer of $path", "${answer.headers().map()} ${answer.body()}")
        answer
    }

    private long begin(String playbook, Map vars) {
        Map answer = send('POST', '/api/v1/runs', new EventJson().text([playbook: playbook, vars: vars, diff: true]))
        assert answer.id: "$answer ${server.said()}"
        answer.id as long
    }

    private Map send(String method, String path, String body, Map headers = [:]) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port$path")).method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
        ([Authorization: "Bearer $token" as String, 'Content-Type': 'application/json'] + headers).each { k, v -> request.header(k, v as String) }
        def answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString())
        look("$method $path", answer.body())
        answer.body().startsWith('{') ? new EventJson().map(answer.body()) : [:]
    }

    private String get(String path, Map headers = [:], int seconds = 8) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port").resolve(path)).timeout(Duration.ofSeconds(seconds))
        (headers.Cookie ? headers : headers + [Authorization: "Bearer $token"]).each { k, v -> request.header(k as String, v as String) }
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString()).body()
    }

    private List<String> parts(long run) {
        List<String> all = []
        long after = 0
        while (true) {
            String text = get("/api/v1/runs/$run/events?limit=500&after=$after")
            def events = new EventJson().map(text).events
            if (!events) {
                return all
            }
            all << text
            after = events[-1].number as long
        }
    }

    private String events(long run) { parts(run).join('') }

    /** What each task said on each host, as one text without its lines: what is cut by their ends is whole. */
    private Map<String, String> outputs(long run) {
        Map<String, StringBuilder> all = [:].withDefault { new StringBuilder() }
        parts(run).each { text ->
            new EventJson().map(text).events.findAll { it.kind == 'output' }.each { all["$it.event.host $it.event.step $it.event.stream" as String] << (it.event.text as String).replaceAll('\\s', '') }
        }
        all.collectEntries { what, text -> [what, text as String] }
    }

    /** Every page that a link leads to, a few hundred at most. */
    private Map<String, String> pages() {
        Map<String, String> read = [:]
        def next = new ArrayDeque<String>(['/', '/runs', '/admin', '/api/v1/openapi.json', '/api/v1/runs', '/api/v1/power', '/api/v1/audit', '/api/v1/notices', '/api/v1/hosts', '/metrics'])
        long end = System.nanoTime() + 40_000_000_000L
        while (next && read.size() < 300 && System.nanoTime() < end) {
            String at = next.poll()
            if (!read.containsKey(at)) {
                String text
                try {
                    text = get(at)
                } catch (HttpTimeoutException endless) {
                    text = '' // events as they happen, mostly
                }
                read[at] = text
                (text =~ /href="(\/[^"#]*)"/).each { next << (it[1] as String).replace('&amp;', '&') }
                next.removeAll { it =~ /live|health|follow|journal|tail|\.(css|js|svg|woff2|png|ico)|sign-out/ }
            }
        }
        read
    }

    private List<String> leaks(Set<String> but) { seen.findAll { !(it.key in but) }.collect { where, what -> "$where: ${what.join(', ')}" as String }.sort() }

    private void look(String where, String text) { look(where, text.getBytes('UTF-8')) }

    private void look(String where, byte[] bytes) {
        Set<String> found = canaries.in(bytes)
        found && seen.computeIfAbsent(where) { new TreeSet<String>() }.addAll(found)
    }

    private void processes() {
        new File('/proc').list().findAll { it.isInteger() }.each { pid ->
            ['cmdline', 'environ'].each { what ->
                try {
                    byte[] bytes = Files.readAllBytes(Path.of('/proc', pid, what))
                    canaries.in(bytes) && look("$what of ${new String(bytes, StandardCharsets.ISO_8859_1).take(80).replace('\u0000', ' ')}", bytes)
                } catch (IOException ignored) {
                    return // it has ended
                }
            }
        }
    }

    /** Every column of every row. */
    private void rows() {
        def names = []
        def all = tables.createStatement().executeQuery("SELECT table_schema, table_name FROM information_schema.tables WHERE lower(table_schema) NOT IN ('information_schema', 'pg_catalog')")
        while (all.next()) {
            names << "\"${all.getString(1)}\".\"${all.getString(2)}\""
        }
        assert names.size() > 20
        names.each { table ->
            def rows = tables.createStatement().executeQuery("SELECT * FROM $table")
            while (rows.next()) {
                (1..rows.metaData.columnCount).each { column ->
                    byte[] bytes = rows.getObject(column) instanceof java.sql.Blob || rows.getObject(column) instanceof byte[] ? rows.getBytes(column) : rows.getString(column)?.getBytes('UTF-8')
                    bytes && look("table $table, ${rows.metaData.getColumnName(column)}", Canaries.unpacked(bytes))
                }
            }
        }
    }

    private Connection connect() {
        Path file = Files.walk(dir.resolve('state')).withCloseable { it.filter { f -> f.toString().endsWith('.mv.db') }.findFirst().orElse(null) }
        tables = database ? DriverManager.getConnection("jdbc:postgresql://127.0.0.1:$database.port/${database.ask('select datname from pg_database where datname like \'store%\'')[0]}?sslmode=disable", 'postgres', '')
                : DriverManager.getConnection("jdbc:h2:file:${file.toString() - '.mv.db'};ACCESS_MODE_DATA=r", 'sa', '')
    }

    private void files(Path folder, String name) {
        Files.walk(folder).withCloseable { it.filter { f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS) }.toList() }.each { look("$name: ${folder.relativize(it)}", Canaries.unpacked(Files.readAllBytes(it))) }
    }

    /** What lies in the machine's folder for temporary files since this began, but for what was put there to be kept. */
    private void temporary() {
        def own = [dir, house.host.dir, database?.home].findAll()
        Files.list(Path.of('/tmp')).withCloseable { it.toList() }.findAll { at -> !own.any { it.startsWith(at) } && Files.isRegularFile(at, LinkOption.NOFOLLOW_LINKS) && Files.size(at) < 5_000_000 && Files.getLastModifiedTime(at).toMillis() >= begun }
                .each { look("/tmp: $it.fileName", Canaries.unpacked(Files.readAllBytes(it))) }
    }
}
