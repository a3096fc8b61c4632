package dev.steward.runner.app.readiness

import dev.steward.house.Row
import dev.steward.runner.doctor.Finding.Level
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.migration.Migrations
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.sql.DriverManager
import spock.lang.Specification
import spock.lang.TempDir

/** What doctor says of a history in a file that no Steward works with; it changes nothing of it. */
class HistoryFileSpec extends Specification {

    static final String LAST = Migrations.names().last()
    static final int OURS = Migrations.version(LAST)

    @TempDir Path dir

    private Path history(int runs = 3) {
        def fixture = new StoreFixture(dir)
        (1..runs).each { n ->
            def log = fixture.begin(text: "playbook('Number $n') { }")
            log.append(StoreFixture.started())
            log.append(StoreFixture.finished(RunStatus.OK, []))
        }
        fixture.close()
        dir.resolve('steward.mv.db')
    }

    private List<List> looked() {
        Map before = files()
        def told = HistoryCheck.file(dir).collect { [it.level(), it.what(), it.said().replace("$dir/" as String, '')] }
        assert files() == before
        told
    }

    private Map<String, Object> files() {
        dir.toFile().listFiles().findAll { it.file }.collectEntries { [it.name, [it.lastModified(), it.bytes.md5()]] }
    }

    def 'of a history that was closed well it says that it opens, whole, and of which schema'() {
        given:
        history()

        expect:
        looked() == [[Level.GOOD, 'history file', 'steward.mv.db opens: 3 runs, the newest is run 3'],
                     [Level.GOOD, 'history schema', "version $OURS, that of this Steward" as String],
                     [Level.GOOD, 'history content', 'the newest of what was written is whole']]
    }

    def 'where there is none it says nothing, and makes none'() {
        expect:
        HistoryCheck.file(dir.resolve('none')) == []
        !Files.exists(dir.resolve('none'))
    }

    def 'who has it locked is not in its way, nor it in theirs'() {
        given:
        Path file = history()
        def channel = FileChannel.open(file, StandardOpenOption.WRITE)
        def lock = channel.lock()

        expect:
        looked()*.get(0) == [Level.GOOD] * 3

        cleanup:
        [lock, channel]*.close()
    }

    def 'one that is open, or was not closed, is not looked into: #left'() {
        given:
        history()
        Files.write(dir.resolve(left), [] as byte[])

        expect:
        looked() == [[Level.NOTE, 'history file', 'steward.mv.db was not closed at the end of the last Steward, or is in use: the next one brings back what its journal holds; look again when that has ended']]

        where:
        left << ['steward.open', 'steward.mv.db.journal']
    }

    @Row('S-09')
    def 'one that is damaged is told with the next step: #what'() {
        given:
        Path file = history()
        Files.write(file, spoilt(Files.readAllBytes(file)))

        when:
        def told = looked()

        then:
        told.size() == 1
        told[0][0] == Level.PROBLEM && told[0][1] == 'history file'
        told[0][2] =~ /put a backup in its place, or move it away to begin a new history: mv /

        where:
        what           | spoilt
        'nothing left' | { byte[] all -> new byte[0] }
        'zeros'        | { byte[] all -> new byte[all.length] }
        'a half'       | { byte[] all -> Arrays.copyOfRange(all, 0, 9000) }
        'another file' | { byte[] all -> ('PK' * 9000).bytes }
    }

    @Row('S-09')
    def 'wherever #what, it is told in a sentence with the next step, or read'() {
        given:
        Path file = history(40)
        // without what was written over, so that every place holds something
        sql('shutdown compact')
        byte[] whole = Files.readAllBytes(file)
        Random random = new Random(20_261_123)

        when:
        def told = (0..<60).collect { place ->
            byte[] bytes = whole.clone()
            int at = whole.length.intdiv(60) * place + random.nextInt(whole.length.intdiv(60) - wrong)
            (0..<wrong).each { bytes[at + it] = (byte) (bytes[at + it] ^ (1 + random.nextInt(255))) }
            Files.write(file, bytes)
            looked().findAll { it[0] == Level.PROBLEM }
        }

        then:
        told.flatten().findAll { it instanceof String && !(it in ['history file', 'history content', 'history schema']) }.every { it =~ /put a backup (in its place|on another one)|use that Steward/ }
        told.count { it } >= noticed

        where:
        what                         | wrong || noticed
        'eight bytes are wrong'      | 8     || 10
        'a thousand bytes are wrong' | 1000  || 20
    }

    @Row('S-09')
    def 'the newest chunk that is not whole is told, though H2 would go on from an older one without a word'() {
        given:
        Path file = history()
        long at = newestChunk(file)
        FileChannel.open(file, StandardOpenOption.WRITE).withCloseable { it.write(ByteBuffer.wrap(new byte[64]), at) }

        when:
        def told = looked()

        then:
        told.find { it[0] == Level.PROBLEM }[1..2] == ['history content', 'the newest of what was written to steward.mv.db is not whole, so that it would go on from an older state without a word; put a backup in its place, or go on without what came last']
    }

    def 'a schema of another Steward is told: #what'() {
        given:
        Path file = history()
        sql(statement)

        expect:
        looked()[1] == [level, 'history schema', said]

        where:
        what       | statement                                                                                        || level         | said
        'a newer'  | "update \"flyway_schema_history\" set \"script\" = 'V99__x.sql' where \"script\" = '$LAST'" as String || Level.PROBLEM | "version 99 is of a newer Steward, this one knows up to $OURS; use that Steward, or set STEWARD_HOME to another directory" as String
        'no one\'s' | "update \"flyway_schema_history\" set \"script\" = 'V3__xx.sql' where \"script\" = 'V3__quartz.sql'"           || Level.PROBLEM | "it was made with V3__xx.sql, which this Steward does not know; use the Steward that made it, or put a backup in its place"
        'an older' | "delete from \"flyway_schema_history\" where \"script\" = '$LAST'" as String                        || Level.NOTE    | "version ${OURS - 1}: the next start brings it to $OURS, and an older Steward cannot read it then" as String
    }

    private void sql(String statement) {
        DriverManager.getConnection("jdbc:h2:${dir.resolve('steward')}", 'sa', '').withCloseable { it.createStatement().execute(statement) }
    }

    /** Where it stands in the file, by its header. */
    private static long newestChunk(Path file) {
        String header = new String(Files.readAllBytes(file), 0, 4096, 'ISO-8859-1')
        Long.parseLong((header =~ /block:([0-9a-f]+)/)[0][1], 16) * 4096
    }
}
