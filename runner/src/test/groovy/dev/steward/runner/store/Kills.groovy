package dev.steward.runner.store

import static dev.steward.runner.store.StoreFixture.*

import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.RunStatus
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.jar.JarOutputStream
import java.util.zip.CRC32
import java.util.zip.ZipEntry
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/**
 * Processes that write as four hosts at once are killed with SIGKILL, each after another number of acknowledged events; half of them
 * on one history, half on another, side by side. What was acknowledged before is all there for the next one.
 */
abstract class Kills extends Specification {

    static final int KILLS = 200

    @Shared @TempDir Path dir
    @Shared String classPath
    @AutoCleanup('shutdownNow') def threads = Executors.newFixedThreadPool(2)

    /** Classes in jars and in an archive: a process is there four times as soon, and most of the time processes start. */
    def setupSpec() {
        def parts = (System.getProperty('surefire.test.class.path') ?: System.getProperty('java.class.path')).split(File.pathSeparator)
        classPath = parts.findAll { Files.exists(Path.of(it)) }.withIndex().collect { part, i ->
            Files.isDirectory(Path.of(part)) ? jar(Path.of(part), dir.resolve("classes-${i}.jar")) : Path.of(part)
        }.join(File.pathSeparator)
        def state = Files.createDirectory(dir.resolve('archived'))
        def process = writer(state, "-XX:ArchiveClassesAtExit=${archive()}")
        process.inputStream.read()
        process.toHandle().destroy()
        process.inputStream.text
        assert process.waitFor(60, TimeUnit.SECONDS)
    }

    Path archive() { dir.resolve('classes.jsa') }

    /** Where the history of a folder lies, as arguments of the process and in its environment; nothing: in the folder. */
    abstract Map<String, String> server(Path state)

    /** Before the first process. */
    abstract void prepare(StoreFixture fixture)

    int acknowledged() {
        def halves = [1, 2].collect { half ->
            threads.submit({ killed(Files.createDirectory(dir.resolve(half as String)), new Random(20 * half)) } as Callable<Integer>)
        }
        halves*.get(14, TimeUnit.MINUTES).sum()
    }

    /** How many events were acknowledged. */
    int killed(Path state, Random random) {
        new StoreFixture(state).withCloseable { prepare(it) }
        Map<Long, Integer> earlier = [:]
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
                earlier[run] = events.size()
            }
        }
        new StoreFixture(state).withCloseable { fixture ->
            assert earlier.every { run, events -> allEvents(fixture.store, run).size() == events }
        }
        acknowledged
    }

    void assertLost(Run run, List events) {
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
    List<List<Long>> workUntilKilled(Path state, int bytes) {
        def told = Files.createTempFile(dir, 'told', '.txt')
        def process = writer(state, "-XX:SharedArchiveFile=${archive()}", told.toFile())
        def patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (numbers(told).sum(0) { it.size() + 1 } < bytes && process.alive && System.nanoTime() < patience) {
            process.waitFor(1, TimeUnit.MILLISECONDS)
        }
        process.destroyForcibly().waitFor()
        numbers(told).collect { it.split(' ')*.toLong() }
    }

    /** Not what it logs. */
    static List<String> numbers(Path told) { Files.readAllLines(told).findAll { it ==~ /\d+ \d+/ } }

    Process writer(Path state, String archive, File told = null) {
        def java = Path.of(System.getProperty('java.home'), 'bin', 'java').toString()
        def builder = new ProcessBuilder(java, archive, '-Xshare:auto', '-Xlog:disable', '-Xlog:all=off', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx256m',
                '-cp', classPath, KilledWriter.name, state.toString()).redirectError(ProcessBuilder.Redirect.INHERIT)
        builder.environment().putAll(server(state))
        (told ? builder.redirectOutput(told) : builder).start()
    }

    static Path jar(Path classes, Path jar) {
        new JarOutputStream(Files.newOutputStream(jar)).withCloseable { out ->
            Files.walk(classes).filter { Files.isRegularFile(it) }.forEach { file ->
                byte[] bytes = Files.readAllBytes(file)
                def entry = new ZipEntry(classes.relativize(file).toString()).tap { method = ZipEntry.STORED; size = bytes.length }
                entry.crc = new CRC32().tap { update(bytes) }.value
                out.putNextEntry(entry)
                out.write(bytes)
                out.closeEntry()
            }
        }
        jar
    }

    static List allEvents(Store store, long run) {
        List all = []
        List page = store.queries().events(run, 0, 5000)
        while (page) {
            all += page
            page = store.queries().events(run, page.last().number(), 5000)
        }
        all
    }
}
