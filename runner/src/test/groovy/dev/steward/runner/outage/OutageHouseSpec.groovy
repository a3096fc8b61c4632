package dev.steward.runner.outage

import dev.steward.dsl.plan.Plan
import dev.steward.house.Row
import dev.steward.runner.app.power.PlanSource
import dev.steward.runner.app.power.PowerService
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import dev.steward.runner.lab.pve.state.HaResource
import dev.steward.runner.module.proxmox.PveKit
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Whole outages of a cluster with HA, Ceph and the guest that carries Steward. */
@Timeout(120)
class OutageHouseSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit
    @AutoCleanup PowerService service

    private void house(String version, String self) {
        LabBuilder builder = PveLab.cluster('lab').nodes(2).version(version).qdevice().ceph()
                .lxc(101, 'web-1') { it.node('pve1').running() }
                .qemu(102, 'db-1') { it.node('pve2').running().set('startup', 'order=1') }
                .lxc(104, 'ha-1') { it.node('pve2').running() }
                .lxc(103, 'off-1') { it.node('pve2') }
                .lxc(110, 'steward') { it.node('pve1').running().set('startup', 'order=1') }
                .also { cluster -> cluster.services()['ct:104'] = new HaResource('ct:104', 'started').tap { it.state('started') } }
        kit = new PveKit(folder, builder, new SettableTime(Instant.parse('2026-03-01T12:00:00Z')),
                "power: {ups: {cyberpower: {host: 127.0.0.1}}, self: $self}")
    }

    private void outage(Map<Integer, String> script, Plan plan = OutageLabSpec.shipped()) {
        def found = new PlanSource.Found(plan, folder.resolve('ups.groovy'), 'h', false)
        PlanSource plans = [found: { Optional.of(found) }, problems: { [] }] as PlanSource
        service = kit.runner.housePower().over(new ScriptedFeed(kit.time, script), plans)
        service.start()
    }

    private PveKit.PveResult ended() {
        new PollingConditions(timeout: 60).eventually {
            assert kit.runner.store().queries().run(1).filter { it.status().ended() }.present
        }
        kit.result(1)
    }

    private static List<String> said(PveKit.PveResult run) { run.of(RunEvent.PowerSaid)*.text() }

    @Row(['U-05', 'F-28', 'G-69'])
    def 'power back at minute 7: HA, Ceph and guests are as they were, and that is the report, on PVE #version'() {
        given:
        house(version, '{guest: steward}')

        when:
        outage([10: 'OB', (10 + 7 * 60): 'OL'])
        def run = ended()

        then:
        run.row.status() == RunStatus.OK
        said(run).any { it == 'all 4 guests that ran are back' }
        kit.lab.change { c -> c.guests().values().findAll { it.running() }*.vmid() } == [101, 102, 104, 110]
        kit.lab.change { it.services()['ct:104'].wanted() } == 'started'
        kit.lab.change { it.ha().mode() } == ''
        kit.lab.change { it.ceph().get().set() }.empty

        and: 'while the power was gone HA was aside and Ceph quiet'
        kit.writes().contains('PUT /cluster/ceph/flags')
        kit.writes().any { it == aside }
        !kit.writes().any { it.contains('/pve1/status') }

        where:
        version  || aside
        '8.4.21' || 'PUT /cluster/ha/resources/ct:104'
        '9.2.11' || 'POST /cluster/ha/status/disarm-ha'
    }

    @Row(['F-01', 'U-06'])
    def 'the node that carries Steward is the last order of all, and its guest is asked for nothing, on PVE #version'() {
        given:
        house(version, '{guest: steward}')

        when:
        outage([10: 'OB'])
        def run = ended()

        then:
        run.row.status() == RunStatus.OK
        new PollingConditions(timeout: 30).eventually {
            kit.lab.settle()
            assert kit.writes().last() == 'POST /nodes/pve1/status'
        }
        kit.writes().count { it == 'POST /nodes/pve1/status' } == 1
        kit.writes().indexOf('POST /nodes/pve2/status') < kit.writes().indexOf('POST /nodes/pve1/status')
        !kit.writes().any { it.contains('/lxc/110/') }

        and: 'what is handed over is on disk before it is given'
        folder.resolve('state/power').toFile().listFiles().any { it.text.contains('handedOver') }

        where:
        version << ['8.4.21', '9.2.11']
    }
}
