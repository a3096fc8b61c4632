package dev.steward.runner.app.approve

import dev.steward.runner.account.Role
import dev.steward.runner.app.Runner
import dev.steward.runner.app.approve.ApprovalDesk.Person
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.Run
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.approve.Approval
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** A schedule whose playbook waits for another person's word, on a whole Steward whose host is this machine. */
class ScheduledApprovalSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup StateDir state
    @AutoCleanup Runner runner
    PollingConditions soon = new PollingConditions(timeout: 30, delay: 0.1)

    private List<Run> rows(String status) { runner.store().queries().page(RunFilter.ALL.and(RunFilter.Field.STATUS, status), Optional.empty(), 500) }

    def 'when its time comes it is held with the reason and what it waits for, not missed; that word begins it, the power that comes back does not'() {
        given:
        Files.createDirectories(dir.resolve('playbooks'))
        Files.writeString(dir.resolve('hosts.yml'), 'all: {hosts: {here: {ansible_connection: local}}}\n')
        Files.writeString(dir.resolve('playbooks/greet.groovy'), "playbook('Greet') { play('Greet') { hosts 'here'; tasks { task('Mark') { file path: '$dir/mark', state: 'touch' } } } }\n")
        Files.writeString(dir.resolve('steward.yml'), """\
            inventory: hosts.yml
            playbooks: playbooks
            schedules: {often: {playbook: greet.groovy, cron: '* * * * * *'}}
            approval: {schedules: [often]}
            """.stripIndent())
        def loaded = new ConfigLoader([:], dir).load(Optional.of(dir.resolve('steward.yml')))
        def time = new SystemTime()
        state = (StateDir.open(dir.resolve('state'), 'spec', time) as StateDir.Opened.Ours).dir()
        runner = Runner.open(loaded, state, [:], time)

        when:
        runner.startSchedules()
        soon.eventually { assert rows('held') }
        runner.schedules().pause('often', 'spec')
        def held = rows('held').last()
        def waiting = runner.approvals().newest(0, 10).last()

        then: 'the row says why and leads to the plan'
        rows('missed').findAll { it.message().contains('held') } == []
        held.message() == "held: its plan waits for a person's word; 'steward approvals show ${waiting.id()}'"
        held.options().approval as long == waiting.id()
        waiting.asked().by() == 'schedule often'
        waiting.at(time.now()) == Approval.Status.WAITING

        and: 'it is none of those that the power makes up for'
        runner.store().schedules().held() == []

        when: 'a person says the word'
        waiting.checkRun().ifPresent { runner.runs().await(it) }
        runner.approvals().approve(waiting.id(), new Person('bert', Role.ADMIN, true), '')
        long run = runner.approvals().apply(waiting.id(), 'bert').await()
        runner.runs().await(run)

        then:
        runner.store().queries().run(run).get().status() == RunStatus.OK
        Files.exists(dir.resolve('mark'))
    }
}
