package dev.steward.runner.lab.pve

import dev.steward.runner.lab.pve.state.Store
import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification

/** The life of guests on the simulated PVE: what is refused at once, what only the task tells, and the texts of each. */
class PveGuestSpec extends Specification {

    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(3)
            .storage(new Store('nfs', 'nfs', '/mnt/pve/nfs', 'images,rootdir,backup', true, 1L << 40, 1L << 30, []))
            .lxc(101, 'ct101') { it.running() }
            .lxc(102, 'ct102') {}
            .lxc(103, 'ct103') { it.running().set('rootfs', 'local:103/vm-103-disk-0.raw,size=4G') }
            .lxc(104, 'deaf') { it.running().ignoresShutdown() }
            .qemu(200, 'vm200') { it.running(Duration.ofMinutes(10)) }
            .qemu(201, 'vm201') {}
            .qemu(202, 'deaf') { it.running().ignoresShutdown().withoutAgent() }
            .qemu(203, 'shared') { it.running().set('scsi0', 'nfs:203/vm-203-disk-0.raw,size=8G') }
            .qemu(204, 'usb') { it.set('usb0', 'host=1234:5678') }
            .start(time)
    Asking ask = new Asking(lab)

    String ended(Asking.Got got, Duration after = Duration.ofMinutes(5)) {
        assert got.status == 200: got
        time.advance(after)
        ask.get("/nodes/${(got.data as String).split(':')[1]}/tasks/${Asking.encode(got.data)}/status").data.exitstatus
    }

    List<String> log(Asking.Got got) {
        ask.get("/nodes/${(got.data as String).split(':')[1]}/tasks/${Asking.encode(got.data)}/log", [limit: 0]).data*.t
    }

    def '#verb of #guest: #says'() {
        when:
        Asking.Got got = ask.post("/nodes/pve1/$guest/status/$verb")

        then:
        (got.status == 200 ? ended(got) : "$got.status $got.reason") == says

        where:
        guest      | verb       || says
        'lxc/101'  | 'start'    || '500 CT 101 already running'
        'lxc/102'  | 'start'    || 'OK'
        'lxc/102'  | 'stop'     || '500 CT 102 not running'
        'lxc/102'  | 'shutdown' || '500 CT 102 not running'
        'lxc/102'  | 'reboot'   || '500 VM 102 not running'
        'lxc/101'  | 'stop'     || 'OK'
        'qemu/200' | 'start'    || 'VM 200 already running'
        'qemu/201' | 'start'    || 'OK'
        'qemu/201' | 'stop'     || 'OK'
        'qemu/201' | 'shutdown' || 'OK'
        'qemu/201' | 'reset'    || '500 VM 201 not running'
        'qemu/200' | 'suspend'  || 'OK'
        'qemu/200' | 'shutdown' || 'OK'
    }

    def 'a guest that does not listen is given up, or its plug is pulled'() {
        when:
        Asking.Got got = ask.post("/nodes/pve1/$guest/status/shutdown", [timeout: 5, forceStop: force])

        then:
        ended(got) == exit
        log(got).dropRight(1) == lines
        ask.get("/nodes/pve1/$guest/status/current").data.status == status

        where:
        guest      | force || exit                                                                          | status    | lines
        'qemu/202' | 0     || 'VM quit/powerdown failed - got timeout'                                      | 'running' | ["QEMU Guest Agent is not running - VM 202 qga command 'guest-ping' failed - got timeout"]
        'qemu/202' | 1     || 'OK'                                                                          | 'stopped' | ["QEMU Guest Agent is not running - VM 202 qga command 'guest-ping' failed - got timeout", 'VM still running - terminating now with SIGTERM']
        'lxc/104'  | 1     || 'OK'                                                                          | 'stopped' | []
        'lxc/104'  | 0     || "command 'lxc-stop -n 104 --nokill --timeout 5' failed: exit code 1"          | 'running' | []
    }

    def 'while one task waits for a guest, others find its file locked'() {
        when:
        Asking.Got waiting = ask.post('/nodes/pve1/qemu/202/status/shutdown', [timeout: 60])
        time.advance(Duration.ofSeconds(1))
        Asking.Got other = ask.post('/nodes/pve1/qemu/202/status/stop')

        then:
        ended(other, Duration.ofSeconds(20)) == "can't lock file '/var/lock/qemu-server/lock-202.conf' - got timeout"

        when:
        Asking.Got over = ask.post('/nodes/pve1/qemu/202/status/stop', ['overrule-shutdown': 1])

        then:
        ended(over, Duration.ofSeconds(20)) == 'OK'
        ask.get("/nodes/pve1/tasks/${Asking.encode(waiting.data)}/status").data.exitstatus == 'interrupted by signal'
    }

