package dev.steward.runner.roll

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.node.NodePower
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.proxmox.PvePath
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The gates before a node leaves its cluster: what shuts each, and what its policy makes of that. */
@Timeout(60)
class RollGatesSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit

    private void lab(int nodes = 3) {
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(nodes).lxc(101, 'web-1') { it.node('pve1').running() }.ceph()
                .also { it.services().put('ct:101', new HaResource('ct:101', 'started').tap { state('started') }) })
    }

    private PveKit.PveResult gates(String how, Map more = [:]) { kit.tasks(more, 'pve1', "task('Gates') { rollGates $how }") }

    @Row('U-07')
    def 'a gate is shut by its own matter, and abort ends it at once with the reason: #gate'() {
        given:
        lab()
        assert gates("policy: 'abort'").message == 'the cluster can do without pve1'

        when:
        kit.lab.change { wrong(it); null }
        long before = kit.time.nanos()
        def run = gates("policy: 'abort', within: 1.hours")

        then:
        run.status == 'failed'
        run.task().data().missing.contains(why)
        run.task().data().missing.size() == 1 || gate == 'nodes'
        kit.time.nanos() == before
        kit.writes().empty

        and: 'another gate being ignored opens none'
        gates("policy: 'abort', policies: [${gate == 'ceph' ? 'jobs' : 'ceph'}: 'override'], reason: 'it is known'").status == 'failed'

        where:
        gate          | wrong                                                                           || why
        'nodes'       | { it.node('pve3').down() }                             || 'node pve3 is offline'
        'ha'          | { it.services()['ct:101'].state('error') }                                      || 'HA has ct:101 in state error on pve1'
        'ceph'        | { it.ceph().get().set().add('noout') }                                          || 'Ceph warns of OSDMAP_FLAGS: noout flag(s) set'
        'maintenance' | { it.node('pve2').maintenance(true) }                                           || 'node pve2 is under maintenance, and not by a roll of ours'
        'replication' | { it.replications() << [id: '101-0', source: 'pve1', fail_count: 2, error: 'no space'] }        || 'replication 101-0 of pve1 fails: no space'
        'replication' | { it.replications() << [id: '101-0', source: 'pve1', next_sync: it.now().epochSecond - 1800] }  || 'replication 101-0 of pve1 is behind: it was due 30 min ago'
    }

    @Row('U-07')
    def 'quorum is counted without the node, and a backup under way keeps it shut'() {
        given:
        lab(2)

        expect:
        gates("policy: 'abort'").task().data().missing == ['without pve1 the cluster would have 1 of 2 votes and no quorum']

        when:
        kit.runner.estates().api('home').post(PvePath.of('nodes', 'pve1', 'vzdump'), [vmid: 101, storage: 'local'])

        then:
        gates("policies: [votes: 'override', jobs: 'abort'], reason: 'night'").status == 'failed'
    }

    @Row('U-07')
    def 'wait goes on as soon as the gate opens, and says meanwhile what it waits for'() {
        given:
        lab()
        kit.lab.kill('pve3')
        kit.lab.change { state -> state.agenda().after(Duration.ofSeconds(60)) { NodePower.boot(state, state.node('pve3')) }; null }

        when:
        def soon = gates('within: 20.seconds')
        def late = gates('within: 10.minutes')

        then:
        soon.status == 'failed'
        soon.message.startsWith('pve1 is not updated: node pve3 is offline')
        late.status == 'ok'
        late.of(RunEvent.Output)*.text().any { it.contains('waits: ') && it.contains('node pve3 is offline') }
    }

    @Row('U-07')
    def 'an override needs a reason, passes that gate alone, and is told with who and why'() {
        given:
        lab()
        kit.lab.change { it.ceph().get().set().add('noout'); null }

        expect:
        gates("policies: [ceph: 'override']").message.contains("a gate is overridden only with a reason: say reason: 'why'")

        when:
        def run = gates("policies: [ceph: 'override'], reason: 'the disk is being changed'")

        then:
        run.status == 'ok'
        run.task().data().overridden == ['Ceph warns of OSDMAP_FLAGS: noout flag(s) set (overridden by person anna: the disk is being changed)']
        run.message.startsWith('goes on although Ceph warns')

        when: 'another gate shuts beside it'
        kit.lab.change { it.node('pve2').maintenance(true); null }

        then:
        with(gates("policies: [ceph: 'override', maintenance: 'abort'], reason: 'the disk is being changed'")) {
            status == 'failed'
            task().data().missing == ['node pve2 is under maintenance, and not by a roll of ours']
        }
    }

    def 'a gate or policy that is no such word stops it: #how'() {
        given:
        lab()

        expect:
        with(gates(how)) {
            status == 'failed'
            message.contains(problem)
        }

        where:
        how                                           || problem
        "policies: [vote: 'ask']"                     || "'vote' is not a gate"
        "policies: [votes: 'aks']"                    || "did you mean 'ask'?"
        "policies: [votes: 'override'], reason: '  '" || 'only with a reason'
    }
}
