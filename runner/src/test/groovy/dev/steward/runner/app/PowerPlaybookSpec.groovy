package dev.steward.runner.app

import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.store.StateDir
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A whole Steward that is asked to run a power playbook as any other one. */
class PowerPlaybookSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup Runner runner

    def 'a power playbook never runs as an ordinary one, by hand or by a schedule, and the refusal names the next step'() {
        given:
        Files.copy(Path.of('../playbooks/ups-shutdown.groovy'), dir.resolve('ups-shutdown.groovy'))
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {pve1: , pve2: }}\n')
        Files.writeString(dir.resolve('steward.yml'), '''\
            inventory: hosts.yml
            playbooks: .
            schedules: {nightly: {playbook: ups-shutdown.groovy, cron: 0 3 * * *}}
            '''.stripIndent())
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def state = (StateDir.open(dir.resolve('state'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], new SystemTime())

        when:
        runner.runs().submit(new RunRequest(dir.resolve('ups-shutdown.groovy'), [], [:], RunOptions.NONE, RunRequest.Login.NONE,
                new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty()))

        then:
        def byHand = thrown(RunRefused)
        refused(byHand.problems())

        when:
        runner.schedules().runNow('nightly', 'anna')

        then:
        def bySchedule = thrown(RunRefused)
        refused(bySchedule.problems())

        and: 'no run is left behind that anybody could take for a shutdown'
        runner.store().queries().page(dev.steward.runner.store.RunFilter.ALL, Optional.empty(), 10) == []
    }

    private static boolean refused(List<String> problems) {
        assert problems.size() == 1
        assert problems[0] =~ /ups-shutdown\.groovy:\d+:5: this is a power playbook, which is carried out on an outage and never as an ordinary run;/
        assert problems[0].contains("'steward power rehearse'") && problems[0].contains("'steward power apply'")
        true
    }
}
