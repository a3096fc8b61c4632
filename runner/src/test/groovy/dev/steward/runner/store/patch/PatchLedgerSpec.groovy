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

class PatchLedgerSpec extends Specification {

    static final Map OPENSSL = [openssl: ['3.0.11-1', '3.0.13-1', true]]

    @TempDir
    Path dir

    SettableTime time = new SettableTime(Instant.parse('2026-11-01T03:00:00Z'))

    @AutoCleanup
    StoreFixture store

    def setup() { store = new StoreFixture(dir, time) }

    Patches patches() { store.store.patches() }

    HostPatches web() { patches().host('web-1').get() }

    static LedgerFilter of(Map how) {
        new LedgerFilter(Optional.ofNullable(how.host), Optional.ofNullable(how.name), Optional.ofNullable(how.run),
                Optional.ofNullable(how.from), Optional.ofNullable(how.to))
    }

    @Row('N-52')
    def 'of each host it is known what is pending, since when, and when it was last patched'() {
        when: 'something is found, two days later more, and a newer version of the first'
        new PatchRun(store).starts('web-1').ends('web-1', found(OPENSSL), Status.OK, '1 package to upgrade').over()
        time.advance(Duration.ofDays(2))
        new PatchRun(store).starts('web-1').ends('web-1',
                found([openssl: ['3.0.11-1', '3.0.14-1', true], bash: ['5.2-1', '5.2-2']], [rebootRequired: true, rebootReasons: ['linux-image']])).over()

        then: 'openssl is as old as when it was first seen'
        with(web()) {
            pending().count() == Optional.of(2)
            pending().security() == Optional.of(1)
            pending().since() == Optional.of(Instant.parse('2026-11-01T03:00:00Z'))
            pending().checked() == Optional.of(Instant.parse('2026-11-03T03:00:00Z'))
            patched().at().empty
            reboot().required() == Optional.of(true)
            reboot().reasons() == ['linux-image']
        }
        patches().pending('web-1')*.name() == ['bash', 'openssl']
        patches().pending('web-1').find { it.name() == 'openssl' }.to() == '3.0.14-1'

        when: 'it is applied, and bash is left'
        time.advance(Duration.ofHours(1))
        new PatchRun(store).starts('web-1').ends('web-1', done(OPENSSL, [bash: ['5.2-1', '5.2-2']]), Status.CHANGED, '1 package upgraded').over()

        then:
        with(web()) {
            pending().count() == Optional.of(1)
            pending().since() == Optional.of(Instant.parse('2026-11-03T03:00:00Z'))
            patched().at() == Optional.of(Instant.parse('2026-11-03T04:00:00Z'))
            last().status() == Optional.of('changed')
            last().said() == '1 package upgraded'
        }

        when: 'nothing is left'
        new PatchRun(store).starts('web-1').ends('web-1', done([bash: ['5.2-1', '5.2-2']])).over()

        then:
        web().pending().count() == Optional.of(0)
        web().pending().since().empty
        patches().pending('web-1').empty
    }

    def 'the ledger tells when a package reached a host, of whichever module'() {
        when:
        def first = new PatchRun(store, [module: 'apt'])
        first.starts('web-1').ends('web-1', [packages: PatchRun.changes(OPENSSL + [libssl3: ['3.0.11-1', '3.0.13-1']]), upgradable: 0]).over()
        time.advance(Duration.ofDays(7))
        def second = new PatchRun(store, [hosts: ['web-1', 'db-1']])
        second.starts('web-1').ends('web-1', done([openssl: ['3.0.13-1', '3.0.15-1'], less: ['', '590-2']]))
                .starts('db-1').ends('db-1', done(OPENSSL)).over()

        then:
        patches().ledger(of([host: 'web-1', name: 'openssl']), Optional.empty(), 9).collect { [it.from(), it.to(), it.run(), it.at()] } == [
                ['3.0.13-1', '3.0.15-1', second.run, Instant.parse('2026-11-08T03:00:00Z')],
                ['3.0.11-1', '3.0.13-1', first.run, Instant.parse('2026-11-01T03:00:00Z')]]
        patches().ledger(of([name: filter]), Optional.empty(), 9)*.name().unique().sort() == names
        patches().ledger(of([run: second.run]), Optional.empty(), 9)*.host().unique().sort() == ['db-1', 'web-1']
        patches().ledger(of([from: Instant.parse('2026-11-02T00:00:00Z')]), Optional.empty(), 9).size() == 3

        and: 'page by page nothing is left out'
        def page = patches().ledger(LedgerFilter.ALL, Optional.empty(), 2)
        page + patches().ledger(LedgerFilter.ALL, Optional.of(page[1].id()), 9) == patches().ledger(LedgerFilter.ALL, Optional.empty(), 9)

        where:
        filter  || names
        'open'  || ['openssl']
        '*ssl*' || ['libssl3', 'openssl']
        'le?s'  || ['less']
        'OpenSSL' || ['openssl']
        '%'     || []
        'l_ss'  || []
    }

