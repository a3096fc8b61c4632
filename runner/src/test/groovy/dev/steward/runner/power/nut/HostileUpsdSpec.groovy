package dev.steward.runner.power.nut

import dev.steward.house.Row
import dev.steward.house.Tries
import dev.steward.runner.power.UpsReading
import dev.steward.runner.power.UpsReading.Answered
import dev.steward.runner.power.hint.HintSpool
import dev.steward.runner.secret.Secret
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir

/** A server that says it is an upsd, and whoever may write hints: a UPS is silent or has said something that can be. */
class HostileUpsdSpec extends Specification {

    private static final List<String> PIECES = ['"', '\\', ' ', '\n', '\r', '\t', '\u0000', 'ERR ACCESS-DENIED\n', 'ERR ', 'OK\n', 'BEGIN LIST VAR x\n', 'END LIST VAR x\n', 'VAR x ', 'VAR x ups.status "OB LB FSD"\n', '"ups.status"', 'x' * 9000, '1e999', 'NaN', '-1', '\u001b[2J', '\u202e', '\uffff', '9' * 400]
    private static final String WHOLE = 'BEGIN LIST VAR x\nVAR x ups.status "OL CHRG"\nVAR x battery.charge "99.5"\nVAR x battery.runtime "1620"\nVAR x ups.model "a \\"b\\" c"\nEND LIST VAR x\n'

    @TempDir Path dir
    @AutoCleanup Upsd upsd = new Upsd()
    SystemTime time = new SystemTime()

    @Row('S-09')
    def 'a damaged answer is a reading that can be, or silence with a reason'() {
        given:
        int answered = 0

        when:
        Tries.of(300) { Random random ->
            upsd.says(Tries.damaged(WHOLE, random, PIECES).getBytes(random.nextInt(5) ? 'UTF-8' : 'UTF-16'))
            answered += possible(read()) instanceof Answered ? 1 : 0
        }

        then:
        System.getProperty('steward.seed') || (answered > 30 && answered < 270)
    }

    @Row('S-09')
    def 'an answer without end, or of a size nobody sends, ends soon: #what'() {
        given:
        upsd.says(bytes)

        when:
        def reading = Tries.within(what) { read() }

        then:
        possible(reading) instanceof UpsReading.Silent

        where:
        what                         | bytes
        'nothing'                    | new byte[0]
        'a line without end'         | ('VAR x ' + 'a' * 10_000_000).bytes
        'a list without end'         | ('BEGIN LIST VAR x\n' + 'VAR x a "b"\n' * 200_000).bytes
        'zeros'                      | new byte[5_000_000]
        'quotes'                     | ('"' * 1_000_000).bytes
        'half an escape'             | 'BEGIN LIST VAR x\nVAR x a "b\\'.bytes
    }

    @Row('S-09')
    def 'a number that no battery has is not taken for one: #said'() {
        given:
        upsd.says("BEGIN LIST VAR x\nVAR x ups.status \"OB\"\nVAR x battery.runtime \"$said\"\nVAR x battery.charge \"$said\"\nEND LIST VAR x\n".getBytes('UTF-8'))

        expect:
        with((read() as Answered).status()) {
            runtime().empty
            charge().empty
        }

        where:
        said << ['1e300', '1e18', '99999999999999999999', 'Infinity', 'NaN', '-1', '0x1p60', '٣', '']
    }

    @Row('U-18')
    def 'a password of several words that is repeated is not told in part: #said'() {
        given:
        upsd.says((said + '\n').getBytes('UTF-8'))

        expect:
        read(new NutLogin('steward', new Secret('correct horse battery'))).message().contains(told)

        where:
        said                                                 || told
        'correct horse battery'                              || "it answers USERNAME with '***'"
        'NO correct horse battery'                           || "it answers USERNAME with 'NO ***'"
        'OK\nOK\ncorrect horse battery'                      || "a list begins with '***'"
        'OK\nOK\nBEGIN LIST VAR x\ncorrect horse battery'    || "'***' in a list of VAR"
    }

    @Row('S-09')
    def 'hints that are none are thrown away and wake nobody more than once'() {
        given:
        def folder = Files.createDirectory(dir.resolve('spool'))
        def spool = new HintSpool(folder)
        String whole = 'type=ONBATT\nups=cyberpower@localhost\ntime=1\ntext=on battery\n'

        expect:
        Tries.of(200) { Random random ->
            (0..random.nextInt(3)).each {
                Files.write(folder.resolve("h$it"), Tries.damaged(whole, random, ['type=', 'type=FSD\n', '=', '\n', '\u0000', '\u001b[2J', 'x' * 5000]).getBytes(random.nextInt(4) ? 'UTF-8' : 'UTF-16'))
            }
            int there = folder.toFile().list().length
            def found = spool.take(Instant.now())
            assert found.hints().size() + found.thrownAway() == there
            assert found.hints().every { it.type() ==~ /[A-Z_]+/ && !(it.ups() + it.text()).find(/\p{Cntrl}/) }
            assert folder.toFile().list().length == 0
        }
    }

    private UpsReading read(NutLogin login = null) {
        def server = NutServer.plain(NutAddress.of("127.0.0.1:${upsd.port}")).within(Duration.ofSeconds(5), Duration.ofSeconds(5))
        def client = new UpsClient(login ? server.as(login) : server, 'x', time)
        try {
            return client.read()
        } finally {
            client.close()
        }
    }

    private static UpsReading possible(UpsReading reading) {
        if (reading instanceof Answered) {
            def status = reading.status()
            assert status.tokens()
            assert status.charge().map { it >= 0 && it < 1000 }.orElse(true)
            assert status.runtime().map { !it.negative && it <= Duration.ofDays(366) }.orElse(true)
            assert status.load().map { it >= 0 && Double.isFinite(it) }.orElse(true)
        } else {
            assert reading.message() && reading.message().length() < 1000 && !reading.message().find(/\p{Cntrl}/)
        }
        reading
    }

    /** Says the same to each who asks, and hangs up. */
    private static class Upsd implements Closeable {

        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getByName('127.0.0.1'))
        private volatile byte[] answer = new byte[0]

        Upsd() {
            Thread.startDaemon('hostile-upsd') {
                while (!socket.closed) {
                    try {
                        socket.accept().withCloseable { one ->
                            one.inputStream.read(new byte[4096])
                            one.outputStream.write(answer)
                            one.shutdownOutput()
                            one.inputStream.transferTo(OutputStream.nullOutputStream())
                        }
                    } catch (IOException ignored) {
                        continue // it hung up, or the test is over
                    }
                }
            }
        }

        int getPort() { socket.localPort }

        void says(byte[] bytes) { answer = bytes }

        @Override
        void close() { socket.close() }
    }
}