    def 'a reboot gives another process and another uptime'() {
        given:
        Map before = ask.get('/nodes/pve1/qemu/200/status/current').data

        when:
        Asking.Got got = ask.post('/nodes/pve1/qemu/200/status/reboot')

        then:
        ended(got, Duration.ofSeconds(30)) == 'OK'
        ask.get('/nodes/pve1/qemu/200/status/current').data.with { it.pid != before.pid && it.uptime < before.uptime && it.status == 'running' }
    }

    def 'a paused machine still counts as running, and cannot be asked to shut down'() {
        when:
        ended(ask.post('/nodes/pve1/qemu/200/status/suspend'))

        then:
        ask.get('/nodes/pve1/qemu/200/status/current').data.subMap('status', 'qmpstatus') == [status: 'running', qmpstatus: 'paused']
        ask.post('/nodes/pve1/qemu/200/status/shutdown').reason == 'VM is paused - cannot shutdown'
        ask.post('/nodes/pve1/qemu/200/agent/ping').reason == 'QEMU guest agent is not running'

        when:
        ended(ask.post('/nodes/pve1/qemu/200/status/resume'))
        ended(ask.post('/nodes/pve1/qemu/200/status/suspend', [todisk: 1]))

        then:
        ask.get('/nodes/pve1/qemu/200/status/current').data.subMap('status', 'lock') == [status: 'stopped', lock: 'suspended']
        ended(ask.post('/nodes/pve1/qemu/200/status/start')) == 'OK'
        !ask.get('/nodes/pve1/qemu/200/config').data.lock
    }

    def 'a lock stops everything'() {
        given:
        lab.lock(200, 'snapshot')

        expect:
        ended(ask.post('/nodes/pve1/qemu/200/status/reboot')) == 'VM is locked (snapshot)'
        ask.get('/nodes/pve1/qemu/200/migrate').reason == 'VM is locked (snapshot)'
        ask.put('/nodes/pve1/qemu/200/config', [description: 'x']).reason == 'VM is locked (snapshot)'
        log(ask.post('/nodes/pve1/vzdump', [vmid: 200]).tap { time.advance(Duration.ofMinutes(1)) }).containsAll(
                ['ERROR: Backup of VM 200 failed - VM is locked (snapshot)', 'TASK ERROR: job errors'])
    }

    def 'a task fails on demand, once'() {
        given:
        lab.fail('qmstart', 201, 'start failed: QEMU exited with code 1')

        expect:
        ended(ask.post('/nodes/pve1/qemu/201/status/start')) == 'start failed: QEMU exited with code 1'
        ended(ask.post('/nodes/pve1/qemu/201/status/start')) == 'OK'
    }

    def 'snapshots are taken, listed, rolled back to and removed'() {
        expect:
        ended(ask.post('/nodes/pve1/lxc/101/snapshot', [snapname: 's1', description: 'first'])) == 'OK'
        ended(ask.post('/nodes/pve1/lxc/101/snapshot', [snapname: 's1'])) == "snapshot name 's1' already used"
        ask.get('/nodes/pve1/lxc/101/snapshot').data*.name == ['s1', 'current']
        ask.put('/nodes/pve1/lxc/101/config', [memory: 1024]).status == 200
        ended(ask.post('/nodes/pve1/lxc/101/snapshot/s1/rollback', [start: 1]), Duration.ofSeconds(2)) == 'OK'
        ask.get('/nodes/pve1/lxc/101/config').data.subMap('memory', 'parent') == [memory: 256, parent: 's1']
        ended(ask.delete('/nodes/pve1/lxc/101/snapshot/s1'), Duration.ofMinutes(1)) == 'OK'
        ended(ask.delete('/nodes/pve1/lxc/101/snapshot/s1'), Duration.ofMinutes(1)) == "snapshot 's1' does not exist"
        ask.get('/nodes/pve1/lxc/103/feature', [feature: 'snapshot']).data == [hasFeature: 0]
        ended(ask.post('/nodes/pve1/lxc/103/snapshot', [snapname: 's1'])) == 'snapshot feature is not available'
    }

