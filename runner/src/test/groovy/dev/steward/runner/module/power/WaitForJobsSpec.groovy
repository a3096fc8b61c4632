package dev.steward.runner.module.power

import dev.steward.house.Row
import dev.steward.runner.lab.pve.LabBuilder
import dev.steward.runner.lab.pve.access.Caller
import dev.steward.runner.module.proxmox.PvePlays
import java.time.Duration

/** What runs on a node of a simulated cluster and for its guests. */
class WaitForJobsSpec extends PvePlays {

    private void lab(String version = '9.2.11') {
        cluster(version) { LabBuilder builder ->
            builder.lxc(101, 'web') { it.running() }.lxc(102, 'dns') { it.running() }.lxc(103, 'far') { it.node('pve2') }
        }
    }

    /** A UPID that somebody else began, and that takes so long. */
    private void job(String type, String id, Duration length, String node = 'pve1') {
        kit.lab.change { it.job(node, type, id, Caller.SYSTEM).then(length, { }).start() }
    }

    private List<String> still() { kit.lab.change { it.tasks().all().findAll { it.running() }*.type() } }

    @Row('F-32')
    def 'a node is waited for until its backup has ended, on PVE #version'() {
        given:
        lab(version)
        job('vzdump', '101', Duration.ofMinutes(3))
        job('vncproxy', '102', Duration.ofHours(2))
        job('vzdump', '103', Duration.ofHours(2), 'pve2')

        when:
        def dry = play('pve1', 'waitForJobs()', check: true)

        then:
        ok(dry)
        dry.message == 'would wait for vzdump of 101 on pve1'

        when:
        def run = play('pve1', 'waitForJobs timeout: 10.minutes')

        then:
        ok(run)
        run.message == 'nothing runs any more'
        run.task().data().elapsed > 170
        still().sort() == ['vncproxy', 'vzdump']
        kit.writes().isEmpty()

        where:
        version << RELEASES
    }

    @Row('F-32')
    def 'a backup that is not done in time is aborted where the plan says so, and what would be left half done goes on'() {
        given:
        lab()
        job('vzdump', '101', Duration.ofHours(2))
        job('vzclone', '102', Duration.ofHours(2))

        when:
        def run = play('pve1', "waitForJobs timeout: 1.minutes, onTimeout: 'abort'")

        then:
        failure(run) == 'still running: vzclone of 102 on pve1 (aborted: vzdump of 101 on pve1)'
        still() == ['vzclone']
        kit.writes().size() == 1
        kit.writes()[0].startsWith('DELETE /nodes/pve1/tasks/UPID:pve1:')

        when: 'only backups matter'
        job('vzdump', '101', Duration.ofHours(2))
        run = play('pve1', "waitForJobs timeout: 1.minutes, types: ['vzdump'], onTimeout: 'abort'")

        then:
        changed(run)
        run.message == 'aborted: vzdump of 101 on pve1'
        run.task().data().subMap('left', 'aborted') == [left: [], aborted: ['vzdump of 101 on pve1']]
    }

    @Row('F-22')
    def 'a guest held by a backup and deaf to its shutdown is down within what is said: the backup is aborted, the guest stopped hard and told so'() {
        given:
        cluster('9.2.11') { LabBuilder builder -> builder.lxc(101, 'web') { it.running().ignoresShutdown() } }
        job('vzdump', '101', Duration.ofHours(2))
        def start = kit.time.nanos()

        when:
        def run = kit.tasks('web', """
            task('Jobs') { waitForJobs types: ['vzdump'], timeout: 1.minutes, onTimeout: 'abort' }
            task('Down') { guest state: 'shutdown', timeout: 60.seconds, force: true }""")
        def ended = run.of(dev.steward.runner.event.RunEvent.TaskFinished)

        then:
        run.status == 'ok'
        ended[0].message() == 'aborted: vzdump of 101 on pve1'
        ended[1].message().startsWith('CT 101 web was ')
        !guest(101).running()
        Duration.ofNanos(kit.time.nanos() - start) < Duration.ofMinutes(4)
    }

    def 'what is still there at the timeout fails the task, or is left where that is said'() {
        given:
        lab()
        job('qmigrate', '101', Duration.ofHours(2))

        expect:
        failure(play('pve1', 'waitForJobs timeout: 1.minutes')) == 'still running: qmigrate of 101 on pve1'
        ok(play('pve1', "waitForJobs timeout: 1.minutes, onTimeout: 'leave'"))
        kit.writes().isEmpty()
    }

    def 'a guest waits for what is about it, and for a backup of many'() {
        given:
        lab()
        job('vzdump', '102', Duration.ofHours(2))

        expect:
        play('web', 'waitForJobs timeout: 10.seconds').message == 'nothing runs any more'
        failure(play('dns', 'waitForJobs timeout: 10.seconds')) == 'still running: vzdump of 102 on pve1'

        when:
        job('vzdump', '', Duration.ofHours(2))

        then:
        failure(play('web', 'waitForJobs timeout: 10.seconds')) == 'still running: vzdump on pve1'
    }

    def 'a replication at work is waited for: its row shows a process'() {
        given:
        lab()
        kit.lab.change { it.replications() << [id: '101-0', guest: '101', source: 'pve1', target: 'pve2', type: 'local', pid: 4711]; true }

        expect:
        failure(play('pve1', 'waitForJobs timeout: 10.seconds')) == 'still running: replication 101-0 on pve1'

        when:
        kit.lab.change { it.replications()[0].remove('pid'); true }

        then:
        ok(play('pve1', 'waitForJobs timeout: 10.seconds'))
    }

    def 'a host without a cluster says which processes'() {
        given:
        lab()

        expect:
        failure(play('localhost', 'waitForJobs()')) == "host 'localhost' is no node or guest of a cluster: say processes, as ['rsync', 'borg']"
        ok(play('localhost', "waitForJobs processes: ['no-such-program-here']"))
    }
}
