package dev.steward.runner.store.postgres

import dev.steward.house.Row
import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.config.store.StoreConfig.Tls
import dev.steward.runner.event.RunStatus
import dev.steward.runner.schedule.QuartzAlarm
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.backup.BackupFile
import dev.steward.runner.store.backup.BackupWriter
import dev.steward.runner.store.backup.EveryTable
import dev.steward.runner.store.backup.Restoring
import dev.steward.runner.store.server.Identity
import dev.steward.runner.store.trouble.StoreException
import dev.steward.runner.store.trouble.StoreTaken
import dev.steward.runner.store.wake.WakeStore
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** A real PostgreSQL as the store: what it takes, what it refuses, and what is said when it goes away. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PostgresStoreRealSpec extends Specification {

    @TempDir Path dir
    @Shared PostgresLab lab

    def setupSpec() {
        lab = PostgresLab.here()
        lab.ask("create role plain login password '$PostgresLab.PASSWORD'")
    }

    def cleanup() { StoreFixture.onPostgres(false) }

    private Store open(StoreConfig config, String folder = 'state') {
        def state = (StateDir.open(dir.resolve(folder), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        try {
            return Store.open(state, Optional.of(config), Identity.Said.NOTHING, Optional.empty(), new SystemTime())
        } finally {
            state.close()
        }
    }

    private static RuntimeException refused(Closure work) {
        try {
            work()
            return null
        } catch (RuntimeException e) {
            return e
        }
    }

    def 'what is not a database for it is refused in one sentence with the next step: #what'() {
        when:
        open(config())

        then:
        def said = thrown(StoreException)
        said.message.contains(sentence)
        !said.message.contains('\n')
        !said.message.contains(PostgresLab.PASSWORD)
        !said.message.contains('wrong-one')

        where:
        what                  | config                                                                   || sentence
        'a wrong password'    | { lab.config(lab.fresh(), password: 'wrong-one') }                       || 'does not let steward in: the password is wrong; look at store.password'
        'an unknown user'     | { lab.config(lab.fresh(), user: 'nobody-here') }                         || 'does not let nobody-here in'
        'no such database'    | { lab.config('missing') }                                                || 'has no database missing; make it there: createdb -O steward -E UTF8'
        'nobody listens'      | { lab.config('any', port: 9) }                                           || '127.0.0.1:9 cannot be reached (Connection refused)'
        'no such host'        | { lab.config('any', host: 'db.invalid') }                                || 'cannot be reached (there is no host of this name)'
        'no TLS there'        | { lab.config(lab.fresh(), tls: Tls.VERIFY_FULL) }                        || 'speaks no TLS, and store.tls is verify-full; turn ssl on there, or say tls: disable'
        'another encoding'    | { lab.config(lab.fresh("encoding LATIN1 locale 'C' template template0")) } || 'keeps texts as LATIN1; Steward needs UTF8'
        'not its owner'       | { lab.config(lab.fresh(), user: 'plain') }                               || 'plain may not make tables in'
        'tables of others'    | { foreign() }                                                            || 'holds tables of something else; give Steward a database of its own'
        'a newer Steward'     | { newer() }                                                              || 'was written by a newer Steward, and this one would spoil it'
    }

    private StoreConfig foreign() {
        String name = lab.fresh()
        lab.ask('set role steward; create table invoices (id int)', name)
        lab.config(name)
    }

    private StoreConfig newer() {
        def config = lab.of(Path.of('/newer'))
        lab.ask("""insert into flyway_schema_history select 999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'steward', now(), 1, true""", config.database())
        config
    }

    def 'two servers share a database: each sees what the other keeps, and neither takes the other for dead'() {
        given:
        def config = lab.of(dir)
        def first = open(config, 'a')
        long run = first.runs().create(StoreFixture.newRun())
        first.runs().claim(run)

        when:
        def second = open(config, 'b')

        then:
        second.lost() == []
        second.queries().run(run).get().status() == RunStatus.RUNNING
        second.servers().living()*.id() as Set == [first.server(), second.server()] as Set
        second.servers().living().every { !it.serves() && it.silence().toSeconds() < 30 && it.host() }
        !second.servers().dead(first.server())

        when: 'one ends, and with it what it had begun'
        first.close()
        def third = open(config, 'c')

        then:
        third.lost() == [run]
        third.queries().run(run).get().status() == RunStatus.LOST
        third.servers().dead(first.server())
        third.servers().living()*.id() as Set == [second.server(), third.server()] as Set

        cleanup:
        [first, second, third].each { it?.close() }
    }

    def 'the next server in the same state directory knows that the one before is no more'() {
        given:
        def config = lab.of(dir)
        def first = open(config, 'a')
        long run = first.runs().create(StoreFixture.newRun())
        first.runs().claim(run)

        when: 'as after a kill'
        def next = open(config, 'a')

        then:
        next.lost() == [run]

        cleanup:
        first?.close()
        next?.close()
    }

    def 'servers that begin on a new database at once, and a fact that two of them are the first to keep, are no trouble'() {
        given: 'another was first with both, and has not committed'
        def config = lab.of(dir)
        def here = open(config, 'a')
        lab.ask("delete from setting where name = 'patch.ledger'", config.database())
        def other = lab.open(config.database())
        other.autoCommit = false
        other.createStatement().withCloseable { it.execute("insert into setting (name, content) values ('patch.ledger', '1'), ('fact', 'theirs')") }

        when:
        def begun = CompletableFuture.supplyAsync { open(config, 'b') }
        def kept = CompletableFuture.runAsync { here.settings().put('fact', 'ours') }
        new PollingConditions(timeout: 20).eventually { assert lab.ask('select pid from pg_locks where not granted', config.database()).size() == 2 }
        other.commit()
        kept.get(20, TimeUnit.SECONDS)
        def there = begun.get(20, TimeUnit.SECONDS)

        then:
        there.settings().get('fact').get() == 'ours'
        there.settings().get('patch.ledger').get() == '1'

        cleanup:
        other?.close()
        here?.close()
        there?.close()
    }

    def 'a hook that comes to two servers at once begins one run, and a guest that two of them wake is one guest'() {
        given: 'another was first with both, and has not committed'
        def config = lab.of(dir)
        def here = open(config, 'a')
        def other = lab.open(config.database())
        other.autoCommit = false
        other.createStatement().withCloseable {
            it.execute("insert into hook_seen (hook, signature, seen_at) values ('deploy', 'abc', now())")
            it.execute("insert into wake_state (name, state, since, words) values ('nas', 'waking', now(), 'theirs')")
        }
        def now = new SystemTime().now()

        when:
        def first = CompletableFuture.supplyAsync { here.hooksSeen().first('deploy', 'abc', now, now.minusSeconds(60)) }
        def kept = CompletableFuture.runAsync { here.wakes().put('nas', new WakeStore.StateRow('awake', now, 'ours')) }
        new PollingConditions(timeout: 20).eventually { assert lab.ask('select pid from pg_locks where not granted', config.database()).size() == 2 }
        other.commit()

        then:
        !first.get(20, TimeUnit.SECONDS)

        when:
        kept.get(20, TimeUnit.SECONDS)

        then:
        here.wakes().state('nas').get().words() == 'ours'

        cleanup:
        other?.close()
        here?.close()
    }

    def 'a server that was ended by the others writes nothing any more, and says what to do'() {
        given:
        def config = lab.of(dir)
        def first = open(config, 'a')
        first.settings().put('mine', '1')
        def second = open(config, 'b')

        when:
        second.servers().end(first.server())
        first.settings().put('mine', '2')

        then:
        def said = thrown(RuntimeException)
        first.trouble(said) instanceof StoreException
        second.settings().get('mine') == Optional.of('1')

        when: 'its pool tried again'
        new PollingConditions(timeout: 20, delay: 0.2).eventually {
            def late = first.trouble(refused { first.settings().put('mine', '3') })
            assert late instanceof StoreTaken
            assert late.message.endsWith('it keeps and begins nothing any more until it has begun anew, which steward serve does by itself as soon as no outage is handled')
        }

        then:
        second.settings().get('mine') == Optional.of('1')

        cleanup:
        first?.close()
        second?.close()
    }

    def 'who changes the tables needs the database alone, and says so while servers are there'() {
        given:
        def config = lab.of(dir)
        def first = open(config, 'a')
        lab.ask("delete from setting where name = 'schema'", config.database())

        when:
        open(config, 'b')

        then:
        def said = thrown(StoreTaken)
        said.message.startsWith('servers of another version work on the database ')
        said.message.contains('stop them all, start this one, then the others')

        when:
        first.close()
        def second = open(config, 'b')

        then:
        second.queries().page(RunFilter.ALL, Optional.empty(), 1) == []

        cleanup:
        first?.close()
        second?.close()
    }

    def 'a commit is on disk when it is acknowledged, though the server is set otherwise, and texts sort by their characters'() {
        given:
        StoreFixture.onPostgres(true)
        def fixture = new StoreFixture(dir.resolve('state'))

        expect:
        lab.ask('show synchronous_commit') == ['off']
        fixture.store.connections().connection.withCloseable { c ->
            def rows = c.createStatement().executeQuery('show synchronous_commit')
            rows.next()
            rows.getString(1)
        } == 'on'
        ['b', 'A', 'a', 'B', '_'].each { fixture.store.settings().put('order ' + it, it) }
        lab.ask("select content from setting where name like 'order %' order by content", fixture.store.connections().connection.withCloseable { it.catalog }) == ['A', 'B', '_', 'a', 'b']

        cleanup:
        fixture?.close()
    }

    def 'what PostgreSQL has no character for breaks nothing: #what'() {
        given:
        StoreFixture.onPostgres(true)
        def fixture = new StoreFixture(dir.resolve('state'))

        when:
        long run = fixture.whole(message: text)

        then:
        fixture.store.queries().run(run).get().status() == RunStatus.OK
        lab.ask("select message from run_task", fixture.store.connections().connection.withCloseable { it.catalog }) == [kept]

        cleanup:
        fixture?.close()

        where:
        what                | text                                    || kept
        'a zero'            | 'a\u0000b'                              || 'a\u2400b'
        'half a character'  | 'a\uD83Db'                              || 'a\uFFFDb'
        'a whole one'       | 'a\uD83D\uDE00b'                        || 'a\uD83D\uDE00b'
    }

    def 'a server that goes away is told in plain words, and Steward goes on by itself when it is back'() {
        given:
        def own = new PostgresLab().start()
        own.ask("create role steward login password '$PostgresLab.PASSWORD'")
        def store = open(own.config(own.fresh()))
        store.settings().put('kept', '1')

        when:
        own.stop('immediate')
        store.settings().get('kept')

        then:
        def failure = thrown(RuntimeException)
        def gone = store.trouble(failure)
        gone instanceof StoreException
        gone.message.startsWith('the database store')
        gone.message.contains(' does not answer (')
        gone.message.endsWith('; nothing is kept or read until it is back, then Steward goes on by itself')

        when:
        own.start()

        then:
        new PollingConditions(timeout: 20, delay: 0.2).eventually { store.settings().get('kept') == Optional.of('1') }

        and: 'nobody else can come in then'
        new PollingConditions(timeout: 20, delay: 0.2).eventually { own.ask("select 1 from pg_locks where locktype = 'advisory' and granted") == ['1'] }

        cleanup:
        store?.close()
        own?.close()
    }

    def 'Quartz rings from PostgreSQL'() {
        given:
        StoreFixture.onPostgres(true)
        def fixture = new StoreFixture(dir.resolve('state'))
        def rung = new LinkedBlockingQueue<String>()
        def alarm = QuartzAlarm.on(fixture.store)

        when:
        alarm.start({ rung << it }, {})
        alarm.set('weekly', Instant.now().plusMillis(300))

        then:
        rung.poll(20, TimeUnit.SECONDS) == 'weekly'

        cleanup:
        alarm?.close()
        fixture?.close()
    }

    def 'a history in a file is not left behind unsaid: with one there, an empty database is no beginning'() {
        given:
        new StoreFixture(dir.resolve('state')).close()

        when:
        open(lab.config(lab.fresh()))

        then:
        def said = thrown(StoreException)
        said.message.contains("is empty, but ${dir.resolve('state/steward.mv.db')} holds a history; bring it over: steward store move.")
        Files.exists(dir.resolve('state/steward.mv.db'))
    }

    @Row('S-12')
    def 'a backup of a history in PostgreSQL holds every row, and is restored into a file'() {
        given:
        StoreFixture.onPostgres(true)
        def fixture = new StoreFixture(dir.resolve('state'))
        5.times { fixture.whole(hosts: ['web-1', 'web-2']) }
        new EveryTable(fixture.store.connections()).fill(['hook_seen', 'last_green', 'patch_pending', 'ups_reading', 'wake_state', 'token'])
        def all = new EveryTable(fixture.store.connections())
        def kept = all.names().findAll { !it.startsWith('qrtz_') && !(it in ['flyway_schema_history', 'setting', 'server']) }
        def rows = all.rows(kept)

        when:
        Path file = dir.resolve('backup.zip')
        Files.newOutputStream(file).withCloseable { new BackupWriter(fixture.store.connections(), [:], '0.1.0').write(it, Instant.now()) }
        fixture.close()
        StoreFixture.onPostgres(false)
        BackupFile.open(file).withCloseable { it.verify(); new Restoring(Files.createDirectories(dir.resolve('file'))).restore(it, Instant.now()) }
        fixture = new StoreFixture(dir.resolve('file'))

        then:
        BackupFile.open(file).withCloseable { it.manifest().database() } == 'PostgreSQL'
        new EveryTable(fixture.store.connections()).rows(kept) == rows
        fixture.whole() == 6

        cleanup:
        fixture?.close()
    }
}
