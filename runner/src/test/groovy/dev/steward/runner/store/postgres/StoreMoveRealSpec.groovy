package dev.steward.runner.store.postgres

import dev.steward.house.Row
import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.backup.BackupFile
import dev.steward.runner.store.backup.BackupRefused
import dev.steward.runner.store.backup.BackupWriter
import dev.steward.runner.store.backup.Bringing
import dev.steward.runner.store.backup.EveryTable
import dev.steward.runner.store.backup.Moving
import dev.steward.runner.store.migration.Migrations
import dev.steward.runner.store.row.Column
import dev.steward.runner.store.server.Identity
import dev.steward.runner.store.trouble.StoreException
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.security.MessageDigest
import java.time.Instant
import java.util.concurrent.TimeUnit
import org.h2.jdbcx.JdbcDataSource
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The history of a file becomes that of a real PostgreSQL. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class StoreMoveRealSpec extends Specification {

    @TempDir Path dir
    @Shared PostgresLab lab = PostgresLab.here()
    StoreConfig to

    def setup() { to = lab.config(lab.fresh()) }

    /** A move as a process of its own, to be killed. */
    static void main(String[] args) {
        def to = new StoreConfig(args[1], Optional.of(new dev.steward.runner.secret.Secret(PostgresLab.PASSWORD)), Optional.empty(), Optional.empty())
        new Moving(Path.of(args[0]), '0.1.0').move(to, Instant.now())
    }

    private Path state() { dir.resolve('state') }

    private Path file() { state().resolve('steward.mv.db') }

    private String sha() { MessageDigest.getInstance('SHA-256').digest(Files.readAllBytes(file())).encodeHex() }

    private int past(int runs) {
        def fixture = new StoreFixture(state())
        runs.times { fixture.whole(hosts: ['web-1', 'web-2'], message: "a zero \u0000, half a character \uD83D, a whole one \uD83D\uDE00", text: "// $it " + 'x' * 20_000) }
        fixture.close()
        runs
    }

    private Moving.Moved move() { new Moving(state(), '0.1.0').move(to, Instant.now()) }

    private Store open() {
        def own = (StateDir.open(dir.resolve('server'), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        try {
            return Store.open(own, Optional.of(to), Identity.Said.NOTHING, Optional.empty(), new SystemTime())
        } finally {
            own.close()
        }
    }

    private static List plain(List<List> rows) {
        rows.collect { row -> row.collect { it instanceof String ? Column.plain(it) : it } }.sort { it.toString() }
    }

    @Row('S-04')
    def 'every row of every table is there afterwards, numbers go on, and the file is as it was'() {
        given:
        past(3)
        def h2 = new JdbcDataSource(URL: "jdbc:h2:file:${state().resolve('steward')}", user: 'sa')
        def all = new EveryTable(h2)
        def kept = all.names().findAll { !it.startsWith('qrtz_') && !(it in ['flyway_schema_history', 'server']) }
        all.fill(kept.findAll { !(it in ['setting', 'run', 'kept_text', 'run_source', 'run_event', 'run_host', 'run_step', 'run_task', 'approval']) })
        def rows = all.rows(kept)
        String before = sha()

        when:
        def moved = move()

        then:
        moved.database() == "the database ${to.database()} on 127.0.0.1:$lab.port"
        moved.manifest().rows('run') == 3
        sha() == before
        !Files.exists(state().resolve('moving'))
        !Files.exists(state().resolve('bringing'))

        when:
        def there = new EveryTable(Postgres.patient(to)).rows(kept)

        then:
        kept.size() > 30
        kept.every { there[it].size() == rows[it].size() }
        (kept - 'setting').findAll { plain(there[it]) != plain(rows[it]) } == []

        when:
        def store = open()

        then:
        store.queries().run(3).get().status().word() == 'ok'
        store.runs().create(StoreFixture.newRun()) == 4

        cleanup:
        store?.close()
    }

    def 'a database that holds a history is refused and keeps it, by a move and by a restore'() {
        given:
        past(1)
        def store = open()
        long run = store.runs().missed(StoreFixture.newRun(), 'was down')
        store.close()

        when:
        move()

        then:
        def said = thrown(BackupRefused)
        said.message.contains('holds a history already, and keeps it: nothing was changed')
        lab.ask('select message from run', to.database()) == ['was down']
        Files.exists(file())
    }

    def 'a database that a Steward works on is refused'() {
        given:
        past(1)
        def store = open()

        when:
        move()

        then:
        def said = thrown(StoreException)
        said.message.startsWith('another Steward works on the database')

        cleanup:
        store?.close()
    }

    def 'a move that was killed when the tables were there and no row yet is done again'() {
        given:
        past(1)
        Migrations.apply(Postgres.patient(to))

        expect:
        move().manifest().rows('run') == 1
        lab.ask('select count(*) from run', to.database()) == ['1']
    }

    @Row('S-04')
    def 'killed at any moment it has changed nothing that a server would begin with, and done again it is whole'() {
        given:
        past(60)
        String before = sha()
        def command = [Path.of(System.getProperty('java.home'), 'bin/java') as String, '-XX:TieredStopAtLevel=1', '-cp', System.getProperty('java.class.path'), StoreMoveRealSpec.name,
                       state() as String, to.url()]
        int killed = 0

        when:
        [900, 1500, 2100, 2700, 3300].each { millis ->
            def process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
            if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor()
                killed++
                def runs = lab.ask("select to_regclass('run')", to.database()) == [null] ? ['0'] : lab.ask('select count(*) from run', to.database())
                assert runs in [['0'], ['60']]
                if (runs == ['60'] && lab.ask("select 1 from pg_description where description = 'half a history'", to.database())) {
                    try {
                        open().close()
                        assert false
                    } catch (StoreException e) {
                        assert e.message.contains('was not brought over to its end; do that again: steward store move')
                    }
                }
            }
        }
        boolean whole = lab.ask("select to_regclass('run')", to.database()) != [null] && lab.ask('select count(*) from run', to.database()) == ['60'] &&
                !lab.ask("select 1 from pg_description where description = 'half a history'", to.database())
        if (!whole) {
            move()
        }

        then:
        killed > 0
        sha() == before
        lab.ask('select count(*) from run', to.database()) == ['60']

        and:
        open().close()
    }

    @Row('S-12')
    def 'a backup of PostgreSQL is restored into another PostgreSQL'() {
        given:
        StoreFixture.onPostgres(true)
        def fixture = new StoreFixture(dir.resolve('first'))
        4.times { fixture.whole() }
        def identity = fixture.store.settings().identity()
        Path file = dir.resolve('backup.zip')
        Files.newOutputStream(file).withCloseable { new BackupWriter(fixture.store.connections(), [:], '0.1.0').write(it, Instant.now()) }

        when:
        BackupFile.open(file).withCloseable { it.verify(); new Bringing(to, '0.1.0').bring(it, Files.createDirectories(dir.resolve('work')), Instant.now()) }
        def store = open()

        then:
        store.queries().run(4).get().status().word() == 'ok'
        store.settings().identity() == identity

        cleanup:
        StoreFixture.onPostgres(false)
        fixture?.close()
        store?.close()
    }
}
