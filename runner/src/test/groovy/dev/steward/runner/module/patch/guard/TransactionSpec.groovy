package dev.steward.runner.module.patch.guard

import dev.steward.house.Row
import dev.steward.runner.module.Outcome.Kind
import java.time.Duration
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TransactionSpec extends GuardTry {

    def setup() { lab() }

    @Row('N-53')
    def 'a snapshot is taken once there is something to do, before anything is done, and the good end is noted in it'() {
        given:
        def work = of('web', 101, keep: Duration.ofDays(2), meanwhile: { assert guest(101).snapshots().size() == 1 })

        when:
        def outcome = new Transaction().around(work)

        then:
        outcome.result() == Kind.CHANGED
        outcome.message() == '2 packages upgraded (2 security)'
        outcome.data().stage == 'commit'
        outcome.data().snapshot ==~ /steward-patch-20260301-12\d{4}/
        work.steps == ['check', 'update']
        writes() == ['POST 101/snapshot', 'PUT 101/snapshot/OURS/config']
        guest(101).snapshots()[outcome.data().snapshot].description().readLines()[0..1] == ['before an update (run 17)', 'steward: expires 2026-03-03T12:00:00Z']
        noted(101) == 'steward: patch good'
    }

    def 'where there is nothing to do, or only a look is wanted, nothing is written'() {
        expect:
        update('web', 101, finds: 0).with { it.result() == Kind.OK && it.message() == 'nothing to do' && it.data().stage == 'check' }
        update('web', 101, action: 'check').data().protection == 'snapshot'
        update('web', 101, dry: true).data().protection == 'snapshot'
        update('flat', 102, action: 'check', backupTo: 'local').data().protection == 'backup'
        update('flat', 102, action: 'check').message().contains('an update would be refused: flat (lxc/102 on pve1) cannot be snapshotted')
        writes() == []
    }

    @Row('N-53')
    def 'what cannot be protected is not updated: #why'() {
        given:
        prepare(kit)
        def work = of(how, name, vmid)

        when:
        def outcome = new Transaction().around(work)

        then:
        outcome.result() == Kind.FAILED
        outcome.message().startsWith('not updated: ')
        outcome.message().contains(said)
        outcome.data().stage == 'protect'
        outcome.data().packages == []
        work.steps == ['check']
        claims.holder("home/$vmid").empty

        where:
        why                            | name   | vmid | how                                                 | prepare || said
        'the snapshot fails'           | 'web'  | 101  | [:]                                                 | { it.lab.fail('vzsnapshot', 101, 'lvcreate failed') } || 'lvcreate failed'
        'the storage cannot, auto'     | 'flat' | 102  | [:]                                                 | {} || "cannot be snapshotted, as one of its disks or mount points lies where that is not possible; say by backupTo which storage takes a backup, or protect: 'none'"
        'the storage cannot, snapshot' | 'flat' | 102  | [protect: 'snapshot', backupTo: 'local']            | {} || 'cannot be snapshotted'
        'the backup fails'             | 'flat' | 102  | [backupTo: 'local']                                 | { it.lab.fail('vzdump', 102, 'job errors') } || 'job errors'
        'no storage for the backup'    | 'web'  | 101  | [protect: 'backup']                                 | {} || 'say by backupTo'
        'that storage takes none'      | 'web'  | 101  | [protect: 'backup', backupTo: 'tank']               | {} || "storage 'tank' takes no backups"
        'PVE refuses the call'         | 'web'  | 101  | [:]                                                 | { it.lab.faults().refuse('POST', '/nodes/pve1/lxc/101/snapshot', 1, 403, 'Permission check failed') } || 'Permission check failed'
    }

    @Row('N-53')
    def 'where no snapshot can be, a backup is made first, that removes no other'() {
        when:
        def outcome = update('flat', 102, backupTo: 'local')

        then:
        outcome.result() == Kind.CHANGED
        outcome.data().backup ==~ /local:backup\/vzdump-lxc-102-.*/
        outcome.data().snapshot == null
        kit.lab.requests().find { it.path() == '/nodes/pve1/vzdump' }.params().with { it.remove as String in ['0', 'false'] && it['notes-template'] == '{{guestname}} before an update (run 17)' }
    }

    @Row('N-54')
    def 'a failed #what takes the guest back to its snapshot where that is wanted; it stays failed'() {
        given:
        def work = of('web', 101, rollback: true, fails: fails, verify: verify, meanwhile: { guest(101).config().put('memory', 4096) })

        when:
        def outcome = new Transaction().around(work)

        then:
        outcome.result() == Kind.FAILED
        outcome.message().startsWith(begins)
        outcome.message().contains("; rolled back to snapshot ${outcome.data().snapshot}, it runs and answers")
        outcome.data().stage == 'rollback'
        outcome.data().rolledBack == true
        guest(101).text('memory') == '256'
        guest(101).running()
        noted(101) == 'steward: patch undone'

        where:
        what           | fails                | verify                                                                   || begins
        'update'       | 'dpkg said status 1' | [units: false]                                                           || 'dpkg said status 1'
        'verification' | null                 | [units: false, commands: ['echo down; exit 3'], within: Duration.ofSeconds(4)] || '2 packages upgraded (2 security); the verification failed: command:echo down; exit 3 (status 3: down)'
    }

    def 'a guest that fails is left as it is where nobody asked to take it back, and the way back is told'() {
        when:
        def outcome = update('web', 101, fails: 'dpkg said status 1')

        then:
        outcome.result() == Kind.FAILED
        outcome.message().startsWith("dpkg said status 1; not rolled back, as nobody asked for it; rollback '${outcome.data().snapshot}' does it until 2026-03-04T12:00:0")
        outcome.data().stage == 'update'
        outcome.data().rolledBack == null
        writes() == ['POST 101/snapshot', 'PUT 101/snapshot/OURS/config']
        noted(101) == 'steward: patch failed'
    }

    @Row('N-53')
    def 'where a backup is all there is, it is told how the guest is restored from it, rollback wanted or not'() {
        when:
        def outcome = update('flat', 102, backupTo: 'local', rollback: wanted, fails: 'dpkg said status 1')

        then:
        outcome.result() == Kind.FAILED
        outcome.message().startsWith('dpkg said status 1; not rolled back')
        outcome.message().endsWith("; to restore it, stop it and call on pve1: pct restore 102 ${outcome.data().backup} --force 1")
        outcome.data().rolledBack == null

        where:
        wanted << [true, false]
    }

    def 'a rollback that fails is told with the snapshot that stays'() {
        given:
        kit.lab.fail('vzrollback', 101, 'volume is busy')

        when:
        def outcome = update('web', 101, rollback: true, fails: 'dpkg said status 1')

        then:
        outcome.result() == Kind.FAILED
        outcome.message().startsWith('dpkg said status 1; the rollback failed too: ')
        outcome.message().contains('volume is busy')
        outcome.message().contains("; snapshot ${outcome.data().snapshot} stays until ")
        outcome.data().rolledBack == false
        noted(101) == 'steward: patch failed'
    }

    def 'package work that goes on when its time is up is neither rolled back nor switched off under its feet'() {
        when:
        def outcome = update('off', 103, rollback: true, stopped: 'start', fails: 'still running', running: true)

        then:
        outcome.result() == Kind.FAILED
        outcome.message().startsWith('still running; snapshot steward-patch-')
        outcome.message().endsWith('it was off before and is left running, as the package work goes on in it')
        outcome.data().timedOut == true
        guest(103).running()
        noted(103) == 'steward: patch open'
    }

    def 'the notes that cannot be changed make no good update bad'() {
        given:
        kit.lab.faults().refuse('PUT', '/nodes/pve1/lxc/101/snapshot/.*', 1, 403, 'Permission check failed')
        def work = of('web', 101)

        expect:
        new Transaction().around(work).result() == Kind.CHANGED
        work.target.logged.any { it.contains('could not be changed') }
    }

    def 'a guest with an operation under way is refused to another, and free again after'() {
        given:
        def second = null
        def work = of('web', 101, meanwhile: { second = update('web', 101) })

        when:
        def first = new Transaction().around(work)

        then:
        first.result() == Kind.CHANGED
        second.result() == Kind.SKIPPED
        second.data().skipped == 'has another operation under way (run 17)'
        update('web', 101, finds: 0).result() == Kind.OK
    }

    def 'an update whose Steward died is told by the next one, and its snapshot is kept until its time'() {
        given: 'it died between the snapshot and the end'
        try {
            new Transaction().around(of('web', 101, meanwhile: { throw new IllegalStateException('killed') }))
        } catch (IllegalStateException died) {
            assert died.message == 'killed'
        }
        claims = new dev.steward.runner.module.Claims()
        def left = guest(101).snapshots().keySet().first()

        when:
        kit.time.advance(Duration.ofHours(1))
        def work = of('web', 101)
        def outcome = new Transaction().around(work)

        then:
        outcome.result() == Kind.CHANGED
        work.target.logged.any { it.startsWith("an earlier update of web (lxc/101 on pve1) (run 17) took snapshot $left, and nobody has said since whether the update was good") }
        guest(101).snapshots().size() == 2

        when:
        kit.time.advance(Duration.ofDays(3))
        work = of('web', 101, finds: 0)
        new Transaction().around(work)

        then:
        work.target.logged.contains("removed snapshot $left of an earlier update, which has expired".toString())
    }

    def 'what expired is removed where it is ours by name and by notes, and nothing else'() {
        given:
        update('web', 101, keep: Duration.ofHours(1))
        def ours = guest(101).snapshots().keySet().first()
        [['mine', 'steward: expires 2026-03-01T12:30:00Z\nsteward: patch good'], ['steward-patch-20250101-000000', 'by hand'], ['steward-patch-x', 'steward: expires 2026-03-01T12:30:00Z\nsteward: patch good']].each { name, notes ->
            kit.time.advance(Duration.ofSeconds(20))
            kit.lab.pvesh('POST', '/nodes/pve1/lxc/101/snapshot', [snapname: name, description: notes])
            kit.time.advance(Duration.ofSeconds(20))
            kit.lab.settle()
        }

        when:
        kit.time.advance(Duration.ofHours(2))
        update('web', 101, finds: 0)

        then:
        guest(101).snapshots().keySet() == ['mine', 'steward-patch-20250101-000000', 'steward-patch-x'] as Set
        ours
    }

    def 'words that make no sense are refused before anything is asked: #how'() {
        when:
        def outcome = update(how, 'web', 101)

        then:
        outcome.result() == Kind.FAILED
        outcome.message().contains(said)
        kit.lab.requests().every { it.method() == 'GET' }

        where:
        how                                                 || said
        [verify: [port: [80]]]                              || "verify has no 'port'; did you mean 'ports'?"
        [verify: [ports: [0]]]                              || 'ports of verify has 0; expected 1 to 65535'
        [verify: [ports: ['http']]]                         || 'ports of verify has http'
        [verify: [urls: ['localhost']]]                     || "urls of verify has 'localhost'; expected http://"
        [verify: [within: 60]]                              || "within of verify is '60'; write 60.seconds"
        [verify: [units: 'yes']]                            || "units of verify is 'yes'; expected true or false"
        [keep: Duration.ofSeconds(1)]                       || 'keep is 1 s; expected 1.minutes or more'
    }

    def 'a host that is no guest is updated without a snapshot, and refused where one is wanted'() {
        expect:
        update('nas', 0).with { it.result() == Kind.CHANGED && it.data().stage == 'commit' }
        update('nas', 0, protect: 'snapshot').message() == "protect is snapshot, but host 'nas' is no guest of a configured cluster; say protect: 'none' for it"
        update('nas', 0, verify: [units: false, commands: ['false'], within: Duration.ofSeconds(1)]).with {
            it.result() == Kind.FAILED && it.data().stage == 'verify' && it.data().verified == [[name: 'command:false', ok: false, said: 'status 1:']]
        }
    }
}
