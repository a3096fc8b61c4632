package dev.steward.runner.store.disk

import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.channels.FileLock
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import org.h2.store.fs.FileBase
import org.h2.store.fs.FilePath
import org.h2.store.fs.FilePathWrapper
import spock.lang.Specification
import spock.lang.TempDir

/** A file with a journal is, for who reads and writes it, a file. */
class JournaledSpec extends Specification {

    @TempDir Path dir

    private Path file() { dir.resolve('f.mv.db') }

    private String said() { Files.readString(file()) }

    private Path journal() { JournaledPath.journal(file()) }

    private FileChannel open() { FilePath.get(JournaledPath.name(file())).open('rw') }

    def 'what is read is what was written, wherever it lies by now, and the file has it once it is closed'() {
        given:
        def random = new Random(5)
        byte[] model = new byte[0]

        expect:
        (1..30).every { life ->
            def channel = open()
            assert channel.size() == model.length
            (1..120).each {
                int at = random.nextInt(60_000)
                switch (random.nextInt(20)) {
                    case 0:
                        channel.force(false)
                        break
                    case 1:
                        channel.truncate(at)
                        model = Arrays.copyOf(model, Math.min(at, model.length))
                        break
                    case 2..9:
                        byte[] bytes = new byte[1 + random.nextInt(random.nextBoolean() ? 50 : 9000)]
                        random.nextBytes(bytes)
                        assert channel.write(ByteBuffer.wrap(bytes), at) == bytes.length
                        model = Arrays.copyOf(model, Math.max(model.length, at + bytes.length))
                        System.arraycopy(bytes, 0, model, at, bytes.length)
                        break
                    default:
                        def into = ByteBuffer.allocate(1 + random.nextInt(9000))
                        int read = channel.read(into, at)
                        assert read == (at >= model.length ? -1 : Math.min(into.capacity(), model.length - at))
                        assert into.position() == Math.max(0, read)
                        assert Arrays.equals(into.array(), 0, Math.max(0, read), model, Math.min(at, model.length), Math.min(at, model.length) + Math.max(0, read))
                }
                assert channel.size() == model.length
            }
            channel.close()
            assert !Files.exists(journal())
            Arrays.equals(Files.readAllBytes(file()), model)
        }
    }

    def 'what a journal was left with comes to the file when it is opened the next time'() {
        given:
        def channel = open()
        channel.write(ByteBuffer.wrap('written and never settled'.bytes), 0)
        def left = Files.readAllBytes(journal())
        channel.close()
        Files.write(file(), 'older'.bytes)
        Files.write(journal(), left)

        when:
        open().close()

        then:
        said() == 'written and never settled'
        !Files.exists(journal())
    }

    def 'a journal is believed up to the first record that is not whole, here #name'() {
        given:
        def channel = open()
        ['one.', 'two.', 'three.'].inject(0) { at, word ->
            channel.write(ByteBuffer.wrap(word.bytes), at)
            at + word.length()
        }
        def left = Files.readAllBytes(journal())
        channel.close()
        Files.write(file(), new byte[0])
        Files.write(journal(), change(left))

        when:
        open().close()

        then:
        said() == text

        where:
        name                                 | change                                                        || text
        'all of them'                        | { it }                                                        || 'one.two.three.'
        'one that lacks its last byte'       | { Arrays.copyOf(it, it.length - 1) }                          || 'one.two.'
        'one that has another byte'          | { it[it.length - 1] ^= 1; it }                                || 'one.two.'
        'one before two whole ones'          | { it[512 + 16 + 1] ^= 1; it }                                 || ''
        'one of another length'              | { it[512 + 3] = 3; it }                                       || ''
        'one of a length that cannot be'     | { it[512] = 0x7f; it }                                        || ''
        'a header of another time'           | { it[9] ^= 1; it }                                            || ''
        'half a header'                      | { Arrays.copyOf(it, 300) }                                    || ''
        'nothing'                            | { new byte[0] }                                               || ''
    }

    def 'a journal of another history is put aside, and its file stays as it is: #name'() {
        given:
        history('a')
        def first = Files.readAllBytes(file())
        def left = null
        connect().withCloseable {
            it.createStatement().execute('insert into t values (2)')
            left = Files.readAllBytes(journal())
        }
        Files.delete(file())
        history('b')
        def second = Files.readAllBytes(file())
        Files.write(file(), name == 'another one' ? second : first)
        Files.write(journal(), name == 'another one' ? left : later(left))

        when:
        def rows = connect().withCloseable { all(it) }

        then:
        rows == [1]
        Files.exists(dir.resolve('f.mv.db.journal.unused'))

        where:
        name << ['another one', 'an older copy of this one']
    }

    def 'the journal of a first life is no other history either'() {
        given:
        byte[] left = null
        connect().withCloseable {
            it.createStatement().execute('create table t (id int); insert into t values (2)')
            left = Files.readAllBytes(journal())
        }
        Files.delete(file())
        history('a')
        Files.write(journal(), left)

        expect:
        connect().withCloseable { all(it) } == [1]
    }

