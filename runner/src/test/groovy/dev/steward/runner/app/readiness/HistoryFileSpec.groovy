package dev.steward.runner.app.readiness

import dev.steward.house.Row
import dev.steward.runner.config.ConfigLoader
import dev.steward.runner.config.StewardConfig
import dev.steward.runner.doctor.Finding.Level
import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.seal.SealedFact
import dev.steward.runner.store.migration.Migrations
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import java.nio.file.attribute.FileTime
import java.sql.DriverManager
import spock.lang.Specification
import spock.lang.TempDir

/** What doctor says of a history in a file that no Steward works with; it changes nothing of it. */
class HistoryFileSpec extends Specification {

    static final String LAST = Migrations.names().last()
    static final int OURS = Migrations.version(LAST)

    @TempDir Path dir
    Time time = new SystemTime()

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

    private static StewardConfig config(Path dir) { new ConfigLoader([STEWARD_HOME: dir as String], dir).load(Optional.empty()).config() }

    private List<List> looked() {
        Map before = files()
        def told = HistoryCheck.file(config(dir), time).collect { [it.level(), it.what(), it.said().replace("$dir/" as String, '')] }
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
                     [Level.GOOD, 'history content', 'the newest of what was written is whole'],
                     [Level.GOOD, 'history content', '4 texts and 6 rows of events are as they were written']]
    }

    def 'what is sealed in it opens with the key that is here, or is told with the next step: #what'() {
        given:
        def fixture = new StoreFixture(dir)
        fixture.store.settings().put(SealedFact.WAKE_KEY, 'signs')
        fixture.close()
        change(dir.resolve('seal.key'))

        when:
        def told = looked().findAll { it[1] == 'sealed' }

        then:
        told == said.collect { [Level.PROBLEM, 'sealed', "Links that wake guests open nothing: what signs them is sealed, and $it, or make new links, which ends the old ones for good" as String] }

        where:
        what          | change                                          || said
        'it is there' | { }                                             || []
        'it is lost'  | { Files.delete(it) }                            || ['its key is not in seal.key; put that key there again, a line of its own']
        'another one' | { Files.writeString(it, 'A' * 43 + '=\n') }     || ['its key is not in seal.key; put that key there again, a line of its own']
        'broken'      | { Files.writeString(it, 'too short') }          || ["its key cannot be used: seal.key: line 1 is no key; a key is 32 random bytes in base64 or hex, as 'openssl rand -base64 32' writes them"]
    }

    def 'where there is none it says nothing, and makes none'() {
        expect:
        HistoryCheck.file(config(dir.resolve('none')), time) == []
        !Files.exists(dir.resolve('none'))
    }

    def 'who has it locked is not in its way, nor it in theirs'() {
        given:
        Path file = history()
        def channel = FileChannel.open(file, StandardOpenOption.WRITE)
        def lock = channel.lock()

        expect:
        looked()*.get(0) == [Level.GOOD] * 4

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

    /** One letter in the file itself, wherever these words stand in it. */
    private int flip(String words, String other) {
        Path file = dir.resolve('steward.mv.db')
        String all = new String(Files.readAllBytes(file), 'ISO-8859-1')
        Files.write(file, all.replace(words, other).getBytes('ISO-8859-1'))
        all.count(words)
    }

    @Row('S-09')
    def 'a letter that a disk has changed within a text or an event is told with its run: #what'() {
        given:
        history()
        sql(change)

        expect:
        looked()[3] == [Level.PROBLEM, 'history content', "$runs: of what was read of them, not all is what was written; look at the disk with dmesg, and put a backup in its place," +
                ' or go on without what these runs tell (read: 4 texts and 6 rows of events)']

        where:
        what          | change                                                                                                        || runs
        'a payload'   | "update run_event set payload = replace(payload, 'Weekly', 'Weakly') where id / 4294967296 = 2"               || 'run 2'
        'several'     | "update run_event set payload = replace(payload, 'Weekly', 'Weakly')"                                         || 'run 3, run 2, run 1'
        'a number'    | 'update run_event set last_id = last_id + 1 where id / 4294967296 = 3'                                        || 'run 3'
        'a moment'    | "update run_event set happened_at = dateadd('microsecond', 1, happened_at) where id / 4294967296 = 1"         || 'run 1'
        'a host'      | "update run_event set host = 'web-2' where id / 4294967296 = 1"                                               || 'run 1'
        'a kind'      | "update run_event set kind = 'runStirted' where kind = 'runStarted' and id / 4294967296 = 2"                  || 'run 2'
        'the sum'     | "update run_event set payload = substring(payload, 1, char_length(payload) - 1) where id / 4294967296 = 2"    || 'run 2'
        'a playbook'  | "update kept_text set content = replace(content, 'Number 2', 'Number 7')"                                     || 'run 2'
        'what all use' | "update kept_text set content = replace(content, 'web-1', 'wab-1')"                                          || 'run 3, run 2, run 1'
    }

    @Row('S-09')
    def 'a byte that is another one in the file itself, where H2 sees nothing of it, is told with its run'() {
        given:
        history()

        expect:
        flip("playbook('Number 2')", "playbook('Number 3')") > 0
        looked()*.get(0) == [Level.GOOD] * 3 + [Level.PROBLEM]
        looked()[3][2].startsWith('run 2: ')

        and:
        flip('"Weekly updates"', '"Weakly updates"') > 2
        looked()[3][2].startsWith('run 3, run 2, run 1: ')
    }

    def 'of many runs that are spoilt five are named'() {
        given:
        history(8)
        sql("update run_event set payload = replace(payload, 'Weekly', 'Weakly')")

        expect:
        looked()[3][2].startsWith('run 8, run 7, run 6, run 5, run 4 and 3 more: ')
    }

    def 'events of an older Steward, that gave them no sum, are counted as such'() {
        given:
        history()
        sql('update run_event set payload = rtrim(payload, chr(32) || chr(9) || chr(10) || chr(13)) where id / 4294967296 < 3')

        expect:
        looked()[3] == [Level.GOOD, 'history content', '4 texts and 6 rows of events are as they were written; an older Steward wrote 4 of these rows, without a sum to tell it by']
    }

    def 'after ten seconds it says how far it came, from the newest run back'() {
        given:
        history(60)
        long now = 0
        time = [nanos: { now += 100_000_000 }] as Time

        expect: 'a run brings one text more, and twenty runs a page of rows'
        looked()[3] == [Level.GOOD, 'history content', '50 texts and 80 rows of events are as they were written; in 10 seconds it came from the newest run to run 21, and says nothing of those before']
    }

    def 'a history that somebody wrote to meanwhile is not judged'() {
        given:
        Path file = history()
        time = [nanos: { Files.setLastModifiedTime(file, FileTime.fromMillis(7_000)); 0L }] as Time

        expect:
        HistoryCheck.file(config(dir), time)*.level() == [Level.NOTE]
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
