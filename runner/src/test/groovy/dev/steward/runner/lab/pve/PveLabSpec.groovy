package dev.steward.runner.lab.pve

import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification

/** The simulated PVE answers as real ones were seen to. */
class PveLabSpec extends Specification {

    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(3)
            .lxc(101, 'ct101') { it.running().tags('prod;web') }
            .lxc(102, 'ct102') { it.node('pve2') }
            .qemu(200, 'vm200') { it.running(Duration.ofMinutes(10)) }
            .qemu(201, 'vm201') { it.node('pve3') }
            .user('op@pve', 'secret', '/vms/101', 'PVEVMUser')
            .token('root@pam', 'sep', '11111111-2222-3333-4444-555555555555', true)
            .start(time)
    Asking ask = new Asking(lab)

    def 'a cluster shows itself'() {
        expect:
        ask.get('/version').data == [version: '9.2.11', release: '9.2', repoid: '0123456789abcdef']
        ask.get('/cluster/status').data.find { it.type == 'cluster' }.subMap('name', 'quorate', 'nodes') == [name: 'lab', quorate: 1, nodes: 3]
        ask.get('/cluster/resources', [type: 'vm']).data*.vmid == [101, 102, 200, 201]
        ask.get('/nodes').data*.ssl_fingerprint == ['pve1', 'pve2', 'pve3'].collect { lab.fingerprint(it) }
        ask.at('pve2').get('/nodes/pve3/qemu').data*.vmid == [201]
    }

    def 'a guest is started, and its task is followed to its end'() {
        when:
        Asking.Got got = ask.post('/nodes/pve2/lxc/102/status/start')
        String upid = got.data

        then:
        upid ==~ /UPID:pve2:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:vzstart:102:root@pam!steward:/
        ask.get("/nodes/pve2/tasks/${Asking.encode(upid)}/status").data.with { it.status == 'running' && !it.containsKey('exitstatus') && it.tokenid == 'steward' }

        when:
        time.advance(Duration.ofSeconds(3))

        then:
        ask.get("/nodes/pve2/tasks/${Asking.encode(upid)}/status").data.exitstatus == 'OK'
        ask.get("/nodes/pve2/tasks/${Asking.encode(upid)}/log").json == [data: [[n: 1, t: 'TASK OK']], total: 1]
        ask.get('/nodes/pve2/lxc/102/status/current').data.status == 'running'
    }
}
