package dev.steward.runner.engine

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.dsl.render.Gdsl
import dev.steward.dsl.render.PlanText
import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.module.Outcome
import dev.steward.runner.module.Target
import dev.steward.runner.module.TaskModule
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.Timeout

/**
 * The playbooks that come with the product, with the modules that come with it.
 * {@code mvn verify -pl dsl,runner -Dtest=ShippedPlaybooksSpec -DupdateGolden=true} writes plans and IDE file anew.
 */
@Timeout(60)
class ShippedPlaybooksSpec extends Specification {

    static final Path FOLDER = Path.of('../playbooks')
    static final Path GOLDEN = Path.of('src/test/resources/plans')
    static final List<String> ALL = Files.list(FOLDER).withCloseable { it*.fileName*.toString() }.findAll { it.endsWith('.groovy') }.toSorted()

    static final RunOptions CHECK = new RunOptions(Optional.empty(), [], [], true, false, Optional.empty(), Optional.empty(), false, Optional.empty())

    @Shared Modules modules = new Modules()

    Checked check(String file, Map given = [:]) { new PlaybookCompiler(modules).check(FOLDER.resolve(file), given) }

    def '#file compiles without a warning, and its plan is the recorded one'() {
        given:
        Checked checked = check(file)
        Path golden = GOLDEN.resolve(file.replace('.groovy', '.plan'))

        expect:
        checked.problems() == []

        when:
        String text = PlanText.of(checked.plan())
        if (Boolean.getBoolean('updateGolden')) {
            Files.writeString(golden, text)
        }

        then:
        text == Files.readString(golden)

        where:
        file << ALL
    }

    def 'a schedule may say how long the roll waits for a person, as the README has it'() {
        expect:
        PlanText.of(check('rolling-host-update.groovy', [answerWithin: '12h']).plan()).contains("timeout: 12h, unanswered: 'stop'")
    }

    def 'no plan is recorded of a playbook that is gone'() {
        expect:
        Files.list(GOLDEN).withCloseable { it*.fileName*.toString() }.toSorted() == ALL*.replace('.groovy', '.plan')
    }

    @Row('S-15')
    def 'the IDE file beside the playbooks knows the words and modules of this build'() {
        given:
        Path file = FOLDER.resolve('playbooks.gdsl')
        if (Boolean.getBoolean('updateGolden')) {
            Files.writeString(file, Gdsl.of(modules))
        }

        expect:
        Gdsl.of(modules) == Files.readString(file)
    }

    /** A run on three Docker VMs which all ask for a reboot; the operator's answer to each. */
    KitRun dockerRun(Map<String, Boolean> goes, Map options = [:]) {
        KitRun run = new KitRun([hosts: KitHosts.yaml('all: {children: {docker_vms: {hosts: {vm1: , vm2: , vm3: }}}}'),
                                 modules: new Pretended(modules)] + options)
        run.onEvent = { event ->
            if (event instanceof RunEvent.ConfirmAsked && goes.containsKey(event.host())) {
                assert run.control.answer(event.step(), event.host(), goes[event.host()], 'anna')
            }
        }
        run.run(check('update-docker-vms.groovy', [autoReboot: true]).plan())
        run
    }

    @Row('P-31')
    def 'an operator who cancels the reboot of one VM keeps that one up, and the others go on'() {
        when:
        KitRun run = dockerRun(vm1: true, vm2: false)

        then: 'one by one, each asked; vm3 by nobody, whose time simply runs out'
        run.batches == [['vm1'], ['vm2'], ['vm3']]
        run.of(RunEvent.ConfirmAnswered).collect { [it.host(), it.go(), it.by()] } == [['vm1', true, 'anna'], ['vm2', false, 'anna'], ['vm3', true, 'timeout']]
        run.modules.rebooted == ['vm1', 'vm3']

        and: 'the run says so'
        said(run, 'Wait for a word against it', 'vm2').message() == 'stopped by the operator: vm2 is about to be rebooted'
        said(run, 'Say that the reboot was cancelled', 'vm2').message() == 'Reboot of vm2 cancelled; it is still required'
        said(run, 'Reboot', 'vm2').message() == "when { word.answer != 'stop' }"
        run.started.contains('Report what is left to upgrade@vm2')

        and: 'and nothing has failed'
        run.summary.status() == RunStatus.OK
        run.exit == 0
        run.summary.recap().hosts().every { host, counts -> counts.failed() == 0 && counts.aborted() == 0 }
    }

    def 'a VM that still wants a reboot after its reboot has failed, and none is rebooted after it'() {
        when:
        KitRun run = dockerRun([vm1: true], [modules: new Pretended(modules).tap { it.staysRequired = true }])

        then:
        said(run, 'The reboot is no longer required', 'vm1').status() == Status.FAILED
        run.modules.rebooted == ['vm1']
        run.exit == 2
    }

    def 'check mode asks nobody and reboots nothing, and goes through every VM'() {
        when:
        KitRun run = dockerRun([:], [options: CHECK])

        then:
        run.of(RunEvent.ConfirmAsked) == []
        run.modules.rebooted == []
        run.exit == 0
        run.batches == [['vm1'], ['vm2'], ['vm3']]
    }

    private static RunEvent.TaskFinished said(KitRun run, String task, String host) {
        run.finished(run.of(RunEvent.PlayStarted)[0].tasks().find { it.name() == task }.step(), host)
    }

    /** The modules as they are, except what would touch a host. */
    static class Pretended implements ModuleSource {

        @Delegate final ModuleSource real
        final List<String> rebooted = []
        boolean staysRequired

        Pretended(Modules modules) { real = ModuleSource.of(modules) }

        Outcome call(TaskModule<?> module, Map<String, Object> arguments, Target target) {
            String host = target.host().name()
            switch (module.class.simpleName) {
                case 'Apt': return Outcome.changed('upgraded').with('upgradable', 0)
                case 'Stat': return Outcome.ok('looked').with('exists', staysRequired || !(host in rebooted))
                case 'Reboot':
                    if (!target.check()) {
                        rebooted << host
                    }
                    return Outcome.changed('rebooted').with('rebooted', !target.check())
                default: return real.call(module, arguments, target)
            }
        }
    }
}
