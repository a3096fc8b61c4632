package dev.steward.runner.store.backup

import dev.steward.house.Row
import dev.steward.runner.store.ManyRuns
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.migration.Migrations
import dev.steward.runner.store.trouble.StoreException
import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import java.util.concurrent.atomic.AtomicBoolean
import java.util.zip.ZipEntry
import java.util.zip.ZipFile
import java.util.zip.ZipOutputStream
import org.h2.jdbcx.JdbcDataSource
import spock.lang.Specification
import spock.lang.TempDir

class StoreBackupSpec extends Specification {

    static final NOW = Instant.parse('2026-11-22T03:10:00Z')
    static final LEFT_OUT = ['flyway_schema_history', 'qrtz_blob_triggers', 'qrtz_calendars', 'qrtz_cron_triggers', 'qrtz_fired_triggers', 'qrtz_job_details', 'qrtz_locks',
                             'qrtz_paused_trigger_grps', 'qrtz_scheduler_state', 'qrtz_simple_triggers', 'qrtz_simprop_triggers', 'qrtz_triggers', 'server']

    @TempDir Path dir
    JdbcDataSource memory = new JdbcDataSource(URL: "jdbc:h2:mem:${UUID.randomUUID()};DB_CLOSE_DELAY=-1")

    private Path backup(javax.sql.DataSource of, Map<String, Path> files = [:], String name = 'backup.zip') {
        Path file = dir.resolve(name)
        Files.newOutputStream(file).withCloseable { new BackupWriter(of, files, '0.1.0').write(it, NOW) }
        file
    }

    private Optional<Path> restore(Path file, Path into, boolean mayHaveOne = true) {
        Files.createDirectories(into)
        BackupFile.open(file).withCloseable {
            it.verify()
            new Restoring(into).restore(it, NOW)
        }
    }

    /** But for what H2 itself has to complain of, which lies beside and is no part of what is kept. */
    private static List<String> files(Path folder) {
        Files.list(folder).withCloseable { it.toList()*.fileName*.toString().sort() } - 'steward.trace.db'
    }

    private static JdbcDataSource at(Path state) { new JdbcDataSource(URL: "jdbc:h2:file:${state.resolve('steward')}", user: 'sa') }

    private static void sql(javax.sql.DataSource of, String text) { of.connection.withCloseable { it.createStatement().execute(text) } }

    private static number(javax.sql.DataSource of, String text) {
        of.connection.withCloseable { def rows = it.createStatement().executeQuery(text); rows.next(); rows.getLong(1) }
    }

    @Row('S-12')
    def 'every row of every table comes back, also of tables that are not thought of yet'() {
        given:
        Migrations.apply(memory)
        sql(memory, 'create table thought_of_later (id bigint generated always as identity primary key, run bigint references run (id), said text, seen_at timestamp(6) with time zone)')
        def all = new EveryTable(memory)
        def kept = all.names() - LEFT_OUT
        all.fill(kept)
        Path file = backup(memory)

        when: 'into a database that has this table too'
        def other = new JdbcDataSource(URL: "jdbc:h2:mem:${UUID.randomUUID()};DB_CLOSE_DELAY=-1")
        Migrations.apply(other)
        sql(other, 'create table thought_of_later (id bigint generated always as identity primary key, run bigint references run (id), said text, seen_at timestamp(6) with time zone)')
        other.connection.withCloseable { db -> BackupFile.open(file).withCloseable { new Filling(db, it).fill() } }

        then:
        BackupFile.open(file).withCloseable { it.manifest().leftOut() } == LEFT_OUT
        BackupFile.open(file).withCloseable { it.manifest().tables()*.name() as Set } == kept as Set
        kept.size() > 30
        new EveryTable(other).rows(kept) == all.rows(kept)
        all.rows(kept).every { it.value.size() >= EveryTable.ROWS }
    }

    @Row('S-12')
    def 'numbers go on where they were, also where the rows with the last ones are gone'() {
        given:
        def first = new StoreFixture(dir.resolve('first'))
        3.times { first.whole() }
        def before = first.lastRun
        sql(first.store.connections(), "delete from run_task where run = $before; delete from run_step where run = $before; delete from run_host where run = $before; delete from run_source where run = $before; delete from run where id = $before")
        first.store.audit().note(new dev.steward.runner.store.account.Audit.Change('anna', 'cli', 'something', '', '', ''))
        Path file = backup(first.store.connections())
        first.close()

        when:
        def kept = restore(file, dir.resolve('second'))
        def second = new StoreFixture(dir.resolve('second'))
        second.store.audit().note(new dev.steward.runner.store.account.Audit.Change('bert', 'cli', 'something', '', '', ''))

        then:
        kept.empty
        second.whole() == before + 1
        number(second.store.connections(), 'select count(distinct id) from audit') == 2
        files(dir.resolve('second')) == ['steward.lock', 'steward.mv.db', 'steward.mv.db.journal', 'steward.open', 'steward.owner']

        cleanup:
        second?.close()
    }

