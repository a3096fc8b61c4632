package dev.steward.web.cli

import dev.steward.house.Row
import dev.steward.real.RealSshd
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.Callable
import java.util.concurrent.ExecutorService
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.util.concurrent.PollingConditions

/**
 * The packaged command runs a mixed playbook on hosts behind a real sshd and is killed by SIGKILL at every position of its events;
 * the run is resumed by the packaged command, and the logs that the hosts themselves wrote judge what was done how often.
 */
class ResumeKillRealSpec extends Specification {

    /** The lines that each host's log must hold, with what a warning must begin with that lets the resumed run write one a second time. */
    static final Map<String, String> OF_EACH = [
            count: "'Count'", 'each-a': "'Each' for item a", 'each-b': "'Each' for item b", rescued: "'Rescued'", always: "'Always'", 'used-7': "'Use'", told: "'Tell'", 'by-nobody': "'As nobody'"]

    /** A task that runs once for all writes to the log of the first host alone, a delegated one to that of its delegate. */
    static final Map<String, Map<String, String>> LINES = [
            'far-1': OF_EACH + [once: "'Once'", 'for-far-1': "'For it'"],
            'far-2': OF_EACH + ['for-far-2': "'For it'"]]

    /** So many positions at a time: processes that begin leave a processor waiting now and then. */
    static final int SIDE_BY_SIDE = 2

