package dev.steward.runner.lab.pve

import dev.steward.runner.lab.pve.guest.Ha
import dev.steward.runner.lab.pve.state.GuestShell
import dev.steward.runner.lab.pve.state.Pace
import dev.steward.runner.lab.pve.table.Release
import dev.steward.runner.lab.pve.table.Table
import dev.steward.runner.time.SettableTime
import java.time.Duration
import java.time.Instant
import java.util.function.Consumer
import spock.lang.AutoCleanup
import spock.lang.Specification

/** Nodes, HA, quorum, bulk tasks, the guest agent and faults of the simulated PVE. */
class PveEstateSpec extends Specification {

    SettableTime time = new SettableTime(Instant.parse('2026-11-21T02:30:00Z'))
    @AutoCleanup PveLab lab = PveLab.cluster('lab').nodes(3).ceph()
            .lxc(101, 'ct101') { it.running().node('pve2').set('onboot', 1) }
            .lxc(102, 'ct102') { it.running() }
            .qemu(200, 'vm200') { it.running(Duration.ofMinutes(10)).inside(new Echo()) }
            .qemu(201, 'vm201') { it.set('onboot', 1).set('startup', 'order=1') }
            .start(time)
    Asking ask = new Asking(lab)

    /** Inside of a guest that knows cat alone. */
    static class Echo implements GuestShell {

        @Override
        void power(boolean on) {
            assert on || !on
        }

        @Override
        boolean run(List<String> command, byte[] input, Consumer<GuestShell.Ended> then) {
            if (command[0] != 'cat') {
                return false
            }
            then.accept(new GuestShell.Ended(3, 0, input, 'oops'.bytes))
            true
        }
    }

    String exit(Asking.Got got) {
        assert got.status == 200: got
        ask.get("/nodes/${(got.data as String).split(':')[1]}/tasks/${Asking.encode(got.data)}/status").data.exitstatus
    }

    def 'a node without power: 595 through others, unknown guests, a closed port'() {
        when:
        lab.kill('pve2')

        then:
        ask.get('/nodes/pve2/status').with { [it.status, it.reason, it.body] } == [595, 'No route to host', '']
        ask.get('/cluster/resources', [type: 'node']).data.find { it.node == 'pve2' }.with { it.status == 'offline' && !it.containsKey('uptime') }
        ask.get('/cluster/resources', [type: 'vm']).data.find { it.vmid == 101 }.status == 'unknown'
        ask.get('/cluster/status').data.find { it.type == 'cluster' }.quorate == 1

        when:
        ask.at('pve2').get('/version')

        then:
        thrown(ConnectException)

        when:
        lab.revive('pve2')
        time.advance(Duration.ofSeconds(10))

        then:
        ask.at('pve2').get('/nodes/pve2/lxc/101/status/current').data.status == 'running'
    }

    def 'without quorum everything can be read and nothing written'() {
        given:
        lab.kill('pve2')
        lab.kill('pve3')

        expect:
        ask.get('/cluster/status').data.find { it.type == 'cluster' }.quorate == 0
        ask.get('/cluster/ha/status/current').data[0].status == "No quorum on node 'pve1'!"
        ask.by([:]).post('/access/ticket', [username: 'root@pam', password: lab.rootPassword()]).status == 200
        ask.post('/nodes/pve1/qemu/201/status/start').reason == 'cluster not ready - no quorum?'
        ask.put('/nodes/pve1/qemu/200/config', [description: 'x']).reason ==~ $/unable to open file '/etc/pve/nodes/pve1/qemu-server/200.conf.tmp.\d+' - Permission denied/$
        ask.post('/pools', [poolid: 'p']).reason == 'cluster not ready - no quorum?'
    }

    def 'a wish to HA ends at once, what it wants comes later'() {
        given:
        ask.post('/cluster/ha/resources', [sid: 'ct:102', max_restart: 2]).status == 200
        time.advance(Duration.ofSeconds(11))

        when:
        Asking.Got got = ask.post('/nodes/pve1/lxc/102/status/stop')
        time.advance(Duration.ofSeconds(1))

        then:
        (got.data as String).contains(':hastop:102:')
        exit(got) == 'OK'
        ask.get("/nodes/pve1/tasks/${Asking.encode(got.data)}/log").data[0].t == 'Requesting HA stop for CT 102'
        ask.get('/nodes/pve1/lxc/102/status/current').data.with { it.status == 'running' && it.ha == [managed: 1, state: 'stopped'] }
        ask.delete('/nodes/pve1/lxc/102').reason == 'unable to remove CT 102 - used in HA resources and purge parameter not set.'

        when:
        time.advance(Duration.ofSeconds(30))

        then:
        ask.get('/nodes/pve1/lxc/102/status/current').data.status == 'stopped'
        ask.get('/cluster/ha/status/current').data.find { it.sid == 'ct:102' }.crm_state == 'stopped'
        ask.get('/cluster/resources', [type: 'vm']).data.find { it.vmid == 102 }.hastate == 'stopped'
        ask.get('/cluster/ha/resources/ct:999').reason == "no such resource 'ct:999'"
        ask.get('/cluster/ha/groups').reason == 'cannot index groups: ha groups have been migrated to rules'
    }