    @Row('S-12')
    def 'it is the state of one moment, though runs are written and old ones pruned while it is made'() {
        given: 'long texts, which H2 keeps beside its tables'
        def fixture = new StoreFixture(dir.resolve('state'))
        20.times { fixture.whole(text: "// $it " + 'x' * 100_000) }
        def over = new AtomicBoolean()
        def writer = Thread.start {
            while (!over.get()) {
                fixture.whole(hosts: ['a', 'b', 'c'], text: UUID.randomUUID().toString() * 1000)
                fixture.store.prune(StoreFixture.keep(365, 5))
            }
        }

        when:
        def files = (1..6).collect {
            sleep(150)
            backup(fixture.store.connections(), [:], "b${it}.zip")
        }
        over.set(true)
        writer.join()
        fixture.close()

        then: 'each can be restored: no reference leads nowhere, and every run that ended is whole'
        files.eachWithIndex { file, i ->
            Path to = dir.resolve("to$i")
            restore(file, to)
            def there = at(to)
            assert number(there, "select count(*) from run where status = 'ok'") > 0
            assert number(there, "select count(*) from run r where status = 'ok' and (select count(*) from run_event e where e.id / 4294967296 = r.id and e.kind = 'runFinished') <> 1 and r.id > (select max(id) from run) - 4") == 0
            // of one that is on its way out, the texts are the first to go
            assert number(there, "select count(*) from run r where not exists (select 1 from run_source s where s.run = r.id) and r.id > (select max(id) from run) - 4") == 0
        }
    }

    def 'a byte that changed is found, and the part is named'() {
        given:
        def fixture = new StoreFixture(dir.resolve('state'))
        3.times { fixture.whole() }
        Path config = Files.writeString(dir.resolve('steward.yml'), 'server: {port: 8580}\n')
        Path file = backup(fixture.store.connections(), ['steward.yml': config])
        fixture.close()
        def names = new ZipFile(file.toFile()).withCloseable { it.entries().toList()*.name }

        expect:
        names.size() > 30
        names.findAll { name -> !refusal(changed(file, name)).contains("is damaged: $name is not what was written") } == []
        (1..40).findAll { !refusal(changed(file, 'manifest.json', it / 42)).contains('is damaged: manifest.json is not what was written') } == []
    }

    /** The file with one byte of a part's packed content turned over. */
    private Path changed(Path file, String name, BigDecimal where = 0.5) {
        byte[] bytes = Files.readAllBytes(file)
        int at = new String(bytes, 'ISO-8859-1').indexOf(name)
        int extra = (bytes[at - 2] & 0xff) | (bytes[at - 1] & 0xff) << 8
        long packed = new ZipFile(file.toFile()).withCloseable { it.getEntry(name).compressedSize }
        bytes[at + name.length() + extra + (packed < 10 ? 0 : packed * where as int)] ^= 0x10
        Files.write(dir.resolve('changed.zip'), bytes)
    }

    private static String refusal(Path file) {
        try {
            BackupFile.open(file).withCloseable { it.verify() }
            'nothing'
        } catch (BackupRefused e) {
            e.message
        }
    }

    def 'what is #what is refused'() {
        given:
        Migrations.apply(memory)
        Path file = backup(memory)

        when:
        Path other = spoilt.call(file)
        BackupFile.open(other).withCloseable {
            it.verify()
            it.fits()
        }

        then:
        def e = thrown(BackupRefused)
        e.message.contains(words)

        where:
        what                       | spoilt                                                                                                      || words
        'cut short'                | { f -> Files.write(f, Files.readAllBytes(f)[0..<2000] as byte[]) }                                           || 'is no backup, or only a part of one'
        'another file'             | { f -> Files.writeString(f, 'hello') }                                                                       || 'is no backup, or only a part of one'
        'another zip'              | { f -> rewritten(f) { name, text -> name == 'manifest.json' ? null : text } }                                || 'holds no manifest.json'
        'of a newer Steward'       | { f -> rewritten(f) { name, text -> name == 'manifest.json' ? text.replace('V1__runs.sql', 'V1__other.sql') : text } } || 'was made by a newer Steward (0.1.0, schema up to V'
        'of a later form'          | { f -> rewritten(f) { name, text -> name == 'manifest.json' ? text.replace('"format" : 1', '"format" : 2') : text } } || 'in a form (2) that this one does not know'
        'written by somebody else' | { f -> rewritten(f) { name, text -> name == 'tables/account.jsonl' ? '["eve","admin"]' : text } }            || 'tables/account.jsonl is not what was written'
        'without a part'           | { f -> rewritten(f) { name, text -> name == 'tables/run.jsonl' ? null : text } }                             || 'tables/run.jsonl is not what was written'
        'with one part more'       | { f -> rewritten(f, ['files/cron': 'x']) { name, text -> text } }                                            || 'holds files/cron, of which its manifest knows nothing'
    }

