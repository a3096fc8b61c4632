package dev.steward.runner.outage

import dev.steward.house.Row
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.ups.UpsLab
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

/** Everything as serve does it, by the machine's clock: upsd over TCP, the watcher, the playbook, the engine, the cluster. */
class WatchedHouseSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit
    @AutoCleanup UpsLab upsd = UpsLab.open(new SystemTime())

    @Row('F-19')
    def 'the plug is pulled and put back: guests of the first phase go down, and run again, and the next phase never began'() {
        given:
        def ups = upsd.add('cyberpower')
        Files.createDirectories(folder.resolve('playbooks'))
        Files.writeString(folder.resolve('playbooks/ups.groovy'), '''
            playbook('UPS shutdown') {
                onBattery ups: 'cyberpower', confirm: 1.seconds
                onPowerRestored stableFor: 2.seconds
                phase('Guests') {
                    startWhen { ups.onBatteryFor >= 1.seconds }
                    play('Guests') {
                        hosts 'proxmox_pve2_lxc'
                        tasks { task('Shut down') { guest state: 'shutdown', timeout: 60.seconds, force: true } }
                    }
                    recover {
                        play('Start') {
                            hosts 'proxmox_pve2_lxc'
                            tasks { task('Start') { guest state: 'started' } }
                        }
                    }
                }
                phase('Node') {
                    startWhen { ups.charge <= 20 }
                    play('Node') {
                        hosts 'pve2'
                        tasks { task('Off') { node state: 'shutdown' } }
                    }
                }
            }
            '''.stripIndent())
        kit = new PveKit(folder, PveLab.cluster('lab').nodes(3).lxc(101, 'web-1') { it.node('pve2').running() }.lxc(102, 'off-1') { it.node('pve2') },
                new SystemTime(), "playbooks: playbooks\n            power: {plan: ups.groovy, poll: 1s, pollOnBattery: 1s, stableFor: 1s, ups: {cyberpower: {host: '${upsd.address()}'}}}")

        when:
        kit.runner.housePower().begin()
        def desk = kit.runner.power()
        def soon = new PollingConditions(timeout: 60, delay: 0.2)
        soon.eventually { assert desk.view().state().name() == 'ONLINE' }
        ups.set('ups.status', 'OB DISCHRG')
        soon.eventually { assert !kit.lab.guest(101).running() && desk.view().outage().map { it.phases()[0].state() }.orElse('') == 'done' }
        def shedding = desk.view()
        ups.set('ups.status', 'OL CHRG')
        soon.eventually { assert kit.runner.store().queries().run(1).filter { it.status().ended() }.present }
        def run = kit.result(1)

        then:
        shedding.plan().get() == 'UPS shutdown'
        shedding.state().name() == 'SHEDDING'
        run.row.status() == RunStatus.OK
        run.row.cause().name() == 'cyberpower'
        run.of(RunEvent.PhaseEnded)*.state() == ['done', 'recovered']
        kit.lab.guest(101).running()
        !kit.lab.guest(102).running()
        desk.history(3)*.kind() == ['outage']
        desk.plan().phases()*.name() == ['Guests', 'Node']
        desk.plan().phases()[0].steps()[0].hosts().toSorted() == ['off-1 (CT 102)', 'web-1 (CT 101)']
        desk.plan().phases()*.pointOfNoReturn() == [false, true]
    }
}