    def 'what would be done, and what check mode says, is never written into the ledger'() {
        when:
        new PatchRun(store).starts('web-1').ends('web-1', found(OPENSSL)).over()
        new PatchRun(store, [check: true]).starts('web-1').ends('web-1', done(OPENSSL)).over()
        new PatchRun(store, [check: true, module: 'apt']).starts('web-1').ends('web-1', [packages: PatchRun.changes(OPENSSL), upgradable: 1]).over()

        then:
        patches().ledger(LedgerFilter.ALL, Optional.empty(), 9).empty
        web().patched().at().empty
        web().pending().count() == Optional.of(1)
    }

    def 'a result that is not understood harms nothing'() {
        when:
        def run = new PatchRun(store)
        run.starts('web-1').ends('web-1', data).over()

        then:
        store.store.queries().run(run.run).get().status() == RunStatus.OK
        patches().ledger(LedgerFilter.ALL, Optional.empty(), 9).empty

        where:
        data << [[packages: ['bash']], [packages: 'bash', pending: 'many'], [packages: [[:], [name: null]], pending: 1],
                 [pending: 1, pendingPackages: [[name: 'x' * 999]]], [stage: 'x' * 99, stdout: 'y' * 99_999, pending: 2]]
    }

    def 'ledger and state are told again from the events, and are the same'() {
        given:
        new PatchRun(store, [hosts: ['web-1', 'db-1']]).starts('web-1').ends('web-1', found(OPENSSL)).over()
        time.advance(Duration.ofDays(1))
        def run = new PatchRun(store, [hosts: ['web-1', 'db-1']])
        run.starts('web-1').ends('web-1', done(OPENSSL, [:], [rebootRequired: true, rebootReasons: ['libc6']]))
                .starts('web-1', '0.1').ends('web-1', [rebooted: true, downtime: 12.5], Status.CHANGED, 'rebooted', '0.1').over()
        def lines = { patches().ledger(LedgerFilter.ALL, Optional.empty(), 99).collect { [it.host(), it.name(), it.from(), it.to(), it.run(), it.at()] } }
        def before = [lines(), patches().hosts(), patches().pending(), store.store.operations().of(run.run)]

        when:
        int told = store.store.rebuildPatches()

        then:
        told == 3
        [lines(), patches().hosts(), patches().pending(), store.store.operations().of(run.run)] == before
        lines().size() == 1
        web().reboot().required() == Optional.of(false)
    }

    def 'a database from before there was a ledger tells it from its runs at the next start'() {
        given:
        new PatchRun(store, [module: 'apt']).starts('web-1').ends('web-1', [packages: PatchRun.changes(OPENSSL), upgradable: 0]).over()
        store.store.connections().connection.withCloseable { c ->
            ['patch_ledger', 'patch_host', 'patch_operation'].each { c.createStatement().execute("delete from $it") }
            c.createStatement().execute("delete from setting where name = 'patch.ledger'")
            c.autoCommit || c.commit()
        }
        store.close()

        when:
        store = new StoreFixture(dir, time)

        then:
        patches().ledger(LedgerFilter.ALL, Optional.empty(), 9)*.name() == ['openssl']
        web().patched().at().present
    }

    def 'the ledger outlives its run, up to its own bound'() {
        given:
        new PatchRun(store).starts('web-1').ends('web-1', done(OPENSSL)).over()
        time.advance(Duration.ofDays(400))

        when:
        store.store.prune(StoreFixture.keep(365, 100_000))

        then:
        patches().ledger(LedgerFilter.ALL, Optional.empty(), 9)*.name() == ['openssl']

        expect:
        patches().prune(time.now()) == 1
    }
}
