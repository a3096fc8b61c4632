package dev.steward.runner.store.migration

import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.channels.FileLock
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.sql.Connection
import java.sql.DriverManager
import java.util.concurrent.atomic.AtomicInteger
import org.h2.store.fs.FileBase
import org.h2.store.fs.FilePath
import org.h2.store.fs.FilePathWrapper
import spock.lang.Specification
import spock.lang.TempDir

/** A database whose process is killed before one of its writes: none of them, and no later one, reaches the file. */
class RecoverySpec extends Specification {

    @TempDir Path dir

    def setupSpec() { FilePath.register(new Dying()) }

    def 'no commit is lost, whatever write the process is killed before, in a file that reuses its space'() {
        expect:
        (20..60).every { seed -> lost(new Random(seed)) == 0 }
    }

    /** Five lives of one file; how many commits were gone. */
    private int lost(Random random) {
        dir.toFile().listFiles()*.delete()
        connect('async', "$dir/steward").withCloseable {
            run(it, 'set retention_time 0', 'create table t (id int primary key, x varchar(20000))', 'create table u (id int primary key)')
            (0..<40).each { id -> run(it, "insert into t values ($id, '${'y' * random.nextInt(9000)}')") }
        }
        int known = 0
        (1..5).sum { life ->
            int acknowledged = live(random, 1 + random.nextInt(life % 2 ? 60 : 250), known)
            Recovery.recover(dir.resolve('steward.mv.db'))
            known = connect('async', "$dir/steward").withCloseable {
                def row = it.createStatement().executeQuery('select coalesce(max(id), 0), (select sum(length(x)) from t) from u')
                row.next()
                row.getInt(1)
            }
            Math.max(0, acknowledged - known)
        }
    }

    /** Works until it is dead; the last commit that it was told of. */
    private int live(Random random, int writes, int known) {
        int acknowledged = known
        Dying.left.set(writes)
        def connection = connect('dying', "$dir/steward")
        connection.autoCommit = false
        while (Dying.left.get() > 0) {
            random.nextInt(4).times { run(connection, "update t set x = '${'z' * random.nextInt(9000)}' where id = ${random.nextInt(40)}") }
            run(connection, "insert into u values (${acknowledged + 1})")
            connection.commit()
            if (Dying.left.get() > 0) {
                acknowledged++
            }
        }
        def left = dir.resolve('left')
        Files.copy(dir.resolve('steward.mv.db'), left, StandardCopyOption.REPLACE_EXISTING)
        connection.session.database.shutdownImmediately()
        Files.copy(left, dir.resolve('steward.mv.db'), StandardCopyOption.REPLACE_EXISTING)
        acknowledged
    }

    private static Connection connect(String scheme, String file) {
        DriverManager.getConnection("jdbc:h2:$scheme:$file;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", 'sa', '')
    }

    private static void run(Connection connection, String... all) {
        connection.createStatement().withCloseable { statement -> all.each { statement.execute(it) } }
    }

    /** Writes as many times as it may, and pretends to ever after. */
    static class Dying extends FilePathWrapper {

        static final AtomicInteger left = new AtomicInteger()

        @Override
        String getScheme() { 'dying' }

        @Override
        FileChannel open(String mode) { new Channel(base.open(mode)) }
    }

    static class Channel extends FileBase {

        private final FileChannel file

        Channel(FileChannel file) { this.file = file }

        private static boolean dead() { Dying.left.getAndDecrement() <= 0 }

        private static int swallowed(ByteBuffer bytes) {
            int length = bytes.remaining()
            bytes.position(bytes.limit())
            length
        }

        @Override
        long position() { file.position() }

        @Override
        FileChannel position(long at) {
            file.position(at)
            this
        }

        @Override
        long size() { file.size() }

        @Override
        int read(ByteBuffer bytes) { file.read(bytes) }

        @Override
        int read(ByteBuffer bytes, long at) { file.read(bytes, at) }

        @Override
        int write(ByteBuffer bytes) { dead() ? swallowed(bytes) : file.write(bytes) }

        @Override
        int write(ByteBuffer bytes, long at) { dead() ? swallowed(bytes) : file.write(bytes, at) }

        @Override
        FileChannel truncate(long size) {
            if (!dead()) file.truncate(size)
            this
        }

        @Override
        void force(boolean meta) { }

        @Override
        FileLock tryLock(long at, long size, boolean shared) { file.tryLock(at, size, shared) }

        @Override
        protected void implCloseChannel() { file.close() }
    }
}