    def 'a configuration changes by its digest, pending where the machine runs'() {
        given:
        String digest = ask.get('/nodes/pve1/qemu/200/config').data.digest

        expect:
        ask.put('/nodes/pve1/qemu/200/config', [memory: '1024', description: 'x', digest: digest]).with { [it.status, it.data] } == [200, null]
        ask.put('/nodes/pve1/qemu/200/config', [memory: '2048', digest: digest]).reason == 'checksum missmatch (file change by other user?)'
        ask.get('/nodes/pve1/qemu/200/pending').data.find { it.key == 'memory' } == [key: 'memory', value: '512', pending: '1024']
        ask.get('/nodes/pve1/qemu/200/config', [current: 1]).data.memory == '512'
        ask.post('/nodes/pve1/qemu/200/config', [delete: 'description']).data ==~ /UPID:pve1:.*:qmconfig:200:.*/
    }

    def 'guests are created and destroyed, guarded'() {
        expect:
        ask.post('/nodes/pve2/qemu', [vmid: 101]).reason == "CT 101 already exists on node 'pve1'"
        ended(ask.post('/nodes/pve2/qemu', [vmid: 300, name: 'new', scsi0: 'btr:8', net0: 'virtio,bridge=vmbr0', protection: 1])) == 'OK'
        ask.get('/nodes/pve2/qemu/300/config').data.with { it.scsi0 == 'btr:300/vm-300-disk-0.raw,size=8G' && it.net0 ==~ /virtio=BC:24:11:.*,bridge=vmbr0/ }
        ask.delete('/nodes/pve2/qemu/300').reason == "can't remove VM 300 - protection mode enabled"
        ask.put('/nodes/pve2/qemu/300/config', [delete: 'protection']).status == 200
        ended(ask.delete('/nodes/pve2/qemu/300')) == 'OK'
        ask.delete('/nodes/pve1/lxc/101').reason == 'CT 101 is running - destroy not possible'
        ended(ask.delete('/nodes/pve1/qemu/200')) == 'VM 200 is running - destroy failed'
        ask.post('/nodes/pve1/lxc', [vmid: 301, ostemplate: 'local:vztmpl/nosuch.tar.zst']).reason == "volume 'local:vztmpl/nosuch.tar.zst' does not exist"
    }

    def 'a migration of #guest with #form: #says'() {
        when:
        Asking.Got got = ask.post("/nodes/pve1/$guest/migrate", form)

        then:
        (got.status == 200 ? ended(got) : "$got.status $got.reason") == says

        where:
        guest      | form                                               || says
        'lxc/101'  | [target: 'pve2']                                   || "500 can't migrate running container without --online or --restart"
        'lxc/101'  | [target: 'pve2', restart: 1]                       || 'OK'
        'lxc/102'  | [target: 'pve2']                                   || 'OK'
        'lxc/102'  | [target: 'pve1']                                   || '400 Parameter verification failed.'
        'qemu/200' | [target: 'pve2']                                   || "500 can't migrate running VM without --online"
        'qemu/200' | [target: 'pve2', online: 1]                        || "can't live migrate attached local disks without with-local-disks option"
        'qemu/200' | [target: 'pve2', online: 1, 'with-local-disks': 1] || 'OK'
        'qemu/203' | [target: 'pve2', online: 1]                        || 'OK'
        'qemu/204' | [target: 'pve2']                                   || "500 can't migrate VM which uses local devices: usb0"
    }

    def 'a machine that moved online goes on, a container was restarted'() {
        when:
        ended(ask.post('/nodes/pve1/qemu/203/migrate', [target: 'pve2', online: 1]), Duration.ofSeconds(20))
        Asking.Got moved = ask.post('/nodes/pve1/lxc/101/migrate', [target: 'pve3', restart: 1])

        then:
        ended(moved, Duration.ofSeconds(30)) == 'OK'
        log(moved).any { it.endsWith('start container on target node') }
        ask.get('/nodes/pve2/qemu/203/status/current').data.with { it.status == 'running' && it.uptime > 1000 }
        ask.get('/nodes/pve3/lxc/101/status/current').data.with { it.status == 'running' && it.uptime < 60 }
        ask.get('/nodes/pve1/lxc/101/config').reason == "Configuration file 'nodes/pve1/lxc/101.conf' does not exist"
    }

    def 'a backup tells of each guest and leaves its archive'() {
        when:
        Asking.Got got = ask.post('/nodes/pve1/vzdump', [vmid: '101,200', mode: 'stop', compress: 'zstd'])

        then:
        ended(got) == 'OK'
        log(got).containsAll(['INFO: Starting Backup of VM 101 (lxc)', 'INFO: stopping virtual guest', 'INFO: guest is online again after 4 seconds', 'INFO: Backup job finished successfully'])
        ask.get('/nodes/pve1/storage/local/content', [content: 'backup']).data*.vmid == [101, 200]
        ask.get('/nodes/pve1/lxc/101/status/current').data.status == 'running'
    }
}
