package dev.steward.runner.engine

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.plan.Plan
import dev.steward.house.Row
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.shell.Local
import dev.steward.runner.connection.shell.ShellConnection
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.Status
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.module.system.Facts
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.Secrets
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Script text, compiled, on this machine with the real modules and the real local connection. */
@Timeout(60)
class EngineScriptSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    Modules modules = new Modules()

    Plan plan(String tasks, Map given = [:]) {
        Path file = dir.resolve('p.groovy')
        Files.writeString(file, "playbook('p') {\n${given.words ?: ''}\nplay('x') {\nhosts 'all'\ntasks {\n${tasks}\n}\n}\n}\n")
        Checked checked = new PlaybookCompiler(modules).check(file, given.vars ?: [:])
        assert checked instanceof Checked.Accepted: checked.problems().join('\n')
        checked.plan()
    }

    KitRun run(Map parts = [:], String inventory = 'all: {hosts: {h1: }}') {
        Connection local = new ShellConnection(new Local(threads), new SystemTime(), threads, {})
        new KitRun([hosts: KitHosts.yaml(inventory), modules: ModuleSource.of(modules), time: new SystemTime(),
                    facts: new Facts().&gather as FactsProvider, connect: { local }] + parts)
    }

    def 'a shell line takes each value as the one word it is, and its result is registered'() {
        given:
        KitRun run = run([:], "all: {hosts: {\"pve'1\": {words: ['a b', 'c']}}}")

        when:
        run.run(plan('''
            task('say') { shell "printf '%s,' ${host.name} ${host.vars.words}"; register 'said' }
            task('look') { assertThat { said.stdout == "pve'1,a b,c," } }
        '''))

        then:
        run.recap == ["pve'1 ok=2 changed=1"]
        run.of(RunEvent.Output)*.text().first() == "pve'1,a b,c,"
    }

    def 'a secret reaches the command by its environment and never the log, also when the command prints it'() {
        given:
        KitRun run = run(secrets: { path -> Optional.of(new Secret('Tr0ub4dor&3 $x')) } as Secrets)

        when:
        run.run(plan('''
            task('print') {
                shell "printf '%s\\\\n' ${secret('a/b')}; printf %s ${secret('a/b')} | base64; printf %s \\\"\\$MORE\\\"; cat /proc/\\$\\$/cmdline"
                environment MORE: secret('a/b')
                register 'r'
            }
            task('length') { assertThat { r.stdout.contains('Tr0ub4dor&3') } }
        '''))

        then:
        run.exit == 0
        run.of(RunEvent.Output)*.text().join('\n').contains('***')
        !run.events.any { it.toString().contains('Tr0ub4dor') }
        !run.events.any { it.toString().contains('Tr0ub4dor&3 $x'.bytes.encodeBase64().toString()) }
    }

    @Row('G-52')
    def 'a shell command is killed at its time limit, with its children, and is not tried again'() {
        given:
        KitRun run = run()
        Path pid = dir.resolve('pid')
        long start = System.nanoTime()

        when:
        run.run(plan("""
            task('hang') { shell 'sleep 300 & echo \$! > $pid; wait'; timeout 1.seconds; retries 3, delay: 1.seconds }
        """))

        then:
        Duration.ofNanos(System.nanoTime() - start) < Duration.ofSeconds(20)
        run.finished('0.0', 'h1').status() == Status.FAILED
        run.finished('0.0', 'h1').attempts() == 1
        run.finished('0.0', 'h1').message().contains('timed out')
        gone(pid)
    }

    @Row('G-49')
    def 'a #module that says no time limit is killed at the usual one, with its children, and told what to do'() {
        given:
        Path pid = dir.resolve('pid')
        Files.writeString(dir.resolve('hang.sh'), "#!/bin/sh\necho \$\$ > $pid\nexec sleep 300\n")
        KitRun run = run(commandLimit: Duration.ofMillis(1500))

        when:
        run.run(plan(task.replace('PID', pid as String).replace('DIR', dir as String)))

        then:
        run.finished('0.0', 'h1').message().startsWith('no end within 1.5 s, the limit for a command without its own; ' +
                'killed; say `timeout 10.minutes` in the task')
        run.finished('0.0', 'h1').attempts() == 1
        gone(pid)

        where:
        module    | task
        'shell'   | "task('hang') { shell 'sleep 300 & echo \$! > PID; wait'; retries 3, delay: 1.seconds }"
        'command' | "task('hang') { command 'sh', '-c', 'echo \$\$ > PID; exec sleep 300' }"
        'script'  | "task('hang') { script 'DIR/hang.sh' }"
    }

    def 'a cancel kills the command with its process group, and nothing more begins'() {
        given:
        Path pid = dir.resolve('pid')
        def begun = new CountDownLatch(1)
        KitRun run = run(onEvent: { if (it instanceof RunEvent.Output) begun.countDown() })
        Plan plan = plan("""
            task('hang') { shell 'sleep 300 & echo \$! > $pid; echo here; wait' }
            task('next') { command 'true' }
        """)
        def done = CompletableFuture.supplyAsync { run.run(plan) }
        begun.await()

        when:
        run.control.cancel('anna', false)
        done.get(15, TimeUnit.SECONDS)

        then:
        run.exit == 99
        run.started == ['hang@h1']
        gone(pid)
    }

    def 'a run says once by which way a host answered, and what it said it is'() {
        given:
        KitRun run = run()

        when:
        run.run(plan('''
            task('one') { command 'true' }
            task('two') { command 'true' }
            task('fact') { assertThat { host.facts.hostname != '' } }
            task('again') { assertThat { host.facts.kernel != '' } }
        '''))

        then:
        run.of(RunEvent.HostReached)*.route()*.startsWith('local ') == [true]
        run.of(RunEvent.FactsGathered)*.facts()*.kernel == ['uname -r'.execute().text.trim()]
    }

    def 'facts are this machine\'s, and vars given for the run win'() {
        given:
        KitRun run = run()

        when:
        run.run(plan('''
            task('fact') { assertThat { host.facts.hostname != '' }; when { wanted } }
            task('not') { fail 'no'; when { !wanted } }
            task('set') { setFact colour: "deep ${host.name}" }
            task('seen') { assertThat { host.vars.colour == 'deep h1' } }
        ''', [words: 'vars wanted: false', vars: [wanted: true]]))

        then:
        run.recap == ['h1 ok=3 skipped=1']
        run.finished('0.1', 'h1').message() == 'when { !wanted }'
    }

    /** Killed and, an instant later, reaped. */
    private static void gone(Path pid) {
        new PollingConditions(timeout: 3).eventually {
            assert !ProcessHandle.of(Files.readString(pid).trim() as long).map { it.alive }.orElse(false)
        }
    }
}
