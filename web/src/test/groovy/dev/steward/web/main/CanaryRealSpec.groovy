package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.event.EventJson
import dev.steward.runner.lab.ups.LabUser
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.notify.Hook
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.VaultEnvelope
import dev.steward.runner.time.SystemTime
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.net.http.HttpTimeoutException
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path
import java.sql.DriverManager
import java.util.zip.GZIPInputStream
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Secrets of every kind are put into a whole Steward, which works and fails with them; afterwards they are looked for everywhere. */
@Timeout(300)
class CanaryRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup RealHosts host
    @AutoCleanup UpsLab upsd = UpsLab.open(new SystemTime())
    @AutoCleanup Hook web = new Hook()
    @AutoCleanup Smtp smtp = new Smtp()
    @AutoCleanup Launched server
    /** What each secret is for, and a text that stands nowhere else. */
    final Map<String, String> canaries = ['vault', 'vaultfile', 'typed', 'kept', 'ssh', 'wrongssh', 'become', 'webhook', 'signature', 'hook', 'smtp', 'pve', 'nut', 'diun'].collectEntries { [it, 'C4n' + UUID.randomUUID().toString().replace('-', '') + it] }
    final Map<String, Set<String>> seen = [:].withDefault { new TreeSet<String>() }
    def soon = new PollingConditions(timeout: 90, delay: 0.2)
    int port
    String token

    @Row(['S-07', 'U-18'])
    def 'no secret and nothing that is made of one stands in a table, a file, the log, an event, a page or a process list'() {
        given: 'a host of which the password is known, one of which it is not, and servers that refuse what they are given, and repeat it'
        host = RealHosts.up(1, ['nothing'])
        host.judge(1, "echo 'pw:${canaries.ssh}' | chpasswd; /usr/sbin/sshd -p 2301 -o UsePAM=yes -o PasswordAuthentication=yes")
        upsd.add('cyberpower')
        upsd.user(LabUser.secondary('steward', 'another'))
        web.answer = { Hook.say(it, 500, "no: ${it.requestURI} ${it.requestHeaders.collect { k, v -> "$k=$v" }}") }
        write()

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
        List<Long> runs = [begin('canary.groovy', [password: canaries.typed]), begin('refused.groovy', [:]), begin('wrong.groovy', [:])]
        runs.each { run -> soon.eventually { assert !(Launched.json(port, "/api/v1/runs/$run").status in ['queued', 'running']) } }
        runs << (send('POST', "/api/v1/runs/${runs[0]}/retry", '{}').id as Long)
        send('POST', '/api/v1/power/rehearse', '{"scenario": "long-outage"}')
        send('POST', '/api/v1/notices/test', '{}')
        send('POST', '/api/v1/hooks/deploy/run', '{"vars": {}}', ['X-Steward-Signature': "sha256=${canaries.hook}", 'X-Steward-Timestamp': '1'])
        send('POST', '/api/v1/hooks/diun', '{}', [Authorization: "Bearer x${canaries.diun}"])
        send('POST', '/sign-in', "token=x$token", ['Content-Type': 'application/x-www-form-urlencoded'])
        send('GET', '/api/v1/estate', null)
        soon.eventually { assert Launched.json(port, "/api/v1/runs/${runs[-1]}").status in ['ok', 'failed'] }
        soon.eventually { assert smtp.refused > 0 && web.posted.size() > 0 }

        and: 'somebody reads all pages'
        Map<String, String> pages = pages()

        then: 'it did what it was to do: the host came to know the secrets, and what was said of them is masked'
        host.judge(1, 'cat /home/pw/came') == [canaries.typed, canaries.vault, canaries.kept].join(' ')
        def log = events(runs[0])
        log.contains('***')
        log.count('"kind":"taskFinished"') > 5 || log.count('taskFinished') > 5
        pages.size() > 20

        and: 'a limit that names a file shows nobody what is in it'
        !get("/playbooks/canary.groovy/hosts?limit=@${dir.resolve('conf/secrets.yml')}").contains('C4n')
        !get("/playbooks/canary.groovy?limit=@${dir.resolve('conf/secrets.yml')}").contains('C4n')

        when:
        runs.each { look("events of run $it", events(it).getBytes('UTF-8')) }
        pages.each { at, text -> look("page $at", text.getBytes('UTF-8')) }
        Files.delete(dir.resolve('home/came'))
        server.process.destroy()
        server.exit(60)
        over = true
        looker.join(10_000)
        look('what it printed', server.said().getBytes('UTF-8'))
        tables()
        ['state', 'tmp', 'home'].each { files(dir.resolve(it), it) }
        files(host.disk(1).resolve('var/log'), 'the log of the host')
        files(host.disk(1).resolve('tmp'), 'the temporary files of the host')

        then: 'the environment of what a task runs holds what the task says, for that user and root alone; nothing else holds anything'
        def environments = seen.keySet().findAll { it.startsWith('environ of ') }
        environments.every { seen[it].every { kind -> kind in ['kept (plain)', 'typed (plain)', 'vault (plain)', 'vaultfile (plain)'] } }
        seen.findAll { !(it.key in environments) } == [:]

        cleanup:
        over = true
    }

    private void write() {
        def conf = Files.createDirectories(dir.resolve('conf'))
        ['tmp', 'home'].each { Files.createDirectories(dir.resolve(it)) }
        Files.writeString(conf.resolve('secrets.yml'), "app/root: ${canaries.kept}\nmail: ${canaries.smtp}\nops: http://127.0.0.1:${web.port}/in/${canaries.webhook}\nsign: ${canaries.signature}\ndeploy: ${canaries.hook}\npve: steward@pve!a=${canaries.pve}\nnut: ${canaries.nut}\ndiun: ${canaries.diun}\n")
        "chmod 600 ${conf.resolve('secrets.yml')}".execute().waitFor()
        Files.writeString(conf.resolve('vault-pass'), 'the-password-of-the-vault\n')
        Closure<String> closed = { String text -> VaultEnvelope.close(text.bytes, new Secret('the-password-of-the-vault'), Optional.empty()) }
        Closure<String> inline = { String name, String text -> "      $name: !vault |\n" + closed(text).readLines().collect { "        $it\n" }.join('') }
        String login = "      ansible_host: ${host.address(1)}\n      ansible_port: 2301\n      ansible_user: pw\n      ansible_ssh_common_args: \"-o UserKnownHostsFile=${host.knownHosts()} -o 'HostKeyAlias=[${host.address(1)}]:2222'\"\n"
        Files.writeString(conf.resolve('hosts.yml'), 'all:\n  hosts:\n    here:\n      ansible_connection: local\n    real:\n' + login + inline('ansible_password', canaries.ssh)
                + '    other:\n' + login + inline('ansible_password', canaries.wrongssh) + '    become:\n' + login + inline('ansible_password', canaries.ssh) + inline('ansible_become_password', canaries.become)
                + '  vars:\n' + inline('apiKey', canaries.vault))
        Files.createDirectories(conf.resolve('group_vars'))
        Files.writeString(conf.resolve('group_vars/all.yml'), closed("fileKey: ${canaries.vaultfile}\n"))
        def books = Files.createDirectories(conf.resolve('playbooks'))
        Files.writeString(books.resolve('canary.groovy'), '''
            playbook('Canary') {
                vars password: ask(secret('typed'), 'Password'), kept: secret('app/root')
                play('Says') { hosts 'here:real'; strategy 'free'; tasks {
                    task('Writes') { shell "printf '%s %s %s' ${password} ${host.vars.apiKey} ${kept} > \\$HOME/came" }
                    task('Says') { shell "echo ${password}; echo ${host.vars.apiKey} >&2; echo ${host.vars.fileKey} ${kept}" }
                    task('Encodes') { shell "for before in '' a ab; do printf '%s%s' \\"\\$before\\" ${password} | base64 -w0; echo; done; printf %s ${kept} | od -An -v -tx1 | tr -d ' \\\\n'; echo" }
                    task('Says it letter by letter') { shell "set -- ${password}; p=\\$1; while [ -n \\"\\$p\\" ]; do printf %s \\"\\${p%\\"\\${p#?}\\"}\\"; p=\\${p#?}; sleep 0.01; done; echo" }
                    task('Shows what differs') { copy content: "a\\n${kept}\\n", dest: '/tmp/canary-copy', mode: '0600' }
                    task('Environment') { environment CANARY: kept; shell 'echo "$CANARY"; sleep 1' }
                    task('Keeps') { shell "echo ${kept}"; register 'said' }
                    task('Repeats') { debug "it said ${said.stdout} and ${host.vars.apiKey}" }
                    task('Gone') { shell 'rm -f /tmp/canary-copy' }
                    task('Fails') { shell "echo no: ${password} >&2; exit 3"; ignoreErrors() }
                    task('Is no module of that name') { fail "because of ${kept}"; ignoreErrors() }
                    task('Asks the web') { uri url: "http://127.0.0.1:WEB/x?key=${kept}", timeout: 2.seconds; ignoreErrors() }
                } }
            }'''.stripIndent().replace('WEB', web.port as String))
        Files.writeString(books.resolve('refused.groovy'), "playbook('Refused') { play('p') { hosts 'become'; become(); tasks { task('t') { shell 'id' } } } }")
        Files.writeString(books.resolve('wrong.groovy'), "playbook('Wrong') { play('p') { hosts 'other'; tasks { task('t') { shell 'id' } } } }")
        Files.writeString(books.resolve('ups.groovy'), "playbook('UPS') { onBattery ups: 'cyberpower'; phase('One') { play('p') { hosts 'here'; tasks { task('t') { shell 'true' } } } } }")
        Files.writeString(conf.resolve('steward.yml'), """\
            stateDir: ../state
            inventory: hosts.yml
            playbooks: playbooks
            schedules: {}
            secrets: {file: secrets.yml}
            vault: {passwordFile: vault-pass}
            log: {level: debug}
            proxmox: {home: {endpoints: ['https://127.0.0.1:9', 'https://127.0.0.1:${web.port}'], token: "secret('pve')"}}
            hooks: {deploy: {playbook: wrong.groovy, secret: "secret('deploy')"}}
            diun: {token: "secret('diun')"}
            notices:
              mail: {host: 127.0.0.1, port: ${smtp.port}, tls: none, user: steward, password: "secret('mail')", from: a@example.org, to: [b@example.org]}
              webhooks: {ops: {url: "secret('ops')", secret: "secret('sign')"}}
            power: {plan: ups.groovy, poll: 1s, ups: {cyberpower: {host: '${upsd.address()}', user: steward, password: "secret('nut')"}}}
            """.stripIndent())
    }

    private void serve() {
        server = Launched.compiled(['serve', '--config', dir.resolve('conf/steward.yml') as String, '--port', '0'],
                [HOME: dir.resolve('home') as String, TMPDIR: dir.resolve('tmp') as String], dir.resolve('conf'), ["-Djava.io.tmpdir=${dir.resolve('tmp')}" as String])
        soon.eventually { assert server.said().contains('Steward serves') && server.said() =~ 'shown this once: ' && server.said() =~ 'localhost:[0-9]' }
        port = (server.said() =~ /http:\/\/localhost:(\d+)/)[0][1] as int
        token = (server.said() =~ /shown this once: (\S+)/)[0][1]
    }

    private long begin(String playbook, Map vars) {
        Map answer = send('POST', '/api/v1/runs', new EventJson().text([playbook: playbook, vars: vars, diff: true]))
        assert answer.id: answer
        answer.id as long
    }

    private Map send(String method, String path, String body, Map headers = [:]) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port$path")).method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
        ([Authorization: "Bearer $token" as String, 'Content-Type': 'application/json'] + headers).each { k, v -> request.header(k, v as String) }
        def answer = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString())
        look("$method $path", answer.body().getBytes('UTF-8'))
        answer.body().startsWith('{') ? new EventJson().map(answer.body()) : [:]
    }

    private String get(String path) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port").resolve(path)).header('Authorization', "Bearer $token").timeout(java.time.Duration.ofSeconds(8)).build()
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body()
    }

    private String events(long run) {
        StringBuilder all = new StringBuilder()
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

    /** Every page that a link leads to, a few hundred at most. */
    private Map<String, String> pages() {
        Map<String, String> read = [:]
        def next = new ArrayDeque<String>(['/', '/runs', '/admin', '/api/v1/openapi.json', '/api/v1/runs', '/api/v1/power', '/api/v1/audit', '/metrics'])
        long end = System.nanoTime() + 25_000_000_000L
        while (next && read.size() < 100 && System.nanoTime() < end) {
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

    /** The secret, and what programs make of it. */
    private static Map<String, String> forms(String secret) {
        Map<String, String> forms = [plain: secret, hex: secret.bytes.encodeHex().toString(), 'big hex': secret.bytes.encodeHex().toString().toUpperCase(), reversed: secret.reverse()]
        ['', 'a', 'ab'].each { before ->
            String text = Base64.encoder.withoutPadding().encodeToString((before + secret).bytes)
            forms["base64 after ${before.size()}" as String] = text.substring(before ? 4 : 0, text.length() - 2)
        }
        forms
    }

    private void look(String where, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1)
        String wide = text.indexOf('\u0000') >= 0 ? text.replace('\u0000', '') : text
        canaries.each { kind, secret ->
            forms(secret).each { form, derived ->
                if (text.contains(derived) || wide.contains(derived)) {
                    seen[where] << "$kind ($form)".toString()
                }
            }
        }
    }

    private void processes() {
        new File('/proc').list().findAll { it.isInteger() }.each { pid ->
            ['cmdline', 'environ'].each { what ->
                try {
                    byte[] bytes = Files.readAllBytes(Path.of('/proc', pid, what))
                    String text = new String(bytes, StandardCharsets.ISO_8859_1)
                    if (text.contains('C4n')) {
                        look("$what of ${text.take(80).replace('\u0000', ' ')}", bytes)
                    }
                } catch (IOException ignored) {
                    return // it has ended
                }
            }
        }
    }

    private void tables() {
        Path file = Files.walk(dir.resolve('state')).withCloseable { it.filter { f -> f.toString().endsWith('.mv.db') }.findFirst().get() }
        DriverManager.getConnection("jdbc:h2:file:${file.toString() - '.mv.db'};ACCESS_MODE_DATA=r", 'sa', '').withCloseable { connection ->
            def names = []
            def all = connection.createStatement().executeQuery('SELECT table_name FROM information_schema.tables WHERE table_schema = SCHEMA()')
            while (all.next()) {
                names << all.getString(1)
            }
            assert names.size() > 20
            names.each { table ->
                def rows = connection.createStatement().executeQuery("SELECT * FROM \"$table\"")
                while (rows.next()) {
                    (1..rows.metaData.columnCount).each { column ->
                        byte[] bytes = rows.getObject(column) instanceof java.sql.Blob || rows.getObject(column) instanceof byte[] ? rows.getBytes(column) : rows.getString(column)?.getBytes('UTF-8')
                        bytes && look("table $table, ${rows.metaData.getColumnName(column)}", unpacked(bytes))
                    }
                }
            }
        }
    }

    private void files(Path folder, String name) {
        if (Files.isDirectory(folder)) {
            Files.walk(folder).withCloseable { it.filter { f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS) }.toList() }.each { look("$name: ${folder.relativize(it)}", unpacked(Files.readAllBytes(it))) }
        }
    }

    private static byte[] unpacked(byte[] bytes) {
        bytes.length > 2 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b ? new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes() : bytes
    }

    /** A mail server that refuses each login, and repeats what it was given. */
    private static class Smtp implements Closeable {

        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
        volatile int refused

        Smtp() {
            Thread.startDaemon('smtp') {
                while (!socket.closed) {
                    try {
                        def one = socket.accept()
                        Thread.startDaemon { talk(one) }
                    } catch (IOException ignored) {
                        continue // the test is over
                    }
                }
            }
        }

        int getPort() { socket.localPort }

        private void talk(Socket one) {
            try {
                one.withCloseable {
                    def out = it.outputStream
                    out << '220 mail ESMTP\r\n'
                    it.inputStream.newReader('UTF-8').eachLine { line ->
                        String word = line.take(4).toUpperCase(Locale.ROOT)
                        if (word == 'EHLO') {
                            out << '250-mail\r\n250 AUTH PLAIN LOGIN\r\n'
                        } else if (word == 'AUTH') {
                            refused++
                            out << "535 5.7.8 not accepted: $line\r\n"
                        } else {
                            out << (word == 'QUIT' ? '221 bye\r\n' : '250 ok\r\n')
                        }
                        out.flush()
                    }
                }
            } catch (IOException ignored) {
                return // it hung up
            }
        }

        @Override
        void close() { socket.close() }
    }
}