    @AutoCleanup Terminal steward = new Terminal()
    Path keys = Files.createDirectory(steward.folder.resolve('keys'))
    def soon = new PollingConditions(timeout: 60, delay: 0.1)
    @AutoCleanup RealSshd sshd = new RealSshd(keys)
    @AutoCleanup('shutdownNow') ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)

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
                play('Together') {
                    hosts 'all'
                    tasks {
                        task('Once') { shell "echo once >> \${at}/\${host.name}.log"; runOnce() }
                        task('As nobody') { shell "echo by-\\\$(id -un) >> \${at}/\${host.name}.log"; become(); becomeUser 'nobody' }
                        task('For it') { shell "echo for-\${host.name} >> \${at}/\${host.name}.log"; delegateTo 'far-2' }
                    }
                }
            }
            """)
        // who is nobody writes there too
        allow(steward.folder, 'rwx--x--x')
    }

    private static void allow(Path folder, String who) { Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(who)) }

    private ProcessBuilder command(Path state, String... words) {
        def builder = new ProcessBuilder([Terminal.LAUNCHER] + (words as List)).directory(steward.folder.toFile())
        builder.environment().put('STEWARD_HOME', state as String)
        builder.redirectError(steward.folder.resolve("${state.fileName}.err").toFile())
    }

    /** Runs until so many events were told, then kills; false where the run had ended by then. */
    private boolean killedAt(int position, Path at, Path state) {
        def process = command(state, 'run', 'mixed.groovy', '-e', "at=$at", '--json').start()
        String last = null
        process.inputStream.withReader { reader ->
            int told = 0
            while (told < position && (last = reader.readLine()) != null) { told++ }
            // the virtual machine itself: the launcher replaces itself by it
            process.destroyForcibly().waitFor(20, TimeUnit.SECONDS)
        }
        last != null && !last.contains('"kind":"runFinished"')
    }

    private Path state(String name) {
        def state = steward.folder.resolve(name)
        KeptClasses.into(state)
        state
    }

    private Map<String, List<String>> logs(Path at) {
        ['far-1', 'far-2'].collectEntries { [it, at.resolve("${it}.log").toFile().with { it.exists() ? it.readLines() : [] }] }
    }

    /** Goes on with the run by the command; the warnings of steps that may be done a second time, by host. */
    private Map<String, List<String>> resumed(Path state) {
        def process = command(state, 'resume', '1', '--unfinished', 'again', '--json').start()
        List<Map> events = process.inputStream.readLines().collect { Terminal.json(it) as Map }
        assert process.waitFor(60, TimeUnit.SECONDS)
        assert process.exitValue() == 0: Files.readString(steward.folder.resolve("${state.fileName}.err")) + events*.event
        assert events*.run.unique().size() == 1 && events.last().event.status == 'ok'
        events.findAll { it.kind == 'warned' && it.event.text.contains('may be done a second time') }*.event.groupBy { it.host }.collectEntries { host, all -> [host, all*.text] }
    }

    /** @param said the run's warnings
     * @param wrong what the hosts' own logs hold against the resumed run
     */
    record Judged(Map<String, List<String>> said, List<String> wrong) {}

    /** Kills there and resumes; null: there is no such position. */
    private Judged judged(int position) {
        Path at = Files.createDirectory(steward.folder.resolve("at-$position"))
        // a log whose host has written nothing yet is one that nobody may write to as well
        LINES.keySet().each { allow(Files.createFile(at.resolve("${it}.log")), 'rw-rw-rw-') }
        allow(at, 'rwxrwxrwx')
        Path state = state("state-$position")
        if (!killedAt(position, at, state)) { return null }
        def before = logs(at)
        def said = resumed(state)
        List<String> wrong = []
        logs(at).each { host, lines ->
            LINES[host].each { line, step ->
                int times = lines.count(line)
                int warned = (said[host] ?: []).count { it.startsWith("$step was under way when run 1 ended") }
                if (warned > 1 || !(times in 1..1 + warned)) { wrong << "$position: $host '$line' $times times, $warned warnings, before ${before[host]}" as String }
            }
            if (lines.any { !LINES[host].containsKey(it) }) { wrong << "$position: $host wrote $lines" as String }
            (said[host] ?: []).findAll { text -> !LINES[host].values().any { text.startsWith("$it was under way") } && !text.startsWith("'Breaks' was") }.each { wrong << "$position: $host $it" as String }
        }
        new Judged(said, wrong)
    }

    @Row(['S-03', 'S-02'])
    def 'killed at every position of its events and resumed by the command, no step is done twice without the run saying so of that step and host'() {
        given:
        List<Judged> all = []

        when: 'some positions at a time, until the run has no further one'
        state('first')
        for (int first = 1; !all.contains(null); first += SIDE_BY_SIDE) {
            all += threads.invokeAll((first..<first + SIDE_BY_SIDE).collect { position -> { judged(position) } as Callable<Judged> })*.get()
        }
        def judged = all.takeWhile { it != null }

        then:
        judged*.wrong().flatten() == []
        judged.size() >= 55
        judged.sum { it.said().values()*.size().sum(0) } >= 5
        ['As nobody', 'Each'].every { step -> judged.any { it.said().values().flatten().any { it.startsWith("'$step'") } } }
    }

    @Row('S-03')
    def 'steward resume: what was under way on several hosts is decided host by host, and a host that the run does not have is refused'() {
        given:
        Path at = Files.createDirectory(steward.folder.resolve('at'))
        steward.write('both.groovy', """
            playbook('Both') { play('p') { hosts 'all'; tasks {
                task('Wait') { shell "echo begun >> $at/\${host.name}.log; test -e $at/go || { echo \\\$\\\$ > $at/\${host.name}.pid; exec sleep 600; }" }
                task('Last') { shell "echo last >> $at/\${host.name}.log" }
            } } }
            """)
        steward.home = state('home')
        def command = steward.start(['run', 'both.groovy'])
        soon.eventually { assert ['far-1', 'far-2'].every { Files.exists(at.resolve("${it}.pid")) } }
        command.destroyForcibly().waitFor()
        def pids = ['far-1', 'far-2'].collect { Files.readString(at.resolve("${it}.pid")).trim() as long }
        Files.createFile(at.resolve('go'))

        expect: 'nothing begins'
        steward.run('resume', '1', '--skip', 'far-3').with { code() == 1 && err().contains("Run 1 has no host 'far-3'; did you mean 'far-1'?") }
        steward.run('resume', '1', '--skip', 'mail').err().contains("Run 1 has no host 'mail'. steward runs show 1 lists its hosts.")
        steward.run('resume', '1', '--again', 'far-1,far-2', '--skip', 'far-2').with { code() == 5 && err().contains('--again and --skip both name far-2; say one of them.') }
        steward.runs().size() == 1

        when:
        def left = steward.run('resume', '1', '--skip', 'far-2')
        long second = steward.runs()*.id.max() as long

        then:
        left.code() == 2
        left.out().contains("steward resume $second --again far-1 (does it), or --skip far-1 (takes it as done)")
        logs(at) == ['far-1': ['begun'], 'far-2': ['begun', 'last']]

        when:
        pids.each { ProcessHandle.of(it).ifPresent { it.destroyForcibly() } }
        def went = steward.run('resume', second as String, '--unfinished', 'skip', '--again', 'far-1')

        then:
        went.code() == 0
        went.out().contains('it may be done a second time now, as was asked')
        logs(at) == ['far-1': ['begun', 'begun', 'last'], 'far-2': ['begun', 'last']]

        cleanup:
        pids?.each { ProcessHandle.of(it).ifPresent { it.destroyForcibly() } }
    }

    @Row(['S-03', 'U-16'])
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
        stopped.out().contains("'Wait' was under way when run 1 ended, and nobody knows whether it was done. Look on far-1, then: steward resume $second --again far-1 (does it), or --skip far-1 (takes it as done)")
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
