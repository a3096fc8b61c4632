package dev.steward.runner.module.proxmox

import dev.steward.house.Row
import dev.steward.runner.event.Status
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.PveLab
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class GuestSpec extends Specification {

    @TempDir Path folder
    @AutoCleanup PveKit kit

    private PveKit lab(Closure<?> more = {}) {
        LabBuilder builder = PveLab.cluster('lab').nodes(2)
                .lxc(101, 'web-1') { it.running().tags('web') }
                .lxc(102, 'dns') { it.node('pve2').tags('net') }
                .qemu(201, 'docker-1') { it.node('pve2').running().tags('web') }
                .qemu(202, 'docker-2') { it.tags('web') }
        more(builder)
        kit = new PveKit(folder, builder)
    }

    private String words(int vmid) {
        kit.lab.change { it.guests().get(vmid).with { g -> g.running() ? (g.paused() ? 'suspended' : 'running') : (g.lock() == 'suspended' ? 'hibernated' : 'stopped') } }
    }

    @Row('X-18')
    def 'a guest that is #host becomes #state: #after'() {
        given:
        lab()

        when:
        def run = kit.tasks(host, "task('t') { guest state: '$state', timeout: 60.seconds }")

        then:
        run.status == 'ok'
        run.task().status() == Status.CHANGED
        run.message == message
        words(vmid) == after
        kit.writes() == ["POST /nodes/$node/$kind/$vmid/status/$call" as String]

        where:
        host       | vmid | node   | kind   | state        | call       || after        | message
        'dns'      | 102  | 'pve2' | 'lxc'  | 'started'    | 'start'    || 'running'    | 'CT 102 dns was started'
        'docker-2' | 202  | 'pve1' | 'qemu' | 'started'    | 'start'    || 'running'    | 'VM 202 docker-2 was started'
        'web-1'    | 101  | 'pve1' | 'lxc'  | 'shutdown'   | 'shutdown' || 'stopped'    | 'CT 101 web-1 was shut down'
        'docker-1' | 201  | 'pve2' | 'qemu' | 'shutdown'   | 'shutdown' || 'stopped'    | 'VM 201 docker-1 was shut down'
        'web-1'    | 101  | 'pve1' | 'lxc'  | 'stopped'    | 'stop'     || 'stopped'    | 'CT 101 web-1 was stopped'
        'docker-1' | 201  | 'pve2' | 'qemu' | 'suspended'  | 'suspend'  || 'suspended'  | 'VM 201 docker-1 was suspended'
        'docker-1' | 201  | 'pve2' | 'qemu' | 'hibernated' | 'suspend'  || 'hibernated' | 'VM 201 docker-1 was hibernated'
        'docker-1' | 201  | 'pve2' | 'qemu' | 'rebooted'   | 'reboot'   || 'running'    | 'VM 201 docker-1 was rebooted'
    }

    @Row(['G-55', 'G-56'])
    def 'stop pulls the plug, shutdown asks; where a guest is there already nothing is called'() {
        given:
        lab { it.qemu(203, 'deaf') { g -> g.running().ignoresShutdown() } }

        when:
        def stop = kit.tasks('deaf', "task('t') { guest state: 'stopped' }")

        then:
        stop.task().status() == Status.CHANGED
        kit.writes() == ['POST /nodes/pve1/qemu/203/status/stop']

        when:
        def again = kit.tasks('deaf:dns', "task('t') { guest state: '$state', force: true }")

        then:
        again.status == 'ok'
        again.task('deaf').status() == Status.OK
        again.task('dns').message() == 'CT 102 dns is stopped already'
        kit.writes().size() == 1

        where:
        state << ['stopped', 'shutdown']
    }

    @Row('G-58')
    def 'a guest that does not follow in time is stopped hard where force is said, else it is a failure: #host'() {
        given:
        lab { it.qemu(203, 'deaf') { g -> g.running().ignoresShutdown() }.lxc(103, 'deaf-ct') { g -> g.running().ignoresShutdown() } }

        when:
        def soft = kit.tasks(host, "task('t') { guest state: 'shutdown', timeout: 30.seconds }")

        then:
        soft.status == 'failed'
        soft.message.contains('is running still: proxmox task for shutdown')
        soft.message.contains('force: true stops it hard after the timeout')
        words(vmid) == 'running'

        when:
        def hard = kit.tasks(host, "task('t') { guest state: 'shutdown', timeout: 30.seconds, force: true }")

        then:
        hard.status == 'ok'
        hard.task().status() == Status.CHANGED
        words(vmid) == 'stopped'

        where:
        host      | vmid
        'deaf'    | 203
        'deaf-ct' | 103
    }

    def 'a shutdown that fails although it should force is followed by a hard stop'() {
        given:
        lab()
        kit.lab.fail('qmshutdown', 201, 'VM quit/powerdown failed')

        when:
        def run = kit.tasks('docker-1', "task('t') { guest state: 'shutdown', timeout: 30.seconds, force: true }")

        then:
        run.message.startsWith('VM 201 docker-1 was stopped hard: proxmox task for shutdown VM 201 docker-1 failed: VM quit/powerdown failed')
        kit.writes()*.split('/')*.last() == ['shutdown', 'stop']
        kit.lab.requests().findAll { it.path().endsWith('/status/stop') }.last().toString().contains('overrule-shutdown')
    }

    @Row(['X-17', 'X-20'])
    def 'a VM that PVE calls running is suspended, and known to be; it is resumed where it stood'() {
        given:
        lab()
        long pid = kit.lab.guest(201).pid()

        when:
        def run = kit.tasks('docker-1', "task('t') { guest state: 'suspended' }")

        then: 'PVE itself goes on to say running'
        run.task().status() == Status.CHANGED
        kit.tasks('docker-1', "task('t') { guest state: 'suspended' }").message == 'VM 201 docker-1 is suspended already'
        kit.tasks('docker-1', "task('t') { guest state: 'shutdown' }").message.contains('is suspended, and can hear no shutdown')
        kit.tasks('docker-1', "task('t') { guest state: 'resumed' }").task().data().guests[0].with { [it.before, it.after] } == ['suspended', 'running']
        kit.lab.guest(201).pid() == pid

        when:
        kit.tasks('docker-1', "task('t') { guest state: 'hibernated' }")

        then:
        words(201) == 'hibernated'
        kit.tasks('docker-1', "task('t') { guest state: 'started' }").message == 'VM 201 docker-1 was started'
        words(201) == 'running'
    }

    @Row('X-21')
    def 'a reboot is believed when another process runs, not because it runs'() {
        given:
        lab()
        long pid = kit.lab.guest(201).pid()

        when: 'PVE says OK, but nothing was restarted'
        kit.lab.faults().garble('POST', '/nodes/pve2/qemu/201/status/reboot', 1, '{"data":null}')
        kit.lab.change { it.guests().get(201).manner().deaf(true) }
        def run = kit.tasks('docker-1', "task('t') { guest state: 'rebooted', timeout: 30.seconds }")

        then:
        run.status == 'failed'
        kit.lab.guest(201).pid() == pid

        when:
        kit.lab.change { it.guests().get(201).manner().deaf(false) }
        run = kit.tasks('docker-1', "task('t') { guest state: 'rebooted', timeout: 30.seconds }")

        then:
        run.task().status() == Status.CHANGED
        kit.lab.guest(201).pid() != pid
        kit.tasks('dns', "task('t') { guest state: 'rebooted' }").task().with { [it.status(), it.message()] } ==
                [Status.SKIPPED, 'CT 102 dns is stopped: there is nothing to reboot']
    }

    @Row('G-83')
    def 'a container is suspended only by an experiment of PVE, and never hibernates'() {
        given:
        lab()

        expect:
        kit.tasks('web-1', "task('t') { guest state: 'suspended' }").message.contains('suspends containers by an experiment')
        kit.tasks('web-1', "task('t') { guest state: 'hibernated' }").message.contains('only VMs can hibernate')
    }
}
