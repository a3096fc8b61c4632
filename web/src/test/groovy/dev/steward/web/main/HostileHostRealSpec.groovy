package dev.steward.web.main

import dev.steward.house.Row
import dev.steward.real.RealHosts
import dev.steward.runner.event.EventJson
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Hosts that mean harm beside one that does not, in one run of a server that has little memory. */
@Timeout(300)
class HostileHostRealSpec extends Specification {

    /** What a host answers, all by a real sshd. */
    private static final String ANSWERS = '''\
        #!/bin/bash
        case $1 in
        good) echo fine ;;
        endless) yes 'it never ends' ;;
        line) head -c 200000000 /dev/zero | tr '\\\\0' x; echo; echo after ;;
        escapes) printf 'a\\\\033[2J\\\\033[1;1Hb\\\\033]0;owned\\\\007c\\\\033[31mred\\\\033[0m\\\\033P1;1|q\\\\033\\\\\\\\d\\\\233Ke\\\\rover\\\\bback\\\\n' ;;
        bytes) printf 'a\\\\377\\\\376b\\\\300\\\\200c\\\\355\\\\240\\\\200d\\\\000e\\\\n' ;;
        bidi) printf 'rm \\\\342\\\\200\\\\256gpj.exe\\\\342\\\\201\\\\246x\\\\342\\\\200\\\\250y\\\\n' ;;
        loris) while true; do printf z; sleep 1; done ;;
        script) echo '<script>document.title="owned"</script><img src=x onerror=alert(1)>' ;;
        gone) kill -9 $PPID $$ ;;
        holds) echo held; sleep 300 & ;;
        lines) seq 1 3000000 ;;
        wide) yes "$(head -c 3900 /dev/zero | tr '\\\\0' x)" ;;
        esac
        '''.stripIndent()
    private static final List<String> MODES = ['good', 'endless', 'line', 'escapes', 'bytes', 'bidi', 'loris', 'script', 'gone', 'holds', 'lines', 'wide']

    /** What the login shell of a user says to whatever it is asked to run, so to what a module sends. */
    private static final String LIES = '''\
        #!/bin/bash
        case $(id -un) in
        flood) exec yes 'it never ends' ;;
        zeros) exec cat /dev/zero ;;
        noise) head -c 300000 /dev/urandom; exit 0 ;;
        words) echo 'Welcome. This account is not available.'; exit 0 ;;
        wrong) printf 'exists=1\\0bits=zz\\0mode=-\\0size=99999999999999999999\\0address=a\\0summary=99999999999999999999 upgraded, 1 newly installed, 1 to remove and 99999999999999999999 not upgraded.\\0end=1\\0' ;;
        mute) exec sleep 300 ;;
        deaf) exit 0 ;;
        dies) kill -9 $$ ;;
        esac
        '''.stripIndent()
    private static final List<String> LIARS = ['flood', 'zeros', 'noise', 'words', 'wrong', 'mute', 'deaf', 'dies']
    private static final Map<String, String> ASKED = [stat: "stat '/etc/hostname'", copy: "copy content: 'a', dest: '/tmp/liar'", apt: "apt 'hello'", facts: 'debug "it is ${host.facts.os.name}"']

    @TempDir Path dir
    @AutoCleanup RealHosts host
    @AutoCleanup Launched server
    @AutoCleanup Sockets sockets = new Sockets()
    def soon = new PollingConditions(timeout: 120, delay: 0.2)
    int port
    String token