    private static Path rewritten(Path file, Map<String, String> more = [:], Closure<String> change) {
        Map<String, String> all = new ZipFile(file.toFile()).withCloseable { zip -> zip.entries().toList().collectEntries { [it.name, zip.getInputStream(it).text] } }
        new ZipOutputStream(Files.newOutputStream(file)).withCloseable { zip ->
            (all.collectEntries { [it.key, change.call(it.key, it.value)] } + more).findAll { it.value != null }.each { name, text ->
                zip.putNextEntry(new ZipEntry(name))
                zip.write(text.getBytes('UTF-8'))
                zip.closeEntry()
            }
        }
        file
    }

    def 'a backup of an older Steward is brought up to date'() {
        given: 'its tables and rows'
        def scripts = Migrations.names().takeWhile { it != 'V8__greens.sql' }
        Migrations.apply(memory, scripts)
        def all = new EveryTable(memory)
        all.fill(all.names() - LEFT_OUT)
        sql(memory, "update run set status = 'ok', options = '{\"check\":false}', finished_at = created_at")
        Path file = backup(memory)
        def told = Migrations.names().drop(scripts.size()).collect { ', "' + it + '"' }.join('')
        rewritten(file) { name, text -> name == 'manifest.json' ? text.replace(told, '') : text }

        when:
        restore(file, dir.resolve('new'))
        def there = at(dir.resolve('new'))

        then: 'what the later migrations make of the rows is there'
        number(there, 'select count(*) from last_green') > 0
        number(there, 'select count(*) from "flyway_schema_history" where "success" and "installed_rank" > 0') == Migrations.names().size()
        number(there, 'select count(*) from run') == EveryTable.ROWS

        and: 'the store opens on it'
        new StoreFixture(dir.resolve('new')).close()
    }

    def 'the history that was there is kept beside the restored one'() {
        given:
        def old = new StoreFixture(dir.resolve('state'))
        2.times { old.whole() }
        old.close()
        Migrations.apply(memory)
        Path file = backup(memory)

        when:
        def kept = restore(file, dir.resolve('state'))

        then:
        kept.get() == dir.resolve('state/before-restore-20261122T031000.mv.db')
        number(at(dir.resolve('state')), 'select count(*) from run') == 0
        number(new JdbcDataSource(URL: "jdbc:h2:file:${dir.resolve('state/before-restore-20261122T031000')}", user: 'sa'), 'select count(*) from run') == 2
    }

    def 'where restoring fails in its middle, all is as it was'() {
        given: 'a backup that was well when it was looked through, and is not when it is read'
        def old = new StoreFixture(dir.resolve('state'))
        2.times { old.whole() }
        old.close()
        Path file = backup(at(dir.resolve('state')))
        rewritten(file) { name, text -> name == 'tables/run_task.jsonl' ? text.replace('"0.0"', 'null') : text }

        when:
        BackupFile.open(file).withCloseable { new Restoring(dir.resolve('state')).restore(it, NOW) }

        then:
        def e = thrown(StoreException)
        e.message.startsWith('the backup could not be restored, and nothing was changed: ')
        files(dir.resolve('state')) == ['steward.lock', 'steward.mv.db', 'steward.owner']
        number(at(dir.resolve('state')), 'select count(*) from run') == 2
    }

    def 'a long history is carried in little memory'() {
        given:
        Migrations.apply(memory)
        new ManyRuns(memory).add(5_000)
        Path file = backup(memory)

        when:
        restore(file, dir.resolve('new'))

        then:
        number(at(dir.resolve('new')), 'select count(*) from run_task') == 5_000
        number(at(dir.resolve('new')), 'select max(id) from run') == 5_000
    }
}
