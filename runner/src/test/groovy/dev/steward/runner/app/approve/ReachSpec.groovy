package dev.steward.runner.app.approve

import dev.steward.house.Row
import dev.steward.runner.app.RunRequest
import dev.steward.runner.app.approve.ApprovalDesk.Person
import dev.steward.runner.account.Role
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.store.approve.Approval
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** How far a plan reaches beyond its hosts is part of what is approved: guests and votes are counted on a simulated cluster. */
class ReachSpec extends Specification {

    static final Person BERT = new Person('bert', Role.ADMIN, true)

    @TempDir Path folder
    @AutoCleanup PveKit kit

    def setup() {
        def lab = PveLab.cluster('lab').nodes(3)
        (101..105).each { n -> lab = lab.lxc(n, "web-$n") { it.node("pve${n % 3 + 1}").running() } }
        kit = new PveKit(folder, lab.lxc(110, 'idle') { it.node('pve1') }, new dev.steward.runner.time.SettableTime(java.time.Instant.parse('2026-03-01T12:00:00Z')), 'approval: {playbooks: [roll.groovy]}')
    }

    private Path playbook(String tasks, String how = '', String hosts = 'proxmox_nodes') {
        Files.writeString(folder.resolve('roll.groovy'), "playbook('Roll') { play('One by one') { hosts '$hosts'; $how\n tasks { $tasks } } }")
    }

    private RunRequest request(Path file) {
        new RunRequest(file, [folder.resolve('hosts') as String], [:], RunOptions.NONE, RunRequest.Login.NONE, new Cause(Cause.Kind.PERSON, 'anna'), Optional.empty())
    }

    private Approval asked(Path file) {
        def approval = kit.runner.runs().ask(request(file), 'kernels', 'anna')
        approval.checkRun().ifPresent { kit.runner.runs().await(it) }
        approval
    }

    @Row('U-15')
    def 'the plan of a rolling update says how far it reaches, and is not applied once it reaches further'() {
        given: 'three nodes, five guests that run, and one that is off'
        def approval = asked(playbook("task('Empty') { evacuate() }; task('Home') { migrateBack() }", 'serial 1'))

        expect: 'what is kept, and hashed, says it in words'
        ApprovalFacts.reach(approval) == ['reboots up to 3 nodes, 5 guests move or restart, quorum 2/3 kept']
        approval.plan().marks().contains('reboots up to 3 nodes, 5 guests move or restart, quorum 2/3 kept')
        ApprovalFacts.of(kit.runner.approvals(), approval).reach == ApprovalFacts.reach(approval)
        kit.writes().empty

        when: 'it is approved, and then one more guest runs there'
        kit.runner.approvals().approve(approval.id(), BERT, '')
        kit.lab.pvesh('POST', '/nodes/pve1/lxc/110/status/start', [:])
        kit.time.advance(java.time.Duration.ofMinutes(1))
        kit.runner.approvals().apply(approval.id(), 'anna')

        then:
        def refused = thrown(ApprovalRefused)
        refused.kind() == ApprovalRefused.Kind.CONFLICT
        refused.problems().contains("  reach was 'reboots up to 3 nodes, 5 guests move or restart, quorum 2/3 kept', is 'reboots up to 3 nodes, 6 guests move or restart, quorum 2/3 kept'")
        kit.runner.approvals().known(approval.id()).status() == Approval.Status.APPROVED

        and: 'nothing of it was begun'
        kit.writes().findAll { it.contains('migrate') } == []
    }

    def 'a plan of #what reaches: #words'() {
        expect:
        ApprovalFacts.reach(asked(playbook(task, how, hosts))) == words

        where:
        what                          | task                                                | how        | hosts           || words
        'what changes nothing'        | "task('See') { cluster quorate: true }"             | ''         | 'localhost'     || []
        'boots where guests stay'     | "task('Boot') { reboot() }"                         | 'serial 1' | 'proxmox_nodes' || ['reboots up to 3 nodes, 5 guests go down with their node, quorum 2/3 kept']
        'the same, all at once'       | "task('Boot') { reboot() }"                         | ''         | 'proxmox_nodes' || ['reboots up to 3 nodes, 5 guests go down with their node, all of them at once']
        'a node that is shut down'    | "task('Off') { node state: 'shutdown' }"            | ''         | 'pve1'          || ['shuts down 1 node and 2 running guests with it']
        'guests that are shut down'   | "task('Off') { guest state: 'shutdown' }"           | ''         | 'web-101:web-102' || ['shuts down up to 2 guests']
        'guests that its tasks pick'  | "task('Off') { guest state: 'shutdown', vmid: 101 }" | ''        | 'localhost'     || ['ends or reboots guests that its tasks choose']
        'a look at what would happen' | "task('See') { evacuate preview: true }"            | ''         | 'proxmox_nodes' || []
    }
}
