package dev.steward.runner.app.readiness

import com.fasterxml.jackson.databind.ObjectMapper
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.runner.app.Runner
import dev.steward.runner.app.evidence.EvidenceDesk
import dev.steward.runner.cli.Bench
import dev.steward.runner.cli.Commands
import dev.steward.runner.cli.StateDesks
import dev.steward.runner.cli.print.Screen
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.control.ControlServer
import dev.steward.runner.control.SocketPath
import dev.steward.runner.module.catalog.Modules
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.seal.SealedFact
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** What doctor says of how long the history is kept. */
class HistoryCheckSpec extends Specification {

    @TempDir Path folder

    def setup() {
        Files.createDirectories(folder.resolve('inventory'))
        Files.writeString(folder.resolve('inventory/hosts.yml'), 'all: {hosts: {a: {ansible_connection: local}}}\n')
        Files.createDirectories(folder.resolve('playbooks'))
        Files.writeString(folder.resolve('playbooks/watch-disks.groovy'), "playbook('Watch') { play('A') { hosts 'a'; tasks { task('T') { command 'true' } } } }")
    }

    private void configure(String retention) { Files.writeString(folder.resolve('steward.yml'), "schedules: {}\nretention: $retention\n") }

    private List<String> doctor() {
        def out = new ByteArrayOutputStream()
        def print = new PrintStream(out, true)
        def states = new StateDesks([:], folder, new SystemTime(), 'spec', {})
        def bench = new Bench(new Screen(print, print, false), states, [:], folder, 'anna')
        new Commands(bench, states, { new PlaybookCompiler(new Modules()) }).execute(['doctor', '--offline'] as String[])
        out.toString().readLines().findAll { it.contains('retention: ') || it.contains('history: ') || it.contains('sealed: ') }*.replace("$folder/" as String, '')
    }

    def 'the rules are told, and a playbook that is not there, with no Steward at work and nothing opened'() {
        given:
        configure('{size: 5GB, playbooks: {watch-discs: {runs: 3}, watch-disks: {days: 7}}}')

        expect:
        doctor() == ['ok      retention: 365 days, and at most 100000 runs and 5GB; watch-discs: at most 3 runs of its own; watch-disks: 7 days',
                     "note    retention: there is no playbook watch-discs.groovy in playbooks; its rule holds for the runs it left, if there are any; did you mean 'watch-disks'?"]
        Files.notExists(folder.resolve('.steward'))
    }

    def 'a Steward at work here says how much there is, and what of it goes next'() {
        given:
        configure('{runs: 1, playbooks: {watch-disks: {days: 7}}}')
        def loaded = new ConfigLoader([:], folder).load(Optional.of(folder.resolve('steward.yml')))
        def dir = (StateDir.open(folder.resolve('.steward'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        def runner = Runner.open(loaded, dir, [:], new SystemTime())
        def server = ControlServer.open(SocketPath.of(dir.path()), EvidenceDesk.of(runner), new ObjectMapper())
        ['weekly-updates.groovy', 'weekly-updates.groovy', 'weekly-updates.groovy', '/old/watch-disks.groovy'].each { file ->
            def run = runner.store().runs().create(StoreFixture.newRun(file: file))
            runner.store().runs().cancelQueued(run, 'anna wanted it no more')
        }

        expect:
        doctor() == ['ok      retention: 365 days, and at most 1 run; watch-disks: 7 days',
                     'ok      history: 4 runs with 0 MiB of text; past retention: 3 runs, gone with the next daily tidying: 3 beyond the newest one;' +
                             ' kept by the rule of watch-disks or longer, for the end of the path: /old/watch-disks.groovy']

        when: 'the key that seals secrets went away under it'
        runner.store().settings().put(SealedFact.WAKE_KEY, 'signs')
        Files.delete(folder.resolve('.steward/seal.key'))

        then:
        doctor()[-1] == 'PROBLEM sealed: Links that wake guests open nothing: what signs them is sealed, and its key is not in .steward/seal.key; put that key there again, a line of its own, or make new links, which ends the old ones for good'

        cleanup:
        [server, runner, dir]*.close()
    }
}
