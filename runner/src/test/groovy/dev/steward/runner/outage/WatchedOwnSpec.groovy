package dev.steward.runner.outage

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus

/** Where Steward runs decides who goes last, and who may have the UPS cut the power. */
class WatchedOwnSpec extends WatchedKit {

    static final PHASES = """
        wayBack upsReturn: true
        phase('Shut down pve2') {
            startWhen { ups.onBatteryFor >= 3.seconds }
            ${down('pve2')}
            recover { play('Wake pve2') { hosts 'pve2'; tasks { task('Wake') { node state: 'started', timeout: 10.minutes } } } }
        }
        phase('Shut down pve1') {
            startWhen { ups.onBatteryFor >= 8.seconds }
            ${down('pve1')}
        }
        """

    private static house() {
        cluster().qdevice()
                .lxc(101, 'web-1') { it.node('pve1').running().set('onboot', 1) }
                .qemu(102, 'db-1') { it.node('pve2').running() }
                .lxc(103, 'off-1') { it.node('pve2') }
                .lxc(110, 'steward') { it.node('pve1').running().set('onboot', 1) }
    }

    @Row(['F-01', 'U-06'])
    def 'in a guest: it is left out of every selector, its node is the last order of all, and that is on disk before it is given'() {
        given:
        house(house(), '{guest: steward}', PHASES)

        when:
        dark()
        def run = ended()
        soon.eventually { assert kit.writes().contains('POST /nodes/pve1/status') && !up().contains('pve1') }
        def writes = kit.writes()

        then:
        run.row.status() == RunStatus.OK
        writes.last() == 'POST /nodes/pve1/status'
        writes.count('POST /nodes/pve1/status') == 1
        writes.indexOf('POST /nodes/pve2/status') < writes.indexOf('POST /nodes/pve1/status')
        !writes.any { it.contains('/lxc/110/') }
        run.of(RunEvent.TaskFinished).any { it.message().contains('Steward itself runs in it') }
        journal().contains('handedOver')

        and: 'a guest has nobody left who could have the UPS cut the power when its node is off; its login ends before its end'
        ups.given().empty
        said().any { it.contains('Steward runs in a guest, whose node is off only after Steward') }
        upsd.requests().contains('LOGOUT')
    }

    @Row(['F-03', 'F-21', 'U-04'])
    def 'outside: power back after the point of no return: the plan is finished, the UPS cuts when all is off, and everything comes back'() {
        given:
        def upAtCut = ['nobody asked']
        def before = ['LOGOUT']
        house(house(), '{outside: true}', PHASES)
        ups.onGiven {
            if (it.name() == 'shutdown.return') {
                upAtCut = up()
                before = upsd.requests()
            }
        }

        when:
        dark()
        soon.eventually { assert kit.runner.power().view().outage().filter { it.committed() }.present }
        light()
        soon.eventually { assert ups.given()*.name() == ['shutdown.return'] }
        soon.eventually { assert ups.logins() == 1 && upsd.requests().count('LOGIN cyberpower') == 2 }
        and: 'the outlets give power again, and the nodes start by it'
        ['pve1', 'pve2'].each { kit.lab.revive(it) }
        def run = ended()

        then:
        upAtCut == []
        !before.contains('LOGOUT')
        upsd.requests().indexOf('INSTCMD cyberpower shutdown.return') < upsd.requests().indexOf('LOGOUT')
        upsd.requests().count('LOGOUT') == 1
        run.row.status() == RunStatus.OK
        run.row.message().contains('everything is as it was')
        up() == ['pve1', 'pve2']
        running() == [101, 102, 110]
        phases() == ['Shut down pve2 done', 'Shut down pve1 done']
    }

    @Row('F-03')
    def 'outside: a node that is still on is not cut off, and Steward stays logged in'() {
        given:
        house(house(), '{outside: true}', PHASES)
        kit.lab.faults().refuse('POST', '/nodes/pve2/status', 1000, 500, 'it does not want to')

        when:
        dark()
        soon.eventually { assert said().any { it.contains('Steward stays logged in') } }

        then:
        ups.given().empty
        ups.logins() == 1
        said().any { it.contains('the UPS is not told to cut its outlets: still up: pve2 of cluster home') }
        !upsd.requests().contains('LOGOUT')
        up() == ['pve2']
    }
}