    def 'what HA keeps leaves a node in maintenance and comes back, and is started elsewhere when its node dies'() {
        given:
        ask.post('/cluster/ha/resources', [sid: 'ct:102'])
        time.advance(Duration.ofSeconds(11))

        when:
        lab.change { state -> new Ha(state).maintain(state.node('pve1'), true) }
        time.advance(Duration.ofMinutes(1))

        then:
        ask.get('/cluster/resources', [type: 'node']).data.find { it.node == 'pve1' }.hastate == 'maintenance'
        ask.get('/nodes/pve2/lxc/102/status/current').data.status == 'running'

        when:
        lab.change { state -> new Ha(state).maintain(state.node('pve1'), false) }
        time.advance(Duration.ofMinutes(1))

        then:
        ask.get('/nodes/pve1/lxc/102/status/current').data.status == 'running'

        when:
        lab.kill('pve1')
        time.advance(Duration.ofMinutes(3))

        then:
        ask.at('pve3').get('/nodes/pve2/lxc/102/status/current').data.status == 'running'
    }

    def 'PVE 8 has groups and no rules, no conditions for containers, and errors before 8.4 are in the status line alone'() {
        given:
        PveLab old = PveLab.standalone().version('8.2.4').lxc(105, 'ct105') { it.running() }.start(time)
        Asking asked = new Asking(old)

        expect:
        asked.get('/cluster/ha/rules').with { [it.status, it.body] } == [501, '{"data":null}']
        asked.get('/cluster/ha/groups').data == []
        asked.get('/nodes/pve1/lxc/105/migrate').reason == "Method 'GET /nodes/pve1/lxc/105/migrate' not implemented"
        asked.get('/nodes/pve1/lxc/1/config').json == [data: null, errors: [vmid: 'invalid format - value does not look like a valid VM ID\n']]
        asked.get('/cluster/status').data == [[type: 'node', id: 'node/pve1', name: 'pve1', nodeid: 0, ip: '10.99.8.11', online: 1, local: 1, level: '']]
        asked.get('/cluster/config/join').status == 424

        cleanup:
        old.close()
    }

    def 'all guests of a node stop in order, and those of onboot start'() {
        when:
        Asking.Got stop = ask.post('/nodes/pve1/stopall', [timeout: 20])
        time.advance(Duration.ofMinutes(1))
        Asking.Got start = ask.post('/nodes/pve1/startall')
        time.advance(Duration.ofMinutes(1))

        then:
        exit(stop) == 'OK'
        ask.get("/nodes/pve1/tasks/${Asking.encode(stop.data)}/log").data*.t.containsAll(['Stopping VM 200 (timeout = 20 seconds)', 'Stopping CT 102 (timeout = 20 seconds)'])
        exit(start) == 'OK'
        ask.get('/nodes/pve1/qemu').data.collectEntries { [it.vmid, it.status] } == [200: 'stopped', 201: 'running']
        ask.get('/nodes/pve1/tasks').data*.type.containsAll(['stopall', 'startall', 'qmshutdown', 'vzshutdown', 'qmstart'])
        ask.post('/nodes/pve1/migrateall', [target: 'pve2']).reason == "either 'max-workers' parameter or max_workers in datacenter.cfg must be set!"
    }

    def 'a node reboots with its guests, and another wakes it'() {
        when:
        Asking.Got got = ask.post('/nodes/pve2/status', [command: 'shutdown'])
        time.advance(Duration.ofMinutes(1))

        then:
        got.data == null
        ask.get('/nodes/pve2/status').status == 595

        when:
        Asking.Got woken = ask.post('/nodes/pve2/wakeonlan')
        time.advance(Duration.ofMinutes(2))

        then:
        woken.data == 'bc:24:11:00:00:02'
        ask.get('/nodes/pve2/status').data.uptime < 120
        ask.post('/nodes/pve1/wakeonlan').reason == "'pve1' is local node, cannot wake my self!"
    }

    def 'the agent runs a command, tells its end once, and stumbles over a missing program'() {
        when:
        Asking.Got got = ask.post('/nodes/pve1/qemu/200/agent/exec', [command: ['cat', '-'], 'input-data': 'hällo'])
        Asking.Got end = ask.get('/nodes/pve1/qemu/200/agent/exec-status', [pid: got.data.pid])

        then:
        end.data == [exited: 1, exitcode: 3, 'out-data': 'hällo', 'err-data': 'oops']
        ask.get('/nodes/pve1/qemu/200/agent/exec-status', [pid: got.data.pid]).reason == "Agent error: Invalid parameter 'pid'"
        ask.post('/nodes/pve1/qemu/200/agent/exec', [command: 'nosuch']).with { [it.status, it.reason, it.body] } == [596, 'Broken pipe', '']
        ask.post('/nodes/pve1/qemu/200/agent/ping').data == [result: [:]]
        ask.get('/nodes/pve1/qemu/200/agent/network-get-interfaces').data.result*.name == ['lo', 'ens18']
        ask.post('/nodes/pve1/qemu/201/agent/ping').reason == 'VM 201 is not running'
    }

