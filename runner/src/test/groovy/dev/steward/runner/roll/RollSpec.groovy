package dev.steward.runner.roll

import dev.steward.house.Row
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The shipped playbook rolls over a simulated cluster whose nodes are machines with packages and kernels. */
@Timeout(120)
class RollSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup RollKit kit

    @Row(['N-17', 'P-42', 'N-55'])
    def 'every node is emptied, upgraded, rebooted and filled again, one after the other'() {
        given:
        kit = new RollKit(folder, 3, [:], { RollKit.guests(it).ceph() })

        when:
        def run = kit.roll()

        then:
        assert run.status == 'ok': run.said.join('\n')
        kit.reboots() == ['pve1', 'pve2', 'pve3']
        kit.nodes.collect { kit.kernel(it) } == [RollKit.NEW] * 3
        [101, 102, 104, 105].collect { kit.where(it) } == ['pve1', 'pve1', 'pve2', 'pve2']
        [101, 102, 103, 104, 105].collect { kit.runs(it) } == [true, true, false, true, true]
        kit.lab.change { it.nodes().values().any { n -> n.maintenance() } || !it.ceph().get().set().isEmpty() } == false

        when:
        int before = kit.writes().size()
        def again = kit.roll()

        then: 'nothing is done twice'
        again.status == 'ok'
        kit.writes().size() == before
    }
}
