package dev.steward.runner.store

import dev.steward.runner.event.RunStatus
import dev.steward.runner.store.trouble.StoreException
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.sql.DriverManager
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A history in a file that a disk has spoilt somewhere: it is read, or refused in one sentence with the next step. */
class DamagedHistorySpec extends Specification {

    static final int PLACES = 60
    static final int RUNS = 100
    static final int SECONDS = 30
    static final String DAMAGED = /the database file \S.* (is damaged|was there before, but holds nothing any more); put a backup in its place, or move it away to begin a new history: mv .+/
    static final String FOREIGN = /the database file \S.* holds what this version cannot read: a newer Steward wrote it, or it is damaged; use the newer Steward, or put a backup in its place/

    /** A wrong length is a wish for more memory than there is. */
    static final String TOO_LONG = /the history in \S.* was closed since the memory ran out: .*; where that does not help the file is damaged, so put a backup in its place/
    static final def NEXT_STEP = /^($DAMAGED|$FOREIGN|$TOO_LONG)$/

    @Shared @TempDir Path dir
    @Shared byte[] whole

    /** What was written of events, by run, and of texts. */
    @Shared Map<Long, List> written = [:].withDefault { [] }
    @Shared Set<String> texts = [] as Set
    @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()

    def setupSpec() {
        def fixture = new StoreFixture(dir.resolve('whole'))
        (1..RUNS).each { n ->
            def log = fixture.begin(text: "playbook('Number $n') { }")
            log.append(StoreFixture.started())
            log.append(StoreFixture.play(['web-1', 'db-1']))
            ['web-1', 'db-1'].each { host ->
                log.append(StoreFixture.taskStarted(host))
                log.append(StoreFixture.output(host, (1..20).collect { "line $it of $n on $host" }.join('\n')))
                log.append(StoreFixture.taskFinished(host))
            }
            log.append(StoreFixture.finished(RunStatus.OK, ['web-1', 'db-1']))
        }
        (1..RUNS).each { run -> fixture.store.queries().eachEvent(run) { written[run as long] << it } }
        (1..RUNS).each { run -> texts.addAll(read(fixture.store, run)) }
        fixture.close()
        // without what was written over, so that every place holds something
        DriverManager.getConnection("jdbc:h2:${dir.resolve('whole/steward')}", 'sa', '').withCloseable { it.createStatement().execute('shutdown compact') }
        whole = Files.readAllBytes(dir.resolve('whole/steward.mv.db'))
    }

    private static List<String> read(Store store, long run) {
        def detail = store.queries().detail(run)
        detail.map { (it.sources()*.sha256() + it.inventorySha()).collect { sha -> store.queries().text(sha).orElse(null) }.findAll() }.orElse([])
    }

    /** What a person is told who opens the pages of every run, one after the other; none: all was read, and of events and texts as it was written. */
    private List<RuntimeException> pages(Store store) {
        List<RuntimeException> told = []
        (1..RUNS).each { run ->
            [{ store.queries().page(RunFilter.ALL, Optional.of(run + 1L), 20) }, { texts(store, run) }, { store.queries().matrix(run) },
             { events(store, run) }].each { page ->
                try {
                    page()
                } catch (RuntimeException e) {
                    told << store.trouble(e)
                }
            }
        }
        told
    }

    private void texts(Store store, long run) {
        def read = read(store, run)
        assert texts.containsAll(read)
    }

    /** H2 may have gone on from an older state, where there were fewer. */
    private void events(Store store, long run) {
        def read = []
        store.queries().eachEvent(run) { read << it }
        assert read == written[run].take(read.size())
    }

    /** None: it was read; else what a person is told. */
    private List<RuntimeException> told(Path folder) {
        def ours = (StateDir.open(folder, 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        try {
            def store = Store.open(ours, new SystemTime())
            try {
                return pages(store)
            } finally {
                try { store.close() } catch (RuntimeException e) { }
            }
        } catch (RuntimeException e) {
            return [e]
        } finally {
            ours.close()
        }
    }

    private byte[] spoilt(Random random, int place, boolean block) {
        byte[] bytes = whole.clone()
        int at = (int) ((long) bytes.length * place / PLACES + random.nextInt((int) (bytes.length / PLACES)))
        if (block) {
            Arrays.fill(bytes, at, Math.min(bytes.length, at + 4096), (byte) 0)
        } else {
            (0..<8).each { i -> if (at + i < bytes.length) { bytes[at + i] = (byte) (bytes[at + i] ^ (1 + random.nextInt(255))) } }
        }
        bytes
    }

    def 'wherever #what, the history is read as it was written, or refused in one sentence with the next step'() {
        given:
        Random random = new Random(20_261_123)
        List<String> wrong = []
        int refused = 0

        when: 'sixty places, from the first block to the last'
        (0..<PLACES).each { place ->
            Path folder = Files.createDirectory(dir.resolve("$what $place"))
            Files.write(folder.resolve('steward.mv.db'), spoilt(random, place, block))
            def said = threads.submit({ told(folder) } as java.util.concurrent.Callable).get(SECONDS, TimeUnit.SECONDS)
            refused += said ? 1 : 0
            wrong += said.findAll { !(it instanceof StoreException && it.message =~ NEXT_STEP) }.collect { "$place: ${it.class.simpleName}: ${it.message.take(200)}" as String }.unique()
        }

        then:
        wrong == []
        refused > PLACES / 6

        where:
        what                   | block
        'eight bytes are wrong' | false
        'a block is zero'       | true
    }
}