    def 'a journal over whose file somebody wrote without it is put aside'() {
        given:
        history('a')
        byte[] left = null
        byte[] written = null
        connect().withCloseable {
            it.createStatement().execute('insert into t values (2)')
            it.createStatement().execute('checkpoint sync')
            left = Files.readAllBytes(journal())
            written = Files.readAllBytes(file())
        }
        Files.write(file(), written)
        java.sql.DriverManager.getConnection("jdbc:h2:file:$dir/f;DB_CLOSE_ON_EXIT=FALSE", 'sa', '').withCloseable {
            it.createStatement().execute('insert into t values (3)')
        }
        Files.write(journal(), left)

        expect:
        connect().withCloseable { all(it) } == [1, 2, 3]
    }

    def 'one that is in use is not opened a second time, and loses nothing by the try'() {
        given:
        def channel = open()
        channel.write(ByteBuffer.wrap('abc'.bytes), 0)

        when:
        open()

        then:
        def refused = thrown(IOException)
        refused.message.endsWith(' is in use')
        Files.size(journal()) > 512

        when:
        channel.write(ByteBuffer.wrap('def'.bytes), 3)
        channel.close()

        then:
        said() == 'abcdef'
        open().close()
    }

    def 'where the disk refuses #what once, nothing is taken any more, and the next one finds all that was'() {
        given:
        FilePath.register(new Refusing())
        def channel = FilePath.get("journaled:refusing:async:${file()}").open('rw')
        channel.write(ByteBuffer.wrap('abc'.bytes), 0)

        when:
        Refusing.next = what
        channel.force(false)
        channel.close()

        then:
        thrown(IOException)
        Files.size(journal()) > 512

        when:
        channel.write(ByteBuffer.wrap('def'.bytes), 3)

        then:
        thrown(IOException)

        when:
        try {
            channel.close()
        } catch (IOException again) {
            assert again.message.contains('Input/output error')
        }
        open().close()

        then:
        said() == 'abc'

        where:
        what << ['f.mv.db', 'f.mv.db.journal']
    }

    def 'what is closed takes nothing any more'() {
        given:
        def channel = open()
        channel.close()

        when:
        channel.write(ByteBuffer.wrap('abc'.bytes), 0)

        then:
        thrown(IOException)
        !Files.exists(journal())
    }

    /** A disk that once does not take what it is to force. */
    static class Refusing extends FilePathWrapper {

        static String next

        @Override
        String getScheme() { 'refusing' }

        @Override
        FileChannel open(String mode) {
            def name = base.toString()
            def real = base.open(mode)
            new FileBase() {

                @Override
                void force(boolean meta) {
                    if (Refusing.next && name.endsWith('/' + Refusing.next)) {
                        Refusing.next = null
                        throw new IOException('Input/output error')
                    }
                    real.force(meta)
                }

                @Override
                int read(ByteBuffer into, long at) { real.read(into, at) }

                @Override
                int write(ByteBuffer from, long at) { real.write(from, at) }

                @Override
                int read(ByteBuffer into) { real.read(into) }

                @Override
                int write(ByteBuffer from) { real.write(from) }

                @Override
                long position() { real.position() }

                @Override
                FileChannel position(long at) { real.position(at) }

                @Override
                long size() { real.size() }

                @Override
                FileChannel truncate(long size) { real.truncate(size) }

                @Override
                FileLock tryLock(long at, long size, boolean shared) { real.tryLock(at, size, shared) }

                @Override
                protected void implCloseChannel() { real.close() }
            }
        }
    }

    def 'the interrupt of a thread that writes or reads harms neither it nor others'() {
        given:
        def channel = open()

        when:
        def broken = Thread.start {
            Thread.currentThread().interrupt()
            channel.write(ByteBuffer.wrap('abc'.bytes), 0)
            channel.force(false)
            channel.read(ByteBuffer.allocate(3), 0)
        }
        broken.join(TimeUnit.SECONDS.toMillis(10))

        then:
        channel.write(ByteBuffer.wrap('def'.bytes), 3) == 3
        channel.close()
        said() == 'abcdef'
    }

    def 'what was written comes to the file within seconds, without being asked'() {
        given:
        def channel = open()

        when:
        channel.write(ByteBuffer.wrap('abc'.bytes), 0)
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20)
        while (said() != 'abc' && System.nanoTime() < patience) Thread.sleep(50)

        then:
        said() == 'abc'

        cleanup:
        channel?.close()
    }

    /** The header of a journal that began after many commits more. */
    private static byte[] later(byte[] journal) {
        ByteBuffer.wrap(journal).putLong(24, 1_000_000)
        def sum = new java.util.zip.CRC32C()
        sum.update(journal, 0, 508)
        ByteBuffer.wrap(journal).putInt(508, (int) sum.value)
        journal
    }

    private void history(String name) {
        connect().withCloseable { it.createStatement().execute("create table t (id int); create table $name (id int); insert into t values (1)") }
        // H2 counts the time of making in milliseconds
        Thread.sleep(5)
    }

    private java.sql.Connection connect() {
        java.sql.DriverManager.getConnection("${JournaledPath.url(dir.resolve('f'))};WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE", 'sa', '')
    }

    private static List<Integer> all(java.sql.Connection connection) {
        def rows = connection.createStatement().executeQuery('select id from t order by id')
        def all = []
        while (rows.next()) all << rows.getInt(1)
        all
    }
}
