package dev.steward.runner.app.tell

import com.sun.net.httpserver.HttpServer
import dev.steward.house.Row
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.Runner
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.notice.Notice
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class RunTellingSpec extends Specification {

    @TempDir Path dir
    Runner runner
    StateDir state

    def cleanup() {
        runner?.close()
        state?.close()
    }

    private void open(String playbook, String more = '') {
        Files.createDirectories(dir.resolve('playbooks'))
        Files.writeString(dir.resolve('playbooks/work.groovy'), playbook)
        Files.writeString(dir.resolve('hosts.yml'), "all: {hosts: {web-1: {ansible_connection: local}, web-2: {ansible_connection: local}}}\n")
        def file = Files.writeString(dir.resolve('steward.yml'), "inventory: [hosts.yml]\nschedules: {}\n$more\n")
        def loaded = new ConfigLoader([STEWARD_HOME: dir.resolve('state').toString()], dir).load(Optional.of(file))
        state = StateDir.open(loaded.config().stateDir(), 'spec', new SystemTime()).dir()
        runner = Runner.open(loaded, state, System.getenv(), new SystemTime())
    }

    private long begin() {
        def options = new RunOptions(Optional.empty(), [], [], false, false, Optional.empty(), Optional.empty(), false, Optional.empty())
        runner.runs().submit(new RunRequest(dir.resolve('playbooks/work.groovy'), [], [:], options, RunRequest.Login.NONE, new Cause(Cause.Kind.SCHEDULE, 'weekly'), Optional.empty()))
    }

    private List<String> lines(Path file) {
        Files.readAllLines(file).collect { line ->
            assert line ==~ /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d) run \d+ .*/
            line.replaceFirst(/^\S+ run \d+ /, '')
        }
    }

    private static String book(String tasks) { "playbook('Work') { play('All') { hosts 'all'; forks 1; tasks { $tasks } } }" }

    @Row('P-35')
    def 'runs append each step and their end to the file that is configured'() {
        given:
        def log = Files.writeString(Files.createDirectories(dir.resolve('log')).resolve('updates.log'), 'what was there\n')
        open(book('''
            task('Look') { command 'true' }
            task('Never') { command 'true'; when { false } }
            task('Break') { shell 'echo "no space left" >&2; exit 3'; when { host.name == 'web-2' } }
        '''), 'log: {runs: log/updates.log}')

        when:
        2.times { runner.runs().await(begin()) }
        def written = Files.readAllLines(log)
        Files.writeString(log, written.drop(1).join('\n') + '\n')

        then:
        written[0] == 'what was there'
        def all = lines(log)
        all.size() % 2 == 0
        def one = all.take(all.size().intdiv(2))
        one[0].matches(/begins: Work \(.*work\.groovy\), by schedule weekly/)
        one.contains('web-1 changed: Look: exit 0')
        one.any { it.startsWith('web-2 failed: Break: ') }
        one.every { !it.contains('Never') }
        one.any { it.startsWith('recap: web-2 : ok=1 ') && it.contains('failed=1') }
        one[-1].startsWith('ends: failed, exit 2')
    }

    @Row('P-38')
    def 'newer images that a run saw are kept to be told, each once; nothing else is done about them'() {
        given:
        def old = 'sha256:' + 'a' * 64
        def registry = HttpServer.create(new InetSocketAddress('127.0.0.1', 0), 0)
        registry.createContext('/v2/web/manifests/1') { it.responseHeaders.add('Docker-Content-Digest', 'sha256:' + 'b' * 64); it.sendResponseHeaders(200, -1); it.close() }
        registry.start()
        def name = "127.0.0.1:${registry.address.port}/web"
        def did = dir.resolve('did')
        Files.writeString(dir.resolve('docker'), """#!/bin/sh
            echo "\$1 \$2" >>$did
            case "\$1 \$2" in
              'ps -a') echo c1 ;;
              'inspect --type') printf 'shop\\tweb\\t/shop-web-1\\t$name:1\\tid1\\n' ;;
              'image inspect') echo '$name@$old ' ;;
            esac""".stripIndent()).toFile().setExecutable(true)
        open(book("task('Images') { containerImages(); environment PATH: '$dir:/usr/bin:/bin' }"))

        when:
        2.times { runner.runs().await(begin()) }

        then:
        def told = runner.store().images().since(Instant.EPOCH, 10)
        told.collect { "$it.host ${it.name()} $it.digest" }.sort() == ["web-1 $name:1 sha256:${'b' * 64}", "web-2 $name:1 sha256:${'b' * 64}"]*.toString()
        Files.readAllLines(did).toSet() == ['ps -a', 'inspect --type', 'image inspect'].toSet()

        cleanup:
        registry.stop(0)
    }

    def 'a file that cannot be written stops no run'() {
        given:
        Files.writeString(dir.resolve('log'), 'a file where a folder should be')
        open(book("task('Look') { command 'true' }"), 'log: {runs: log/updates.log}')

        when:
        long run = begin()
        runner.runs().await(run)

        then:
        runner.store().queries().run(run).get().status().word() == 'ok'
    }

    def 'a question that waits for long is told at once, with what is asked and until when; a short one is not'() {
        given:
        open(book('''
            task('Short') { confirm 'Just a moment?', timeout: 1.seconds }
            task('Long') { confirm 'Update now?', timeout: 10.minutes, unanswered: 'stop'; when { host.name == 'web-1' } }
        '''))

        when:
        long run = begin()
        new PollingConditions(timeout: 30, delay: 0.1).eventually { assert runner.store().outbox().last(10).any { it.notice().kind() == Notice.Kind.ASKED } }
        def told = runner.store().outbox().last(10).find { it.notice().kind() == Notice.Kind.ASKED }.notice()

        then:
        told.title() == "Run $run waits for an answer: Update now?"
        told.severity() == Notice.Severity.WARNING
        told.run().get() == run
        told.text().contains('by Work on web-1')
        runner.store().outbox().last(10).size() == 1

        cleanup:
        runner.runs().cancel(run, 'spec', false)
        runner.runs().await(run)
    }
}
