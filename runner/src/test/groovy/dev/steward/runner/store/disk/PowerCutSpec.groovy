package dev.steward.runner.store.disk

import dev.steward.runner.store.migration.Recovery
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import org.h2.store.fs.FilePath
import org.h2.store.fs.FilePathWrapper
import spock.lang.Specification
import spock.lang.TempDir

/** The power of the machine goes while a history in a file is written: the disk has what was forced, and of the rest anything. */
class PowerCutSpec extends Specification {

    private static final int ROWS = 40

    @TempDir Path dir

    def setupSpec() {
        FilePath.register(new CutDisk())
        FilePath.register(new Shortly())
        JournaledPath.name(Path.of('/'))
    }

    private Path file() { dir.resolve('history.mv.db') }

    def 'what was there at the last force is there after any cut, and of later commits the first ones whole'() {
        expect:
        (1..80).findAll { seed -> !whole(new Random(seed)) } == []
    }

    def 'a history that is cut again and again, also while it is opened, goes on'() {
        given:
        def random = new Random(99)
        int sure = begin()

        expect:
        (1..40).every { life ->
            int forced = live(random, 1 + random.nextInt(life % 3 ? 200 : 12), sure)[0]
            sure = checked()
            sure >= forced
        }
    }

    /** One life of a file that reuses its space at once. */
    private boolean whole(Random random) {
        begin()
        def (int forced, int acknowledged) = live(random, 1 + random.nextInt(400), ROWS)
        int found = checked()
        found >= forced && found <= acknowledged + 1
    }

    /** A new history; its last commit. */
    private int begin() {
        dir.toFile().listFiles()*.delete()
        connect('journaled:async').withCloseable {
            run(it, 'set retention_time 0', 'create table t (id int primary key, x varchar(20000))', 'create table u (id int primary key, t int)')
            (1..ROWS).each { id -> run(it, "insert into t values ($id, '$id y')", "insert into u values ($id, $id)") }
        }
        ROWS
    }

    /** Works until the cut; which commit was the last one that is on the disk for sure, and the last one that was told of. */
    private List<Integer> live(Random random, int writes, int known) {
        // opening one takes some writes; before, a copy that no one forced is rightly nothing
        CutDisk.begin(writes, writes > 60 && random.nextBoolean())
        int forced = known
        int acknowledged = known
        Connection connection = null
        try {
            connection = connect(random.nextBoolean() ? 'journaled:cut:async' : 'shortly:cut:async')
            connection.autoCommit = false
            while (!CutDisk.dead()) {
                int next = acknowledged + 1
                int row = 1 + random.nextInt(ROWS)
                run(connection, "update t set x = '$next ${'z' * random.nextInt(9000)}' where id = $row", "insert into u values ($next, $row)")
                connection.commit()
                if (!CutDisk.dead()) {
                    acknowledged = next
                    if (random.nextInt(12) == 0) {
                        run(connection, 'checkpoint sync')
                        forced = CutDisk.dead() ? forced : next
                    }
                }
            }
        } catch (java.sql.SQLException beforeItWasOpen) {
            if (!CutDisk.dead()) throw beforeItWasOpen
        }
        def left = CutDisk.after(random)
        connection?.session?.database?.shutdownImmediately()
        left.each { path, bytes -> Files.write(path, bytes) }
        [forced, acknowledged]
    }

    /** The last commit there; every row is as the commits up to it left it. */
    private int checked() {
        Recovery.recover(file())
        connect('journaled:async').withCloseable { connection ->
            def last = [:]
            int newest = 0
            each(connection, 'select id, t from u order by id') {
                assert it.getInt(1) == ++newest
                last[it.getInt(2)] = newest
            }
            int rows = 0
            each(connection, 'select id, x from t order by id') {
                assert it.getString(2) ==~ "${last[it.getInt(1)]} (y|z*)"
                rows++
            }
            assert rows == ROWS
            newest
        }
    }

    private static void each(Connection connection, String sql, Closure row) {
        connection.createStatement().withCloseable { statement ->
            def rows = statement.executeQuery(sql)
            while (rows.next()) row(rows)
        }
    }

    private Connection connect(String scheme) {
        DriverManager.getConnection("jdbc:h2:$scheme:$dir/history;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", 'sa', '')
    }

    private static void run(Connection connection, String... all) {
        connection.createStatement().withCloseable { statement -> all.each { statement.execute(it) } }
    }

    /** As in the product, but the journal begins again after little. */
    static class Shortly extends FilePathWrapper {

        @Override
        String getScheme() { 'shortly' }

        @Override
        FileChannel open(String mode) { JournaledChannel.open(base.open(mode), FilePath.get("${base}.journal"), 100_000) }
    }
}
