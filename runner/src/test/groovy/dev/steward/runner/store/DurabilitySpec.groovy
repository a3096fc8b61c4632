package dev.steward.runner.store

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.sql.DriverManager
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

class DurabilitySpec extends Specification {

    /** Half of them on a state directory of its own, side by side: most of the time a process starts. */
    static final int KILLS = 20

    @TempDir Path dir
    @AutoCleanup('shutdownNow') def threads = Executors.newFixedThreadPool(2)

    def 'after kill -9 at any moment, 20 times, no acknowledged event is missing and the run is lost with its last step'() {
        when:
        def halves = [1, 2].collect { half ->
            threads.submit({ killed(Files.createDirectory(dir.resolve(half as String)), new Random(20 * half)) } as Callable<Integer>)
        }

        then:
        halves*.get(5, TimeUnit.MINUTES).sum() > KILLS * 10
    }

    /** A copy of the file holds what a kill in this moment would leave, and no other thread writes here. */
    def 'an acknowledged event is in the file before anything else happens, also where freed space is written again'() {
        given:
        def state = Files.createDirectory(dir.resolve('state'))
        def fixture = new StoreFixture(state)
        reuseSpaceAtOnce(fixture)
        def random = new Random(7)

        when:
        int missing = (1..20).sum { run ->
            def log = fixture.begin(text: 'x' * random.nextInt(20_000) + run)
            List<RunEvent> events = [started(), play(['web-1']), taskStarted('web-1'), output('web-1', 'y' * random.nextInt(9000)),
                                     taskFinished('web-1'), finished(RunStatus.OK)]
            events.sum { event ->
                long number = log.append(event)
                RunLog.durable(event) && lastEventInCopy(state, fixture.lastRun) != number ? 1 : 0
            }
        }

        then:
        missing == 0

        cleanup:
        fixture?.close()
    }

    /** The database otherwise leaves freed space alone for 45 s, longer than a writer of this spec lives. */
    private static void reuseSpaceAtOnce(StoreFixture fixture) {
        fixture.store.connections().connection.withCloseable { it.createStatement().execute('set retention_time 0') }
    }

    private long lastEventInCopy(Path state, long run) {
        def copy = dir.resolve('copy.mv.db')
        Files.copy(state.resolve('steward.mv.db'), copy, StandardCopyOption.REPLACE_EXISTING)
        DriverManager.getConnection("jdbc:h2:$dir/copy;IFEXISTS=TRUE", 'sa', '').withCloseable { connection ->
            def rows = connection.createStatement().executeQuery("select last_event from run where id = $run")
            rows.next() ? rows.getLong(1) : -1
        }
    }

    /** How many events were acknowledged. */
    private int killed(Path state, Random random) {
        new StoreFixture(state).withCloseable { reuseSpaceAtOnce(it) }
        int acknowledged = 0
        (1..KILLS.intdiv(2)).each {
            List<List<Long>> told = workUntilKilled(state, 1 + random.nextInt(400))
            assert !told.empty
            acknowledged += told.size()
            new StoreFixture(state).withCloseable { fixture ->
                long run = told[0][0]
                assert fixture.store.lost() == [run]
                def events = allEvents(fixture.store, run)
                def numbers = events*.number()
                assert numbers == (1L..numbers.size()).toList()
                // the last one was written now: it may not stand where an acknowledged one was
                assert told*.get(1) - numbers.init() == []
                assertLost(fixture.store.queries().run(run).get(), events)
            }
        }
        acknowledged
    }

    private void assertLost(Run run, List events) {
        assert run.status() == RunStatus.LOST
        assert events.last().event() instanceof RunEvent.RunFinished
        assert events.last().event().status() == RunStatus.LOST
        assert run.message().startsWith('Steward ended during the run; ')
        if (events.any { it.event() instanceof RunEvent.TaskStarted }) {
            assert run.lastStep().get() ==~ /Upgrade packages on h\d/
            assert run.message() ==~ /.*(unfinished: |its last step was )'Upgrade packages' on h\d.*/
        }
    }

    /** What the process told before SIGKILL, as [run, number]; killed once it has told so many bytes, however long that takes. */
    private List<List<Long>> workUntilKilled(Path state, int bytes) {
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def classPath = System.getProperty('surefire.test.class.path') ?: System.getProperty('java.class.path')
        def told = Files.createTempFile(state, 'told', '.txt')
        def process = new ProcessBuilder(java, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m', '-cp', classPath,
                KilledWriter.name, state.toString())
                .redirectOutput(told.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start()
        def patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (Files.size(told) < bytes && process.alive && System.nanoTime() < patience) {
            process.waitFor(1, TimeUnit.MILLISECONDS)
        }
        process.destroyForcibly().waitFor()
        Files.readAllLines(told).findAll { it ==~ /\d+ \d+/ }.collect { it.split(' ')*.toLong() }
    }

    private static List allEvents(Store store, long run) {
        List all = []
        List page = store.queries().events(run, 0, 5000)
        while (page) {
            all += page
            page = store.queries().events(run, page.last().number(), 5000)
        }
        all
    }
}
