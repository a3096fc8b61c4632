package dev.steward.runner.app.tell

import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.RunEvent
import dev.steward.runner.power.PowerEvent
import dev.steward.runner.time.SettableTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import org.slf4j.LoggerFactory
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** A log beside the work: whatever becomes of it, the work goes on. */
@Timeout(60)
class DatedFileSpec extends Specification {

    static final ZoneId UTC = ZoneId.of('UTC')

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-03-01T02:00:00Z'))
    ListAppender<ILoggingEvent> said = new ListAppender<>()
    Logger logger = LoggerFactory.getLogger(DatedFile) as Logger

    def setup() {
        said.start()
        logger.addAppender(said)
    }

    def cleanup() { logger.detachAppender(said) }

    private Path pipe(String name) {
        Path file = Files.createDirectories(dir.resolve('power')).resolve(name)
        assert new ProcessBuilder('mkfifo', file as String).start().waitFor() == 0
        file
    }

    /** What is written into a pipe from now on; open for both, it has no end. */
    private static List<String> reading(Path pipe) {
        def read = Collections.synchronizedList([])
        Thread.startDaemon { new RandomAccessFile(pipe.toFile(), 'rw').withCloseable { from -> while (true) { read << from.readLine() } } }
        read
    }

    def 'a file that cannot be written is told of once, and again once it could be in between: #what'() {
        given:
        Path file = how(dir)
        def lines = new DatedFile(file, UTC, time, 'an outage is handled')

        when:
        5.times { lines.append("line $it") }

        then:
        said.list*.formattedMessage.collect { it.replaceAll(/: java.*;/, ';') } == ["$file cannot be written; an outage is handled without it".toString()]

        where:
        what                      | how
        'the disk is full'        | { Path.of('/dev/full') }
        'its folder is a file'    | { Files.writeString(it.resolve('log'), 'x'); it.resolve('log/events.log') }
    }

    def 'a folder that goes is made again, and its trouble is told anew after it was over'() {
        given:
        Path file = dir.resolve('log/events.log')
        def lines = new DatedFile(file, UTC, time, 'runs go on')

        when:
        lines.append('one')
        dir.resolve('log').toFile().deleteDir()
        lines.append('two')

        then:
        Files.readAllLines(file) == ['two']
        said.list.empty

        when:
        2.times {
            dir.resolve('log').toFile().deleteDir()
            Files.writeString(dir.resolve('log'), 'in the way')
            2.times { lines.append('lost') }
            Files.delete(dir.resolve('log'))
            lines.append('three')
        }

        then:
        said.list.size() == 2
        Files.readAllLines(file) == ['three']
    }

    def 'no step of an outage waits for a log that hangs, and what was told meanwhile is written when it does no more'() {
        given: 'a pipe that nobody reads takes no line'
        Path file = pipe('events.log')
        def kept = []
        def notices = new PowerNotices({ }, Optional.empty(), new PowerLines(file, UTC, time, { } as java.util.function.Consumer), time)
        def log = notices.over({ 1L }, { RunEvent event -> kept << event; kept.size() as long } as EventLog, false)

        when:
        long begun = System.nanoTime()
        notices.accept(new PowerEvent.PowerLost('ups', 'ups is on battery'))
        500.times { log.append(new RunEvent.PowerCommitted(it, "phase $it")) }
        def took = Duration.ofNanos(System.nanoTime() - begun)

        then: 'half a second once; a power plan is in no hurry of less'
        took < Duration.ofSeconds(5)
        kept.size() == 500
        said.list*.formattedMessage == ["$file takes no line: its disk hangs; power protection goes on without it".toString()]

        when: 'the disk answers again'
        def read = reading(file)

        then:
        new PollingConditions(timeout: 20, delay: 0.05).eventually { assert read.any { it.endsWith('phase 499') } }
        read[0].endsWith('ups is on battery')
    }

    def 'what is too much to wait is counted in the file'() {
        given:
        Path file = pipe('runs.log')
        def lines = new DatedFile(file, UTC, time, 'runs go on')

        when:
        1101.times { lines.append("line $it") }
        def read = reading(file)
        def soon = new PollingConditions(timeout: 20, delay: 0.05)
        soon.eventually { assert read.contains('line 1000') }
        lines.append('after')

        then: 'one is under way, and a thousand wait'
        soon.eventually { assert read.contains('after') }
        read.count { it.startsWith('line ') } == 1001
        read.count { it == '2026-03-01T02:00:00Z 100 lines are lost: they came while the disk hung' } == 1
    }
}
