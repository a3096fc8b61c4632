package dev.steward.web.cli

import dev.steward.house.Row
import dev.steward.real.RealSshd
import dev.steward.runner.app.Runner
import dev.steward.runner.app.Runs
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.resume.Unfinished
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/**
 * The packaged command runs a mixed playbook on hosts behind a real sshd and is killed by SIGKILL at each position of its events (of the second, like batch at every other);
 * the run is resumed, and the logs that the hosts themselves wrote judge what was done how often.
 */
class ResumeKillRealSpec extends Specification {

    /** What each host's log must hold: once, or twice where the resumed run says that it may be the second time. */
    static final List<String> ONCE = ['count', 'each-a', 'each-b', 'rescued', 'always', 'used-7', 'told']

    @AutoCleanup Terminal steward = new Terminal()
    Path classes
    Path keys = Files.createDirectory(steward.folder.resolve('keys'))
    def soon = new PollingConditions(timeout: 60, delay: 0.1)
    @AutoCleanup RealSshd sshd = new RealSshd(keys)

    def setup() {
        def far = """{ansible_host: 127.0.0.1, ansible_port: ${sshd.port}, ansible_user: root, ansible_ssh_private_key_file: ${keys.resolve('id_ed25519')},
            ansible_ssh_common_args: -o UserKnownHostsFile=${keys.resolve('known_hosts')}}"""
        steward.write('inv.yml', "all: {hosts: {far-1: $far, far-2: $far}}\n")
        steward.write('steward.yml', 'inventory: inv.yml\nplaybooks: .\n')
        steward.write('mixed.groovy', """
            playbook('Mixed') {
                vars at: 'none'
                play('Work') {
                    hosts 'all'
                    serial 1
                    tasks {
                        task('Folder') { file path: "\${at}/\${host.name}", state: 'directory'; notify 'Tell' }
                        task('Count') { shell "echo count >> \${at}/\${host.name}.log; echo 7"; register 'count' }
                        task('Each') { shell "echo each-\${item} >> \${at}/\${host.name}.log"; loop { ['a', 'b'] } }
                        block { task('Breaks') { shell 'exit 3' }
                        } rescue { task('Rescued') { shell "echo rescued >> \${at}/\${host.name}.log" }
                        } always { task('Always') { shell "echo always >> \${at}/\${host.name}.log" } }
                        task('Use') { shell "echo used-\${count.stdout} >> \${at}/\${host.name}.log" }
                    }
                    handlers { handler('Tell') { shell "echo told >> \${at}/\${host.name}.log" } }
                }
            }
            """)
    }

    /** Runs until so many events were told, then kills; false where the run had ended by then. */
    private boolean killedAt(int position, Path at, Path state) {
        def builder = new ProcessBuilder(Terminal.LAUNCHER, 'run', 'mixed.groovy', '-e', "at=$at", '--json').directory(steward.folder.toFile())
        builder.environment().put('STEWARD_HOME', state as String)
        def process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start()
        String last = null
        process.inputStream.withReader { reader ->
            int told = 0
            while (told < position && (last = reader.readLine()) != null) { told++ }
            // the virtual machine itself: the launcher replaces itself by it
            process.destroyForcibly().waitFor(20, TimeUnit.SECONDS)
        }
        last != null && !last.contains('"kind":"runFinished"')
    }

    /** With what the launcher made of Steward's classes, so that it starts fast. */
    private Path state(String name) {
        if (classes == null) {
            def folder = Files.createDirectory(steward.folder.resolve('classes'))
            steward.end(steward.start(['version'], [STEWARD_HOME: folder as String] + StartRealSpec.MADE))
            classes = folder.resolve('classes.jsa')
            soon.eventually { assert Files.exists(classes) }
        }
        def state = Files.createDirectory(steward.folder.resolve(name))
        ['classes.jsa', 'classes.jsa.java'].each { Files.createSymbolicLink(state.resolve(it), classes.resolveSibling(it)) }
        state
    }

    private Map<String, List<String>> logs(Path at) {
        ['far-1', 'far-2'].collectEntries { [it, at.resolve("${it}.log").toFile().with { it.exists() ? it.readLines() : [] }] }
    }

