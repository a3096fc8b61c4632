package dev.steward.runner.app.patch

import static dev.steward.runner.store.patch.PatchRun.done
import static dev.steward.runner.store.patch.PatchRun.found

import dev.steward.house.Row
import dev.steward.runner.app.alert.Alerting
import dev.steward.runner.app.alert.OwnWork
import dev.steward.runner.config.alert.AlertsConfig
import dev.steward.runner.config.patch.PatchesConfig
import dev.steward.runner.notice.Notice
import dev.steward.runner.notify.Channel
import dev.steward.runner.notify.Channels
import dev.steward.runner.notify.Delivery
import dev.steward.runner.notify.Notifier
import dev.steward.runner.proxmox.estate.Estates
import dev.steward.runner.wake.Hold
import dev.steward.runner.config.patch.PatchesConfig.CheckFirst
import dev.steward.runner.event.Cause
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.patch.OperationStatus
import java.nio.file.Path
import java.time.Duration
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class PatchDeskSpec extends Specification {

    static final Cause ANNA = new Cause(Cause.Kind.PERSON, 'anna')
    static final Map OPENSSL = [openssl: ['3.0.11-1', '3.0.13-1', true]]

    @TempDir
    Path dir

    @AutoCleanup
    PatchLab lab

    def setup() { lab = new PatchLab(dir) }

    PatchDesk.Begun begin(Map said) { lab.desk.begin(WishReader.of([mode: 'check', targets: ['web-1']] + said, ANNA)) }

    def 'words mean hosts: names, groups, patterns, and guests by their id'() {
        expect:
        begin(targets: words).operations()*.host() == hosts

        where:
        words                | hosts
        ['web-1']            | ['web-1']
        ['web']              | ['web-1', 'web-2']
        ['101', 'router']    | ['router', 'web-1']
        ['lxc/102']          | ['web-2']
        ['far/201']          | ['db-9']
        ['vm/201', 'web-1'].drop(1) | ['web-1']
        ['web', '!web-2']    | ['web-1']
    }

    @Row('N-18')
    def 'a guest that is elsewhere, unknown or not the only one is refused; nothing begins'() {
        when:
        begin(said)

        then:
        def refused = thrown(PatchRefused)
        refused.kind() == kind
        refused.message.contains(words)
        lab.orders.empty

        where:
        said                              || kind                     | words
        [targets: ['102'], node: 'pve1']  || PatchRefused.Kind.REFUSED | 'web-2 lives on node pve2, not on pve1'
        [targets: ['router'], node: 'pve1'] || PatchRefused.Kind.REFUSED | 'router is no guest of node pve1'
        [targets: ['999']]                || PatchRefused.Kind.UNKNOWN | 'No guest 999'
        [targets: ['201']]                || PatchRefused.Kind.UNKNOWN | 'more than one: db-1 (home/201), db-9 (far/201)'
        [targets: ['wbe-1']]              || PatchRefused.Kind.UNKNOWN | "did you mean 'web-1'?"
    }

    def 'a guest of a node is reached through it'() {
        expect:
        begin(targets: ['101'], node: 'pve1').operations()*.host() == ['web-1']
        lab.orders[0].hosts() == ['web-1']
        lab.orders[0].vars() == [action: 'check', guests: 'web-1']
    }

    @Row('N-12')
    def 'a wish that cannot be understood is refused with all that is wrong, and what was meant'() {
        when:
        begin(said)

        then:
        def refused = thrown(PatchRefused)
        refused.problems() == problems
        lab.orders.empty

        where:
        said                                        || problems
        [mode: 'aply']                              || ["'aply' is no mode; expected check (or dry-run) or apply; did you mean 'apply'?"]
        [mode: 'dryrun']                            || ["'dryrun' is no mode; expected check (or dry-run) or apply; did you mean 'dry-run'?"]
        [mode: null, targets: []]                   || ["'mode' is missing: check (or dry-run) finds out what would be done, apply does it",
                                                        "'targets' is missing: hosts, groups or patterns of the inventory, ids of guests, or 'all'"]
        [concurrency: 0, timeout: 'soon', exlude: []] || ["unknown field 'exlude'; did you mean 'exclude'?", "'concurrency' is 0; expected a whole number from 1 to 1000",
                                                        "'timeout' is soon; expected seconds, or a time such as 30m"]
        [targets: ['a', ' ']]                       || ["'targets' must be a list of texts, none of them empty",
                                                        "'targets' is missing: hosts, groups or patterns of the inventory, ids of guests, or 'all'"]
    }

    @Row(['N-12', 'N-67', 'N-24'])
    def 'several targets are one run with an operation each, a bound, and one summary'() {
        when:
        def begun = begin(mode: 'apply', targets: ['web', 'router'], concurrency: 2, exclude: ['nginx'], securityOnly: true, timeout: 600, reason: 'CVE')

        then:
        lab.orders.size() == 1
        with(lab.orders[0]) {
            playbook() == 'patch-guests.groovy'
            forks() == Optional.of(2)
            vars() == [action: 'apply', guests: 'web-1,web-2,router', atOnce: 2, exclude: ['nginx'], securityOnly: true]
        }
        begun.operations()*.status().unique() == [OperationStatus.PENDING]
        begun.operations()*.asked().every { it.by() == 'anna' && it.reason() == 'CVE' && it.limit() == Duration.ofMinutes(10) }

        when: 'one is under way'
        lab.starts(begun.run(), 'web-1')
        lab.ends(begun.run(), 'web-1', done(OPENSSL))
        lab.starts(begun.run(), 'router')
        lab.ends(begun.run(), 'router', [action: 'apply', stage: 'update', exitCode: 100, stderr: 'E: broken'], Status.FAILED, 'apt-get: E: broken')

        then: 'the others are as they are, and each has its exit code, output and end'
        def ops = lab.stored.store.operations().of(begun.run()).collectEntries { [it.host(), it] }
        ops['web-1'].status() == OperationStatus.COMPLETED
        ops['web-1'].said().exit() == Optional.of(0)
        ops['web-1'].times().completed().present
        ops['router'].status() == OperationStatus.FAILED
        ops['router'].said().stderr() == 'E: broken'
        ops['web-2'].status() == OperationStatus.PENDING
        PatchReports.summary(ops.values() as List).subMap(['total', 'completed', 'failed', 'pending']) == [total: 3, completed: 1L, failed: 1L, pending: 1L]

        when: 'a target that is at work is asked for again, among others'
        begin(targets: ['db-1', 'web-2'])

        then:
        def refused = thrown(PatchRefused)
        refused.kind() == PatchRefused.Kind.BUSY
        refused.message.startsWith("On web-2 an operation is under way: apply of run ${begun.run()}, pending, asked for by anna")
        lab.orders.size() == 1

        when: 'it has ended'
        lab.over(begun.run())

        then:
        begin(targets: ['web-2']).operations()*.host() == ['web-2']
    }

    def 'what a schedule does on a host is under way too'() {
        given:
        def run = new dev.steward.runner.store.patch.PatchRun(lab.stored).starts('web-1')

        when:
        begin([:])

        then:
        def refused = thrown(PatchRefused)
        refused.message.contains("run ${run.run}, running")
    }

    @Row('N-51')
    def 'to apply without a fresh check is said, or refused where the configuration says so'() {
        given:
        lab.close()
        lab = new PatchLab(dir, new PatchesConfig(Duration.ofDays(30), rule, Duration.ofHours(24), Duration.ofMinutes(30), 'no-auto', false, 9))
        def checked = begin(targets: ['web-2']).run()
        lab.starts(checked, 'web-2')
        lab.ends(checked, 'web-2', found(OPENSSL), Status.OK)
        lab.over(checked)
        lab.time.advance(Duration.ofHours(hours))

        when:
        List<String> told
        try {
            told = begin([mode: 'apply', targets: ['web-2']]).warnings()
        } catch (PatchRefused e) {
            told = [e.kind().name(), *e.problems()]
        }

        then:
        told.join(' ').startsWith(words)
        told.empty == words.empty
        lab.orders.size() == (words.startsWith('REFUSED') ? 1 : 2)

        where:
        rule              | hours || words
        CheckFirst.WARN   | 1     || ''
        CheckFirst.WARN   | 25    || 'No check within the last 24 h tells what would be done on web-2; see first: steward patch check web-2.'
        CheckFirst.REFUSE | 1     || ''
        CheckFirst.REFUSE | 25    || 'REFUSED No check within'
        CheckFirst.OFF    | 25    || ''
    }

    def 'where a check is enforced, who means it may say so'() {
        given:
        lab.close()
        lab = new PatchLab(dir, new PatchesConfig(Duration.ofDays(30), CheckFirst.REFUSE, Duration.ofHours(24), Duration.ofMinutes(30), 'no-auto', false, 9))

        expect:
        begin(mode: 'apply', unchecked: true).warnings().size() == 1
    }

    @Row('N-68')
    def 'what nothing is heard of any more ends as timed out or lost, and is never running for ever'() {
        given:
        List<Long> working = []
        def watch = new PatchWatch(lab.desk.parts(), { working })
        def begun = begin(mode: 'apply', targets: ['web'], timeout: 600)
        working << begun.run()
        lab.starts(begun.run(), 'web-1')
        def status = { lab.stored.store.operations().one(begun.run(), it).get().status() }

        when: 'time passes, with news now and then'
        lab.time.advance(Duration.ofMinutes(9))
        lab.logs[begun.run()].append(new dev.steward.runner.event.RunEvent.Warned(Optional.of('web-1'), 'still at it'))
        lab.starts(begun.run(), 'router')
        lab.time.advance(Duration.ofMinutes(9))
        watch.look()

        then:
        status('web-1') == OperationStatus.RUNNING

        when:
        lab.time.advance(Duration.ofMinutes(3))
        watch.look()

        then:
        status('web-1') == OperationStatus.TIMEOUT
        lab.stored.store.operations().one(begun.run(), 'web-1').get().said().message().startsWith('nothing was heard of it for 12 min (its limit is 10 min)')
        status('web-2') == OperationStatus.PENDING

        when: 'its run has broken off without a word'
        working.clear()
        watch.look()

        then:
        status('web-2') == OperationStatus.LOST
        lab.stored.store.operations().open().empty

        when: 'the truth comes after all'
        lab.ends(begun.run(), 'web-1', done(OPENSSL))
        lab.over(begun.run())

        then:
        status('web-1') == OperationStatus.COMPLETED
    }

    @Row('N-52')
    def 'hosts whose updates wait for too long are told once, until they do not any more'() {
        given:
        List<Notice> told = []
        def way = new Channels.Way([name: { 'list' }, send: { Notice notice -> told << notice; Delivery.delivered() }] as Channel, [Notice.Kind.PATCHES] as Set)
        def notifier = new Notifier(lab.stored.store, [way], Optional.empty(), lab.time)
        def alerting = new Alerting(new Alerting.Parts(AlertsConfig.DEFAULT, { new Estates([], lab.time) }, new Alerting.House(false, { [:] }, Duration.ofDays(30)),
                new OwnWork.Sources(lab.stored.store, { [] }, { [] }, { Optional.empty() } as Hold), notifier, Optional.empty(), lab.time))
        def look = { alerting.look(); notifier.pass(); told*.title() }
        def run = begin([:]).run()
        lab.starts(run, 'web-1')
        lab.ends(run, 'web-1', found(OPENSSL), Status.OK)
        lab.over(run)

        when:
        def titles = [1, 28, 1, 0, 1].collect { lab.time.advance(Duration.ofDays(it)); look() }

        then:
        titles[0..1] == [[], []]
        titles[2..4].unique() == [['Updates of web-1 wait for 30 days: 1 pending']]
        alerting.desk().open()*.alert()*.title() == ['Updates of web-1 wait for 31 days: 1 pending']
        lab.desk.reports().compliance().subMap(['total', 'overdue', 'never_checked', 'with_security']) == [total: 6, overdue: 1L, never_checked: 5L, with_security: 1L]

        when: 'they are applied'
        def applied = begin(mode: 'apply', targets: ['web-1']).run()
        lab.starts(applied, 'web-1')
        lab.ends(applied, 'web-1', done(OPENSSL))
        lab.over(applied)
        lab.time.advance(Duration.ofMinutes(1))

        then:
        look() == ['Updates of web-1 wait for 30 days: 1 pending', 'Updates of web-1 do not wait for too long any more']
        alerting.desk().open().empty
    }

    def 'the report of a run holds how many packages could be upgraded on each host before and after it'() {
        given:
        def run = begin(mode: 'apply', targets: ['web']).run()
        ['web-1', 'web-2'].each { lab.starts(run, it) }
        lab.ends(run, 'web-1', done(OPENSSL + [bash: ['1', '2']]))
        lab.ends(run, 'web-2', done(OPENSSL, [nginx: ['1', '2']]))
        lab.over(run)

        expect:
        def report = lab.desk.reports().run(run)
        report.hosts.collectEntries { [it.host, [it.pending_before, it.pending_after]] } == ['web-1': [2, 0], 'web-2': [2, 1]]
        [report.pending_before, report.pending_after] == [4, 1]
        report.packages*.name == ['openssl', 'bash', 'openssl']
        report.summary.completed == 2L
    }

    @Row('U-16')
    def 'a guest whose update was under way when Steward died goes back to what that update kept, not to what an older one did'() {
        given:
        def older = begin(mode: 'apply').run()
        lab.starts(older, 'web-1')
        lab.ends(older, 'web-1', done(OPENSSL, [:], [snapshot: 'steward-patch-1']))
        lab.over(older)

        and: 'the guest itself says what it likes'
        def run = begin(mode: 'apply').run()
        lab.starts(run, 'web-1')
        lab.says(run, 'web-1', 'log', 'protected by snapshot steward-patch-2')
        lab.says(run, 'web-1', 'stdout', 'protected by snapshot of-the-guest')

        when:
        lab.over(run, RunStatus.LOST)
        def back = lab.desk.rollback('web-1', 'it was half done', ANNA)

        then:
        lab.stored.store.operations().one(run, 'web-1').get().status() == OperationStatus.LOST
        lab.orders.last().vars() == [guest: 'web-1', snapshot: 'steward-patch-2']

        when:
        lab.starts(back.run(), 'web-1', 'rollback')
        lab.ends(back.run(), 'web-1', [snapshot: 'steward-patch-2', running: true])
        lab.over(back.run())

        then:
        [older, run].collect { lab.stored.store.operations().one(it, 'web-1').get().status() } == [OperationStatus.COMPLETED, OperationStatus.ROLLED_BACK]
    }

    def 'a guest goes back to the snapshot its last update kept, once'() {
        given:
        def run = begin(mode: 'apply').run()
        lab.starts(run, 'web-1')
        lab.ends(run, 'web-1', done(OPENSSL, [:], [snapshot: 'steward-patch-1']))
        lab.over(run)

        when:
        def back = lab.desk.rollback('101', 'it is slow', ANNA)

        then:
        lab.orders[1].playbook() == 'rollback-guest.groovy'
        lab.orders[1].vars() == [guest: 'web-1', snapshot: 'steward-patch-1']
        back.operations()*.status() == [OperationStatus.PENDING]

        when:
        lab.starts(back.run(), 'web-1', 'rollback')
        lab.ends(back.run(), 'web-1', [snapshot: 'steward-patch-1', running: true])
        lab.over(back.run())

        then:
        lab.stored.store.operations().one(back.run(), 'web-1').get().status() == OperationStatus.COMPLETED
        lab.stored.store.operations().one(run, 'web-1').get().status() == OperationStatus.ROLLED_BACK

        when:
        lab.desk.rollback(target, '', ANNA)

        then:
        def refused = thrown(PatchRefused)
        refused.message.contains(words)

        where:
        target  || words
        'web-1' || 'was taken back by run'
        'web-2' || 'No patch run kept a snapshot of web-2'
        'web'   || 'means 2 hosts; guests are taken back one by one'
    }
}