    def 'Ceph flags are set one by one or together'() {
        expect:
        ask.put('/cluster/ceph/flags/noout', [value: 1]).status == 200
        ask.get('/cluster/ceph/flags').data.findAll { it.value == 1 }*.name == ['noout']
        ask.get('/cluster/ceph/status').data.health.status == 'HEALTH_WARN'
        exit(ask.put('/cluster/ceph/flags', [noout: 0, norebalance: 1]).tap { time.advance(Duration.ofSeconds(2)) }) == 'OK'
        ask.get('/cluster/ceph/flags').data.findAll { it.value == 1 }*.name == ['norebalance']
    }

    def 'tasks are found by type, guest, errors and page, and logs by page'() {
        given:
        lab.fail('qmstart', 0, 'boom')
        (1..3).each { ask.post('/nodes/pve1/qemu/201/status/start'); time.advance(Duration.ofSeconds(5)) }

        expect:
        ask.get('/nodes/pve1/tasks', [vmid: 201, limit: 2]).with { [it.data.size(), it.json.total] } == [2, 3]
        ask.get('/nodes/pve1/tasks', [errors: 1]).data*.status == ['VM 201 already running', 'boom']
        ask.get('/nodes/pve1/tasks', [typefilter: 'vz']).data == []
        ask.get('/nodes/pve1/tasks', [source: 'active']).data == []
        ask.get('/cluster/tasks').data*.saved.unique() == ['1']

        when:
        String upid = ask.post('/nodes/pve1/qemu/201/status/reboot', [timeout: 50]).data

        then:
        ask.get('/nodes/pve1/tasks', [source: 'active']).data[0].subMap('status', 'user', 'saved') == [status: 'RUNNING', user: 'root@pam!steward', saved: '0']
        ask.delete("/nodes/pve1/tasks/${Asking.encode(upid)}").data == null
        ask.get("/nodes/pve1/tasks/${Asking.encode(upid)}/status").data.exitstatus == 'interrupted by signal'
    }

    def 'faults on the way: refused, lost, cut, garbled, frozen'() {
        when:
        lab.faults().refuse('GET', '/version', 1, 596, 'Connection timed out')

        then:
        ask.get('/version').with { [it.status, it.reason, it.body] } == [596, 'Connection timed out', '']
        ask.get('/version').status == 200

        when: 'the answer is lost, the effect is not'
        lab.faults().loseAnswer('POST', '.*/status/start', 1)
        ask.post('/nodes/pve1/qemu/201/status/start')

        then:
        thrown(StringIndexOutOfBoundsException)

        when:
        time.advance(Duration.ofSeconds(5))

        then:
        ask.get('/nodes/pve1/qemu/201/status/current').data.status == 'running'

        when:
        lab.faults().cutAnswer('GET', '/nodes', 1, 10)
        lab.faults().garble('GET', '/cluster/status', 1, '<html>')

        then:
        ask.get('/nodes').body.size() == 10
        ask.get('/cluster/status').body == '<html>'

        when:
        lab.faults().freeze('GET', '/nodes')
        Thread waiting = Thread.start { ask.get('/nodes') }
        waiting.join(200)

        then:
        waiting.alive

        when:
        lab.faults().thaw()
        waiting.join(5000)

        then:
        !waiting.alive
        lab.requests().count { it.path() == '/nodes' } == 2
    }

    def 'plain HTTP is sent to HTTPS, and the pause before a refusal is as told'() {
        given:
        URI at = URI.create(lab.url('pve1'))
        HttpURLConnection plain = new URL("http://$at.authority/api2/json/version").openConnection() as HttpURLConnection
        plain.instanceFollowRedirects = false
        PveLab slow = PveLab.standalone().pace(Pace.life()).start(time)
        Instant before = time.now()

        expect:
        plain.responseCode == 301
        plain.getHeaderField('Location') == "https://$at.authority/api2/json/version"
        new Asking(slow).by([:]).get('/version').status == 401
        Duration.between(before, time.now()) == Duration.ofSeconds(3)

        cleanup:
        slow.close()
    }

    def 'everything the table names is carried out'() {
        expect:
        ['8.4.21', '9.2.11'].collectMany { version ->
            Table.of(Release.of(version)).endpoints()*.title()
        }.findAll { Methods.all().get(it) == null }.unique() == []
    }
}