    /** Goes on with the last run that did not end well, by a Steward of this process; what it said. */
    private List<RunEvent> resumed(Path state, Unfinished unfinished) {
        def time = new SystemTime()
        def loaded = new ConfigLoader([:], steward.folder).load(Optional.of(steward.folder.resolve('steward.yml')))
        def dir = (StateDir.open(state, 'spec', time) as StateDir.Opened.Ours).dir()
        try (dir; Runner runner = Runner.open(loaded, dir, [:], time)) {
            long run = runner.runs().resume(1, new Runs.Resume(unfinished, Optional.empty(), Optional.empty(), 'anna'))
            runner.runs().await(run)
            assert runner.store().queries().run(run).get().status() == RunStatus.OK
            assert runner.store().resumed().before(run).get() == 1
            return runner.store().queries().events(run, 0, 10_000)*.event()
        }
    }

    @Row(['S-03', 'S-02'])
    def 'killed at position after position of its events and resumed, no step is done twice without the run saying so'() {
        given:
        List<String> wrong = []
        int unsure = 0
        int positions = 0

        when:
        for (int position = 1; position < 80; position += position < 24 ? 1 : 2) {
            Path at = Files.createDirectory(steward.folder.resolve("at-$position"))
            Path state = state("state-$position")
            if (!killedAt(position, at, state)) { break }
            positions++
            def before = logs(at)
            List<RunEvent> events = resumed(state, Unfinished.AGAIN)
            logs(at).each { host, lines ->
                List<String> said = events.findAll { it instanceof RunEvent.Warned && it.host().orElse('') == host && it.text().contains('second time') }*.text()
                List<String> twice = ONCE.findAll { lines.count(it) == 2 }
                unsure += said.size()
                if (!ONCE.every { lines.count(it) in [1, 2] } || twice.size() > said.size() || lines.unique(false).sort() != ONCE.sort(false)) {
                    wrong << "$position: $host before ${before[host]} after $lines said $said" as String
                }
            }
        }

        then:
        wrong == []
        positions >= 30
        unsure >= 5
    }

    @Row('S-03')
    def 'steward resume: the host whose command was under way goes no further until a person says what becomes of it'() {
        given:
        Path at = Files.createDirectory(steward.folder.resolve('at'))
        steward.write('two.groovy', """
            playbook('Two') { play('p') { hosts 'all'; tasks {
                task('First') { shell "echo first >> $at/\${host.name}.log" }
                task('Wait') { shell "test \${host.name} = far-2 || { echo \\\$\\\$ > $at/begun; exec sleep 600; }; echo waited >> $at/\${host.name}.log" }
                task('Last') { shell "echo last >> $at/\${host.name}.log" }
            } } }
            """)
        steward.home = state('home')
        def command = steward.start(['run', 'two.groovy'])
        soon.eventually { assert Files.exists(at.resolve('begun')) && logs(at)['far-2'].contains('waited') }
        command.destroyForcibly().waitFor()

        when:
        def stopped = steward.run('resume', '1')
        def runs = steward.runs()
        long second = runs*.id.max() as long

        then:
        stopped.code() == 2
        stopped.out().contains("done in run 1")
        stopped.out().contains("'Wait' was under way when run 1 ended, and nobody knows whether it was done. Look on far-1, then: steward resume $second --unfinished again")
        logs(at) == ['far-1': ['first'], 'far-2': ['first', 'waited', 'last']]
        steward.run('resume', '1').with { code() == 1 && err().contains("Run 1 was gone on with by run $second; resume that one.") }

        when:
        def went = steward.run('resume', second as String, '--unfinished', 'skip')
        long third = steward.runs()*.id.max() as long

        then:
        went.code() == 0
        logs(at) == ['far-1': ['first', 'last'], 'far-2': ['first', 'waited', 'last']]
        steward.run('runs', 'show', third as String).out().contains("resumes         $second")
        steward.run('runs', 'show', '1').out().contains("resumed by      $second")
        steward.run('resume', third as String).with { code() == 1 && err().contains("Run $third ended well; there is nothing left to go on with.") }

        when: 'the playbook changes'
        steward.write('fails.groovy', "playbook('Fails') { play('p') { hosts 'far-1'; tasks { task('t') { shell 'false' } } } }")
        steward.run('run', 'fails.groovy')
        long failed = steward.runs()*.id.max() as long
        steward.write('fails.groovy', "playbook('Fails') { play('p') { hosts 'far-1'; tasks { task('t') { shell 'true' } } } }")

        then:
        steward.run('resume', failed as String).err().contains("The playbook changed since run $failed: ")

        cleanup:
        ProcessHandle.of(Files.readString(at.resolve('begun')).trim() as long).ifPresent { it.destroyForcibly() }
    }
}
