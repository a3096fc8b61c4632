package dev.steward.runner.outage.cluster

import dev.steward.house.Row
import dev.steward.runner.outage.HouseKit
import dev.steward.runner.outage.aswas.Mark.What
import dev.steward.runner.proxmox.act.power.Reached.Result
import java.time.Duration

class PreparationSpec extends HouseKit {

    private void lab(String version) {
        start(ha(builder(3, version)
                .lxc(101, 'web') { it.node('pve1').running() }
                .qemu(200, 'db') { it.node('pve2').running() }
                .lxc(103, 'off') { it.node('pve3') },
                ['ct:101': 'started', 'vm:200': 'started', 'ct:103': 'stopped']))
    }

    @Row('F-28')
    def 'HA starts no guest again that was brought down, and forgets nothing, on PVE #version'() {
        given:
        lab(version)

        when:
        prepare()
        def house = house()
        def reached = ['pve1', 'pve2'].collectMany { down(house, it) }

        then: 'they went down by their own UPIDs, not by a wish that HA keeps'
        reached*.result() == [Result.CHANGED] * 2
        lab.change { it.tasks().all()*.type() }.toSet() == ['vzshutdown', 'qmshutdown'] as Set

        when:
        pass(Duration.ofMinutes(5))

        then:
        running() == []
        marks.findAll { it.what() == What.HA_IGNORED }*.value() == parked
        marks.findAll { it.what() == What.HA_DISARMED }*.value() == disarmed

        where:
        version  || parked                                                  | disarmed
        '8.4.21' || ['ct:101=started', 'ct:103=stopped', 'vm:200=started'] | []
        '9.2.11' || []                                                      | ['armed']
    }

    def 'left alone HA would start them again, in the lab as in life'() {
        given:
        lab('8.4.21')
        def house = house()

        when:
        def reached = down(house, 'pve1')

        then: 'and a shutdown writes itself into its configuration'
        reached*.result() == [Result.CHANGED]
        haStates()['ct:101'] == 'stopped'
    }

    @Row('F-27')
    def 'a node without quorum is reset by its watchdog, unless HA was disarmed before, on PVE #version'() {
        given: 'two of three nodes will be lost'
        lab(version)
        pass(Duration.ofSeconds(30))
        def before = lab.change { it.node('pve1').booted() }

        when:
        if (aside) {
            prepare()
        }
        lab.kill('pve2')
        lab.kill('pve3')
        pass(Duration.ofSeconds(80))

        then:
        up('pve1') == stays

        and: 'it boots again, into a battery that is dying'
        stays || { pass(Duration.ofMinutes(2)); lab.change { it.node('pve1').booted() } > before }()

        where:
        version  | aside || stays
        '9.2.11' | false || false
        '9.2.11' | true  || true
        '8.4.21' | false || false
    }

    def 'where HA is not disarmed in time, each guest is taken out of its hands'() {
        given:
        lab('9.2.11')
        lab.faults().refuse('POST', '/cluster/ha/status/disarm-ha', 1, 500, 'disarm deferred')

        when:
        prepare()

        then:
        haStates() == ['ct:101': 'ignored', 'vm:200': 'ignored', 'ct:103': 'ignored']
        said.any { it.contains('HA cannot be disarmed as a whole') }
        down(house(), 'pve1')*.result() == [Result.CHANGED]
    }

    def 'done twice is done once'() {
        given:
        lab(version)

        when:
        prepare()
        int count = writes().size()
        prepare()

        then:
        writes().size() == count

        where:
        version << RELEASES
    }

    @Row('F-32')
    def 'a backup is ended and its lock gone before the guest is asked to go down, a guest on its way is waited for'() {
        given:
        start(builder(2, version)
                .pace(new dev.steward.runner.lab.pve.state.Pace(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofMillis(10),
                        Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofMinutes(10)))
                .lxc(101, 'web') { it.running() }
                .lxc(102, 'moving') { it })
        lab.pvesh('POST', '/nodes/pve1/vzdump', [vmid: '101', storage: 'local', mode: 'snapshot'])
        lab.pvesh('POST', '/nodes/pve1/lxc/102/migrate', [target: 'pve2'])
        pass(Duration.ofSeconds(1))
        assert lab.guest(101).lock() == 'backup'

        when:
        prepare()

        then:
        lab.guest(101).lock() == ''
        lab.guest(102).node() == 'pve2'
        said.any { it.contains('vzdump') && it.contains('was cancelled') }
        down(house(), 'pve1')*.result() == [Result.CHANGED]

        where:
        version << RELEASES
    }

    def 'a cluster that does not answer holds nothing up'() {
        given:
        lab('9.2.11')
        ['pve1', 'pve2', 'pve3'].each { lab.kill(it) }

        when:
        prepare()

        then:
        said.any { it.startsWith('cluster home could not be made ready, and the outage goes on') }
    }
}
