package dev.steward.runner.store.patch

import static dev.steward.runner.store.patch.PatchRun.done
import static dev.steward.runner.store.patch.PatchRun.found

import dev.steward.house.Row
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.time.SettableTime
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class OperationsSpec extends Specification {

    static final Map OPENSSL = [openssl: ['3.0.11-1', '3.0.13-1', true]]

    @TempDir
    Path dir

    SettableTime time = new SettableTime(Instant.parse('2026-11-01T03:00:00Z'))

    @AutoCleanup
    StoreFixture store

    def setup() { store = new StoreFixture(dir, time) }

    Operations operations() { store.store.operations() }

    PatchRun wanted(String mode, String... hosts) {
        new PatchRun(store, [hosts: hosts as List, wanted: { long run ->
            operations().want(run, new Operations.Wanted(mode, hosts as List, new Operation.Asked('anna', 'CVE', Duration.ofMinutes(30))), time.now())
        }])
    }

    Operation one(PatchRun run, String host = 'web-1') { operations().one(run.run, host).get() }

    def 'an operation is pending, then running, then ends as its host ended'() {
        when:
        def run = wanted('apply', 'web-1')

        then:
        one(run).status() == OperationStatus.PENDING
        one(run).id() == "${run.run}-web-1"

        when:
        run.starts('web-1')
        run.log.append(StoreFixture.output('web-1', 'Reading package lists'))
        run.log.append(new dev.steward.runner.event.RunEvent.Warned(Optional.of('web-1'), 'so that all before is kept'))
        run.starts('web-1')

        then:
        one(run).status() == OperationStatus.RUNNING
        one(run).times().started().present

        when:
        time.advance(Duration.ofSeconds(9))
        run.ends('web-1', data, status, 'as it says').over()

        then:
        with(one(run)) {
            it.status() == ended
            times().completed() == Optional.of(Instant.parse('2026-11-01T03:00:09Z'))
            said().exit() == Optional.ofNullable(data.exitCode)
            said().message() == message
        }

        where:
        data                                                        | status             || ended                       | message
        done(OPENSSL)                                               | Status.CHANGED     || OperationStatus.COMPLETED   | 'as it says'
        [action: 'apply', stage: 'update', exitCode: 100]           | Status.FAILED      || OperationStatus.FAILED      | 'as it says'
        [action: 'apply', stage: 'rollback', rolledBack: true]      | Status.FAILED      || OperationStatus.ROLLED_BACK | 'as it says'
        [action: 'apply', stage: 'update', timedOut: true]          | Status.FAILED      || OperationStatus.TIMEOUT     | 'as it says'
        [:]                                                         | Status.UNREACHABLE || OperationStatus.FAILED      | 'as it says'
        [action: 'apply', stage: 'skipped', skipped: 'is stopped']  | Status.SKIPPED     || OperationStatus.SKIPPED     | 'skipped: is stopped'
    }

    def 'a check before the application does not end it, and tells how much was pending'() {
        when:
        def run = wanted('apply', 'web-1').starts('web-1').ends('web-1', found(OPENSSL + [bash: ['1', '2']]), Status.OK)

        then:
        one(run).status() == OperationStatus.RUNNING

        when:
        run.ends('web-1', done(OPENSSL, [bash: ['1', '2']])).over()

        then:
        with(one(run)) {
            status() == OperationStatus.COMPLETED
            counts() == new Operation.Counts(Optional.of(2), Optional.of(1), Optional.of(1), Optional.empty())
            said().stdout() == 'Setting up openssl'
        }
    }

    def 'a host that leaves the run, or another task that fails there, ends what is open'() {
        when:
        def run = wanted('apply', 'web-1', 'db-1', 'app-1', 'late-1').starts('web-1').leaves('web-1', 'cancelled by anna')
        run.leaves('db-1', 'the batch before had too many failures')
        run.ends('app-1', [:], Status.UNREACHABLE, 'no route to host', '0.1').over(RunStatus.FAILED, 'a host failed')

        then:
        operations().of(run.run).collectEntries { [it.host(), [it.status(), it.said().message()]] } == [
                'web-1' : [OperationStatus.FAILED, 'cancelled by anna'],
                'db-1'  : [OperationStatus.SKIPPED, 'skipped: the batch before had too many failures'],
                'app-1' : [OperationStatus.FAILED, 'no route to host'],
                'late-1': [OperationStatus.SKIPPED, 'skipped: the run ended before it came here: a host failed']]
    }

    @Row('N-68')
    def 'what a Steward that died left open is lost at the next start, pending and running alike'() {
        given:
        def run = wanted('apply', 'web-1', 'db-1').starts('web-1')
        store.close()

        when:
        store = new StoreFixture(dir, time)

        then:
        operations().of(run.run)*.status() == [OperationStatus.LOST, OperationStatus.LOST]
        operations().of(run.run)*.said().every { it.message().contains('Steward ended during the run') }
        operations().open().empty
    }

    def 'a run that nobody asked the desk for has its operations too'() {
        when:
        def run = new PatchRun(store, [module: 'apt']).starts('web-1').ends('web-1', [packages: PatchRun.changes(OPENSSL), upgradable: 3]).over()

        then:
        with(one(run)) {
            asked().by() == ''
            mode() == 'apply'
            status() == OperationStatus.COMPLETED
            counts().before() == Optional.of(4)
            counts().after() == Optional.of(3)
        }

        and: 'installing a package is none'
        operations().of(new PatchRun(store, [module: 'apt']).starts('web-1').ends('web-1', [packages: PatchRun.changes(OPENSSL), upgradable: null]).over().run).empty
    }

    def 'a reboot that was asked for is completed by another boot alone'() {
        given:
        def id = null
        def run = new PatchRun(store, [wanted: { long run ->
            id = store.store.reboots().want(run, new RebootRequests.Wanted('web-1', 'kernel', 'anna', Duration.ofSeconds(300)), time.now()).id()
        }])
        def now = { store.store.reboots().one(id).get() }

        expect:
        now().status() == RebootStatus.SENT
        store.store.reboots().open('web-1').present

        when:
        run.starts('web-1', '0.1')

        then:
        now().status() == RebootStatus.REBOOTING
        now().acked().present

        when:
        run.ends('web-1', data, status, 'as it says', '0.1').over(RunStatus.OK)

        then:
        now().status() == ended
        now().message() == 'as it says'
        store.store.reboots().open().empty

        where:
        data                               | status             || ended
        [rebooted: true, downtime: 12.5]   | Status.CHANGED     || RebootStatus.COMPLETED
        [rebooted: false]                  | Status.FAILED      || RebootStatus.FAILED
        [rebooted: false, timedOut: true]  | Status.FAILED      || RebootStatus.TIMEOUT
        [:]                                | Status.UNREACHABLE || RebootStatus.FAILED
    }

    def 'a reboot that is handed over outlives its run, and is over when the boot after it tells'() {
        given:
        def id = null
        def run = new PatchRun(store, [wanted: { long run ->
            id = store.store.reboots().want(run, new RebootRequests.Wanted('web-1', 'kernel', 'anna', Duration.ofSeconds(300)), time.now()).id()
        }])
        def now = { store.store.reboots().one(id).get() }

        when:
        run.starts('web-1', '0.1').ends('web-1', [handedOver: true, rebooted: false], Status.CHANGED, 'it follows after the run', '0.1').over(RunStatus.OK)

        then:
        now().status() == RebootStatus.HANDED_OVER
        now().message() == 'it follows after the run'
        store.store.reboots().open('web-1').present

        when:
        store.store.reboots().handedBack('web-1', proven, 'after the boot', time.now())

        then:
        now().status() == ended
        now().message() == 'after the boot'
        store.store.reboots().open().empty

        where:
        proven || ended
        true   || RebootStatus.COMPLETED
        false  || RebootStatus.FAILED
    }
}
