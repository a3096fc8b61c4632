package dev.steward.dsl.check

import dev.steward.dsl.TestCatalog
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification

/** The playbooks that come with the product, as far as the language alone goes; the runner's spec of this name checks all with its modules. */
class ShippedPlaybooksSpec extends Specification {

    static final Path FOLDER = Path.of('../playbooks')

    def compiler = new PlaybookCompiler(new TestCatalog())

    def 'the weekly round updates containers, then Docker VMs one by one'() {
        when:
        def plan = compiler.check(FOLDER.resolve('weekly-updates.groovy'), [autoReboot: 'true', rebootDelay: '1s']).plan()

        then:
        plan.plays()*.hosts() == ['lxc_containers', 'docker_vms']
        plan.plays()*.playbook() == ['Update LXC containers', 'Update Docker VMs']
        plan.plays()[1].rollout().serial()*.size() == [1]
        plan.parameters()*.name() == ['autoReboot', 'rebootDelay', 'rebootTimeout', 'confirmFor']
        plan.parameters()*.value() == [true, Duration.ofSeconds(1), Duration.ofSeconds(300), Duration.ofSeconds(60)]
        plan.sources()*.file() == ['weekly-updates', 'update-lxc-containers', 'update-docker-vms'].collect { "../playbooks/${it}.groovy" as String }
    }

    def 'no reboot happens unless asked for'() {
        given:
        def plan = compiler.check(FOLDER.resolve('update-lxc-containers.groovy'), given).plan()
        def reboot = plan.plays()[0].tasks().find { it.call().module() == 'reboot' }

        expect:
        reboot.keywords().when()[0].code().evaluate { [exists: true] } == reboots
        reboot.keywords().when()[0].code().evaluate { [exists: false] } == false
        reboot.keywords().when()[0].source() == 'rebootRequired.exists && autoReboot'

        where:
        given              || reboots
        [:]                || false
        [autoReboot: true] || true
    }
}
