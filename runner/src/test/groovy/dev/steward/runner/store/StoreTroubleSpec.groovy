package dev.steward.runner.store

import dev.steward.house.Row
import dev.steward.runner.config.store.StoreConfig
import dev.steward.runner.store.postgres.PostgresTrouble
import dev.steward.runner.store.trouble.Spoilt
import dev.steward.runner.store.trouble.StoreException
import dev.steward.runner.store.trouble.StoreTrouble
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.sql.SQLException
import org.h2.mvstore.MVStoreException
import spock.lang.Specification
import spock.lang.TempDir

/** A store that cannot be used says why and what to do, and never begins anew over a history that was there. */
class StoreTroubleSpec extends Specification {

    @TempDir Path dir

    private Path file() { dir.resolve('steward.mv.db') }

    private void history() {
        def fixture = new StoreFixture(dir)
        fixture.begin()
        fixture.close()
    }

    private StoreException refused() {
        def ours = (StateDir.open(dir, 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        try {
            Store.open(ours, new SystemTime()).close()
            return null
        } catch (StoreException e) {
            return e
        } finally {
            ours.close()
        }
    }

    def 'a history cut to #left bytes is refused with the next step, and stays as it is'() {
        given:
        history()
        def bytes = Files.readAllBytes(file())
        Files.write(file(), Arrays.copyOf(bytes, Math.min(left, bytes.length)))

        when:
        def said = refused()

        then:
        said.message.contains("the database file ${file()}")
        said.message.contains('put a backup in its place, or move it away to begin a new history: mv ')
        !said.message.contains('\n')
        !said.message.contains('H2')
        Files.size(file()) >= left

        where:
        left << [0, 1, 100, 4096, 8192, 10_000, 20_000]
    }

    def 'a first start that broke off may begin again'() {
        given:
        Files.createFile(dir.resolve('steward.beginning'))
        Files.createFile(file())

        expect:
        refused() == null
        !Files.exists(dir.resolve('steward.beginning'))

        when:
        Files.write(file(), new byte[0])

        then:
        refused().message.contains('holds nothing any more')
    }

    def 'a file moved away begins a new history'() {
        given:
        history()
        Files.move(file(), dir.resolve('away'))

        expect:
        refused() == null
    }

    def 'a full disk is told in plain words: #chain.message'() {
        given:
        def said = new StoreTrouble(file())."$asked"(chain)

        expect:
        said.message == "the disk is full: no room is left for the history in $dir; free some space there, or set STEWARD_HOME to a directory on another disk"

        where:
        asked     | chain
        'opening' | new RuntimeException('Flyway says much', new SQLException('General', '1', 90031, new IOException('No space left on device')))
        'working' | new RuntimeException('jdbi says much', new SQLException('Closed', '1', 90098, new IOException('No space left on device')))
    }

    def 'a file that is found damaged while Steward works is told so with the next step, and H2 that has closed it after that too'() {
        given:
        def trouble = new StoreTrouble(file())
        def sentence = "the database file ${file()} is damaged; put a backup in its place, or move it away to begin a new history: mv ${file()} ${file()}.damaged"
        def closed = new RuntimeException('jdbi says much', new SQLException('The database has been closed', '90098', 90098))

        expect:
        trouble.working(closed).is(closed)
        trouble.working(chain).message == sentence
        trouble.opening(chain).message == sentence
        trouble.working(closed).message == sentence
        new StoreTrouble(file()).working(new RuntimeException('jdbi', new SQLException('General error', 'HY000', 50000))).message == 'jdbi'

        where:
        chain << [new RuntimeException('jdbi', new SQLException('General error', 'HY000', 50000, new MVStoreException(6, 'File corrupted in chunk 492, expected page length 4..3072, got 0'))),
                  new RuntimeException('jdbi', new SQLException('General error', 'HY000', 50000, new MVStoreException(9, 'Chunk 7 not found'))),
                  new RuntimeException('jdbi', new SQLException('File corrupted while reading record', '90030', 90030)),
                  new RuntimeException('jdbi', new SQLException('Data conversion error converting "BIGINT, BINARY VARYING"', '22018', 22018))]
    }

    @Row('S-09')
    def 'tables that H2 cannot make again from the words it kept of them are damage, and no statement is repeated'() {
        given: 'one letter is another one'
        history()
        String words = new String(Files.readAllBytes(file()), 'ISO-8859-1')
        Files.write(file(), words.replace('CREATE CACHED TABLE "PUBLIC"."SETTING"', 'CREATE CACHED TXBLE "PUBLIC"."SETTING"').getBytes('ISO-8859-1'))

        when:
        def said = refused()

        then:
        said.message == "the database file ${file()} is damaged; put a backup in its place, or move it away to begin a new history: mv ${file()} ${file()}.damaged"
    }

    def 'a reason to open nothing that nobody knows has a next step, and no second line'() {
        expect:
        new StoreTrouble(file()).opening(new RuntimeException('jdbi', new SQLException('Something\nselect 1', '1', 1))).message ==
                "the database in $dir cannot be opened: jdbi; where nothing else changed since it was opened last, put a backup in its place"
    }

    def 'a file that may be whole is not called damaged: #what'() {
        given:
        def trouble = new StoreTrouble(file())
        def closed = new RuntimeException('jdbi says much', new SQLException('The database has been closed', '90098', 90098))
        def timeout = new RuntimeException('jdbi', new SQLException('Timeout trying to lock table', 'HYT00', 50200))

        expect:
        trouble.working(chain).message == sentence.replace('FILE', file() as String).replace('DIR', dir as String)
        trouble.opening(chain).message == trouble.working(chain).message

        and: 'what H2 says when it has closed it goes back to that; what it says of a lock is of no file'
        trouble.working(closed).message == trouble.working(chain).message
        trouble.working(timeout).is(timeout)

        where:
        what               | chain                                                                                                                            || sentence
        'memory ran out'   | general(new MVStoreException(3, 'java.lang.OutOfMemoryError: Java heap space'))                                                  || MEMORY
        'in a cause'       | general(new MVStoreException(3, 'some words').initCause(new OutOfMemoryError('Java heap space')))                                || MEMORY
        'at a chunk'       | general(new MVStoreException(3, 'Last block 7 not stored, possibly due to out-of-memory'))                                       || MEMORY
        'the disk refuses' | general(new MVStoreException(1, 'Reading from file x failed at 4096').initCause(new IOException('Input/output error')))          || 'the database file FILE cannot be read (Input/output error): look at its disk with dmesg, then start Steward again; where the disk is failing, put a backup on another one and name it in STEWARD_HOME'
    }

    static final String MEMORY = 'the history in DIR was closed since the memory ran out: start Steward again, with more of it in STEWARD_JAVA_OPTIONS (-Xmx1g); where that does not help the file is damaged, so put a backup in its place'

    private static RuntimeException general(Throwable cause) {
        new RuntimeException('jdbi says much', new SQLException('General error', 'HY000', 50000, cause))
    }

    def 'an event of a kind that a newer version wrote is told as such on #where'() {
        given:
        RuntimeException unknown = null
        try {
            Spoilt.unless { throw new IllegalArgumentException("unknown kind of event 'x'") }
        } catch (RuntimeException e) {
            unknown = e
        }

        expect:
        trouble.working(unknown).message == sentence
        trouble.opening(unknown).message == sentence
        trouble.beginning(unknown).message == sentence

        where:
        where        | trouble                                                                                                      || sentence
        'a file'     | new StoreTrouble(Path.of('/x/steward.mv.db'))                                                                || 'the database file /x/steward.mv.db holds what this version cannot read: a newer Steward wrote it, or it is damaged; use the newer Steward, or put a backup in its place'
        'PostgreSQL' | new PostgresTrouble(new StoreConfig('postgresql://steward@db.example.com/steward', Optional.empty(), Optional.empty(), Optional.empty())) || 'the database steward on db.example.com:5432 holds what this version cannot read: a newer Steward wrote it, or it is damaged; use the newer Steward, or restore a backup there'
    }

    def 'a connection that broke under Quartz is the database that does not answer'() {
        given: 'the pool says so without a code'
        def trouble = new PostgresTrouble(new StoreConfig('postgresql://steward@db.example.com/steward', Optional.empty(), Optional.empty(), Optional.empty()))
        def e = new IllegalStateException('Quartz failed', new RuntimeException('Failure obtaining db row lock', new SQLException('Connection is closed')))

        expect:
        trouble.working(e).message == 'the database steward on db.example.com:5432 does not answer (Connection is closed); nothing is kept or read until it is back, then Steward goes on by itself'
        trouble.beginning(e).message.startsWith('PostgreSQL on db.example.com:5432 cannot be reached (Connection is closed); start it')
    }

    def 'what has nothing to do with the disk stays as it is: #other'() {
        expect:
        new StoreTrouble(file()).working(other).is(other)

        where:
        other << [new IllegalStateException('No space left on device'),
                  new IllegalStateException('elsewhere', new OutOfMemoryError('Java heap space')),
                  new IllegalStateException('elsewhere', new StackOverflowError()),
                  new RuntimeException('jdbi', new SQLException("Value too long: 'OutOfMemoryError'", '22001', 22001))]
    }

    def 'the history of a newer Steward is told as such'() {
        given:
        def flyway = new org.flywaydb.core.api.FlywayException('Detected applied migration not resolved locally: 99.\nMore')

        expect:
        new StoreTrouble(file()).opening(flyway).message ==
                "the history in $dir was written by a newer Steward, and this one would spoil it; use that Steward, or set STEWARD_HOME to another directory"
    }
}
