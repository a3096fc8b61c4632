package dev.steward.runner.app.tell

import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import dev.steward.house.Row
import dev.steward.runner.outage.cluster.NodeShell
import dev.steward.runner.power.PowerEvent
import dev.steward.runner.time.SettableTime
import java.nio.charset.StandardCharsets
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.util.concurrent.CountDownLatch
import org.slf4j.LoggerFactory
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.util.concurrent.PollingConditions

class NodeLinesSpec extends Specification {

    @TempDir Path dir
    SettableTime time = new SettableTime(Instant.parse('2026-03-01T02:00:00Z'))
    Set<String> down = [].toSet()
    List<NodeLines.Node> nodes = ['pve1', 'pve2'].collect { new NodeLines.Node('home', it) }
    PollingConditions soon = new PollingConditions(timeout: 20, delay: 0.05)
    @AutoCleanup NodeLines lines

    /* Each node is a folder of this machine; the command is carried out as it stands. */
    private NodeLines open(String file = '/var/log/ups-events.log') {
        lines = new NodeLines(file, { nodes }, { cluster, node, command, limit ->
            if (node in down) { throw new IOException('no route to host') }
            def words = command.collect { it == file ? "$dir/$node$file" as String : it }
            def process = new ProcessBuilder(words as String[]).redirectErrorStream(true).start()
            assert process.waitFor() == 0: process.text
        } as NodeShell)
        lines.start()
        lines
    }

    private List<String> on(String node) {
        Path file = dir.resolve("$node/var/log/ups-events.log")
        Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : []
    }

    @Row('P-24')
    def 'what happens to the power is a dated line on every node, and in our own log'() {
        given:
        def own = dir.resolve('power/events.log')
        def notices = new PowerNotices({ }, Optional.empty(), new PowerLines(own, ZoneId.of('Europe/Berlin'), time, open()), time)

        when:
        notices.accept(new PowerEvent.PowerLost('cyberpower', 'cyberpower is on battery; "$(reboot)" is not run'))
        time.advance(Duration.ofSeconds(312))
        notices.accept(new PowerEvent.PowerRestored('cyberpower', Duration.ofSeconds(312)))

        then:
        soon.eventually {
            assert on('pve1').size() == 2
            assert on('pve2').size() == 2
        }
        on('pve1')[0] == '2026-03-01T03:00:00+01:00 ' + new PowerEvent.PowerLost('x', 'y').kind() + ' cyberpower is on battery; "$(reboot)" is not run'
        on('pve1')[1].startsWith('2026-03-01T03:05:12+01:00 ')
        on('pve2') == on('pve1')
        Files.readAllLines(own) == on('pve1')
    }

    def 'a node that is down holds up nobody, and gets its lines when it is back'() {
        given:
        down << 'pve1'
        open()

        when:
        lines.accept('first')

        then:
        soon.eventually { assert on('pve2') == ['first'] }
        on('pve1') == []

        when:
        down.clear()
        lines.accept('second')

        then:
        soon.eventually { assert on('pve1') == ['first', 'second'] }
        soon.eventually { assert on('pve2') == ['first', 'second'] }
    }

    def 'what a node that is away too long did not get is counted in its file, and never more waits than it is worth'() {
        given:
        down << 'pve1'
        open()

        when:
        (1..5000).each { lines.accept("2026-03-01T03:00:00+01:00 line $it") }

        then: 'the other one has them all the while'
        soon.eventually { assert on('pve2').last().endsWith('line 5000') }
        lines.@open.values()*.size().every { it <= 200 }

        when:
        down.clear()
        lines.accept('2026-03-01T04:00:00+01:00 back')

        then:
        soon.eventually { assert on('pve1').last()?.endsWith('back') }
        on('pve1').size() == 201
        on('pve1')[0] == '2026-03-01T03:00:00+01:00 lines_lost 4801 older lines are not here: this node was away for too long; power/events.log of Steward has them'
        on('pve1')[1].endsWith('line 4802')
        on('pve1').tail()*.split(' ')*.last().toSet().size() == 200
    }

    def 'what is told faster than any node takes it is bounded too, and the newest are kept'() {
        given: 'a node that does not come to an end'
        def latch = new CountDownLatch(1)
        def written = Collections.synchronizedList([])
        lines = new NodeLines('/x', { nodes.take(1) }, { cluster, node, command, limit -> latch.await(); written.addAll(command.last().readLines()) } as NodeShell)
        lines.start()

        when:
        50_000.times { lines.accept("at line $it") }
        def held = lines.@waiting.size()
        latch.countDown()

        then:
        held <= 1000
        soon.eventually { assert written.last() == 'at line 49999' }
        written.any { it ==~ /at lines_lost \d+ older lines are not here: .*/ }
    }

    def 'whoever cannot say which nodes there are ends nothing: #what'() {
        given:
        def asked = 0
        def all = nodes
        lines = new NodeLines('/x', { if (asked++ == 0) { first() } else { all } }, { cluster, node, command, limit -> written << "$node ${command.last()}".toString() } as NodeShell)
        lines.start()

        when:
        lines.accept('first')
        soon.eventually { assert asked == 1 }
        lines.accept('second')

        then: 'what was told before is not lost'
        soon.eventually { assert written == ['pve1 first\nsecond', 'pve2 first\nsecond'] }

        where:
        what              | first
        'it fails'        | { throw new IllegalStateException('no view yet') }
        'it knows none'   | { [] }

        written = new java.util.concurrent.CopyOnWriteArrayList<String>()
    }

    def 'a file that cannot be written on a node is told of once, whatever was to be written'() {
        given:
        def logger = LoggerFactory.getLogger(NodeLines) as Logger
        ListAppender<ILoggingEvent> said = new ListAppender<>()
        said.start()
        logger.addAppender(said)
        def tries = new java.util.concurrent.atomic.AtomicInteger()
        lines = new NodeLines('/var/log/full.log', { nodes.take(1) }, { cluster, node, command, limit ->
            tries.incrementAndGet()
            throw new IOException(command.join(' ') + ' on pve1: cannot create: No space left on device')
        } as NodeShell)
        lines.start()

        when:
        (1..5).each { n ->
            lines.accept("line $n")
            soon.eventually { assert tries.get() == n }
        }
        lines.accept('last')
        soon.eventually { assert tries.get() == 6 }

        then:
        said.list*.formattedMessage == ['power.eventLog: pve1 waits for 1 lines: /var/log/full.log on pve1: cannot create: No space left on device']

        cleanup:
        logger.detachAppender(said)
    }

    def 'a node that is no longer there is waited for no longer'() {
        given:
        down << 'pve1'
        open()
        lines.accept('first')
        soon.eventually { assert on('pve2') == ['first'] }

        when:
        nodes = nodes.drop(1)
        lines.accept('second')

        then:
        soon.eventually { assert on('pve2') == ['first', 'second'] }
        soon.eventually { assert lines.@open.isEmpty() }
    }

    def 'whoever tells of something waits for no node'() {
        given:
        def latch = new CountDownLatch(1)
        lines = new NodeLines('/x', { nodes }, { cluster, node, command, limit -> latch.await() } as NodeShell)
        lines.start()

        when:
        long begun = System.nanoTime()
        1000.times { lines.accept("line $it") }

        then:
        Duration.ofNanos(System.nanoTime() - begun).toMillis() < 1000

        cleanup:
        latch.countDown()
    }
}