    @Row('S-10')
    def 'each hostile host ends with a word, the good one is done as always, memory is bounded and every page answers'() {
        given:
        host = RealHosts.up(2, ['nothing'])
        host.judge(1, "cat > /usr/local/bin/answer <<'END'\n${ANSWERS.replace('\\\\', '\\')}END\nchmod 755 /usr/local/bin/answer")
        write()
        serve()

        and: 'what a run takes on a host that is well, as long as nothing else is done'
        List<Duration> calm = (1..2).collect { took(ended(begin('calm'))) }

        when: 'all of them are in one run, another one begins on that host, and somebody looks at pages meanwhile'
        long run = begin('hostile')
        long beside = begin('calm')
        List<Long> waits = []
        soon.eventually {
            long start = System.nanoTime()
            String page = get("/runs/$run")
            waits << Duration.ofNanos(System.nanoTime() - start).toMillis()
            assert page.contains('Hostile')
            assert !(Launched.json(port, "/api/v1/runs/$run").status in ['queued', 'running'])
        }
        List<Map> events = events(run)
        Map<String, Map> ended = events.findAll { it.kind == 'taskFinished' }.collectEntries { [it.event.host, it.event] }
        Map<String, String> left = events.findAll { it.kind in ['hostUnreachable', 'hostLeft'] || it.event.status == 'unreachable' }.collectEntries { [it.event.host, it.event.reason ?: it.event.message] }
        Map<String, String> said = events.findAll { it.kind == 'output' }.groupBy { it.event.host }.collectEntries { k, v -> [k, v*.event.text.join('\n')] }

        then: 'the good one is not held up'
        ended.good.status in ['ok', 'changed']
        said.good == 'fine'
        Duration.between(at(events.find { it.kind == 'taskStarted' && it.event.host == 'good' }), at(events.find { it.kind == 'taskFinished' && it.event.host == 'good' })) < Duration.ofSeconds(15)

        and: 'nor is the other run'
        with(Launched.json(port, "/api/v1/runs/$beside")) {
            it.status == 'ok'
            took(it) < calm.max() + Duration.ofSeconds(8)
        }

        and: 'what never ends is ended, in words'
        ['endless', 'loris', 'wide'].every { assert ended[it].status == 'failed' && ended[it].message =~ /(?i)time|within|took/: ended[it]; true }
        (ended.gone?.message ?: left.gone)
        ['banner', 'slowly', 'silent', 'garbage', 'hangs'].every { assert left[it] || ended[it].message: it; true }

        and: 'what is too much is cut, and said so'
        said.line.contains('more characters')
        said.line.length() < 200_000
        said.lines.contains('lines are left out here')
        said.lines.length() < 2_000_000
        said.endless.length() < 2_000_000
        said.wide.length() < 1_300_000

        and: 'nothing of it steers a terminal or turns a line'
        said.values().every { harmless(it) }
        said.bytes.contains('\ufffd')
        said.escapes.contains('red')

        and: 'the server lives within its memory, and its pages answer and show text'
        server.process.alive
        !server.said().contains('OutOfMemory')
        waits.max() < 3_000
        [ "/runs/$run", "/runs/$run/hosts/script", "/runs/$run/hosts/escapes", "/api/v1/runs/$run"].every { String page = get(it as String); assert !page.contains('<script>document.title') && !page.contains('onerror=alert(1)>') && harmless(page): it; true }

        when: 'the command line shows the same'
        def cli = steward(['run', '-v', 'playbooks/hostile.groovy', '-l', 'escapes,bidi,bytes,good'])

        then:
        cli.exit(120) in [0, 2]
        cli.said().contains('fine')
        harmless(cli.said())
    }

    @Row('S-10')
    def 'a host whose shell lies to modules ends each of them with a word, within its limit'() {
        given:
        host = RealHosts.up(1, ['nothing'])
        host.judge(1, "cat > /usr/local/bin/liar <<'END'\n${LIES.replace('\\\\', '\\')}END\nchmod 755 /usr/local/bin/liar; for u in ${LIARS.join(' ')}; do useradd -m -s /usr/local/bin/liar \$u && cp -r /root/.ssh /home/\$u/ && chown -R \$u /home/\$u; done")
        write()
        serve()

        when: 'several modules ask each of them'
        Map<String, Long> runs = ASKED.keySet().collectEntries { [it, begin("liar-$it")] }
        Map<String, Map> over = runs.collectEntries { module, run -> [module, ended(run)] }
        Map<String, List<Map>> events = runs.collectEntries { module, run -> [module, events(run)] }

        then: 'none takes longer than it may, with some seconds to begin and to end'
        over.each { module, run -> assert took(run) < Duration.ofSeconds(25): module }

        and: 'each ended with a word, and none as a fault of the program'
        events.each { module, list ->
            Map<String, Map> ends = list.findAll { it.kind == 'taskFinished' }.collectEntries { [it.event.host, it.event] }
            Map<String, String> left = list.findAll { it.kind in ['hostUnreachable', 'hostLeft'] }.collectEntries { [it.event.host, it.event.reason ?: it.event.message] }
            LIARS.each { liar ->
                String word = ends[liar]?.message ?: left[liar]
                assert word && !(word =~ /fault of Steward|Exception|null/): "$module on $liar: $word"
                assert harmless(word)
                assert !(ends[liar]?.status in ['ok', 'changed']): "$module on $liar is ${ends[liar].status}: $word"
            }
        }

        and: 'the server lives'
        server.process.alive
        !server.said().contains('OutOfMemory')
        !(server.said() =~ /(?m)^\s+at dev\.steward/)
    }

    /** A run's facts, once it has ended. */
    private Map ended(long run) {
        Map facts
        soon.eventually {
            facts = Launched.json(port, "/api/v1/runs/$run")
            assert !(facts.status in ['queued', 'running'])
        }
        facts
    }

    private static Duration took(Map run) { Duration.between(Instant.parse(run.started as String), Instant.parse(run.finished as String)) }

    /** Colours apart, nothing that a terminal obeys. */
    private static boolean harmless(String text) {
        assert !(text.replaceAll(/\u001b\[[0-9;:]*m/, '') =~ /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
        true
    }

    private static Instant at(Map event) { Instant.parse(event.at as String) }

    private void write() {
        def books = Files.createDirectories(dir.resolve('playbooks'))
        Files.writeString(books.resolve('hostile.groovy'), '''
            playbook('Hostile') { play('p') { hosts 'all:!calm:!liars'; tasks {
                task('Answer') { shell "/usr/local/bin/answer ${host.vars.mode}"; timeout 8.seconds }
            } } }'''.stripIndent())
        Files.writeString(books.resolve('calm.groovy'), "playbook('Calm') { play('p') { hosts 'calm'; tasks { task('Look') { stat '/etc/hostname' }; task('Say') { shell 'echo fine' } } } }")
        ASKED.each { module, call -> Files.writeString(books.resolve("liar-${module}.groovy"), "playbook('Liars') { play('p') { hosts 'liars'; tasks { task('Ask') { $call; timeout 5.seconds } } } }") }
        String real = "ansible_host: ${host.address(1)}, ansible_port: ${RealHosts.PORT}, ansible_ssh_private_key_file: ${host.key()}, ansible_ssh_common_args: '-o UserKnownHostsFile=${host.knownHosts()}'"
        Files.writeString(dir.resolve('hosts.yml'), 'all:\n  children: {liars: {hosts: {' + LIARS.collect { "$it: {ansible_user: $it, $real}" }.join(', ') + '}}}\n  hosts:\n' + MODES.collect { "    $it: {mode: $it, ansible_user: root, $real}\n" }.join('')
                + "    calm: {ansible_user: root, ${host.count == 2 ? real.replace(host.address(1), host.address(2)) : real}}\n"
                + sockets.ports().collect { name, at -> "    $name: {mode: good, ansible_host: 127.0.0.1, ansible_port: $at, ansible_user: root, ansible_ssh_private_key_file: ${host.key()}, ansible_ssh_timeout: 5}\n" }.join(''))
        Files.writeString(dir.resolve('steward.yml'), 'stateDir: state\ninventory: hosts.yml\nplaybooks: playbooks\nschedules: {}\nproxmox: {}\n')
    }

    private Launched steward(List<String> words) {
        Launched.compiled(words, [STEWARD_HOME: dir.resolve(words[0] == 'serve' ? 'state' : 'state-cli') as String], dir, ['-Xmx256m'])
    }

    private void serve() {
        server = steward(['serve', '--port', '0'])
        soon.eventually { assert server.said().contains('Steward serves') && server.said() =~ 'shown this once: ' && server.said() =~ 'localhost:[0-9]' }
        port = (server.said() =~ /http:\/\/localhost:(\d+)/)[0][1] as int
        token = (server.said() =~ /shown this once: (\S+)/)[0][1]
    }

    private long begin(String playbook) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port/api/v1/runs")).header('Authorization', "Bearer $token").header('Content-Type', 'application/json')
                .POST(HttpRequest.BodyPublishers.ofString("{\"playbook\": \"${playbook}.groovy\", \"forks\": 50}")).build()
        def answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString())
        assert answer.statusCode() == 201: answer.body()
        new EventJson().map(answer.body()).id as long
    }

    private String get(String path) {
        def request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:$port$path")).header('Authorization', "Bearer $token").timeout(Duration.ofSeconds(30)).build()
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body()
    }

    private List<Map> events(long run) {
        List<Map> all = []
        List<Map> page
        while (page = events(run, all ? all[-1].number as long : 0)) {
            all.addAll(page)
        }
        all
    }

    private List<Map> events(long run, long after) {
        String text = get("/api/v1/runs/$run/events?limit=500&after=$after")
        assert text.startsWith('{') && text.contains('"events"'): text.take(500) + server.said().takeRight(6000)
        new EventJson().map(text).events as List<Map>
    }

    /** Servers that are no sshd, though they begin like one or as nobody does. */
    private static class Sockets implements Closeable {

        private final Map<String, ServerSocket> open = [:]

        Sockets() {
            open('banner') { out -> while (true) { out.write(('we are not there yet ' * 50 + '\r\n').bytes) } }
            open('slowly') { out -> 'SSH-2.0-OpenSSH_9.9'.each { out.write(it.bytes); out.flush(); sleep(1000) }; while (true) { out.write('x'.bytes); out.flush(); sleep(1000) } }
            open('silent') { out -> sleep(300_000) }
            open('garbage') { out -> out.write('SSH-2.0-OpenSSH_9.9\r\n'.bytes); while (true) { out.write(new byte[8192]) } }
            open('hangs') { out -> out.write('SSH-2.0-OpenSSH_9.9\r\n'.bytes) }
        }

        Map<String, Integer> ports() { open.collectEntries { [it.key, it.value.localPort] } }

        private void open(String name, Closure talk) {
            def socket = new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
            open[name] = socket
            Thread.startDaemon(name) {
                while (!socket.closed) {
                    try {
                        def one = socket.accept()
                        Thread.startDaemon("$name-talk") {
                            try {
                                one.withCloseable { talk(it.outputStream) }
                            } catch (IOException | InterruptedException ignored) {
                                return // it hung up
                            }
                        }
                    } catch (IOException ignored) {
                        continue // the test is over
                    }
                }
            }
        }

        @Override
        void close() { open.values()*.close() }
    }
}
