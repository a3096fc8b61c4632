package dev.steward.runner.connection.shell

import dev.steward.runner.connection.Command
import java.nio.file.Files
import java.nio.file.Path
import spock.lang.Specification
import spock.lang.TempDir

/** What a login shell's start-up files print is no output of a command. */
class NoiseSpec extends Specification {

    @TempDir Path dir

    def 'output begins behind the mark, however it is cut: #pieces'() {
        given:
        def noise = new Noise()
        def own = new ByteArrayOutputStream()

        when:
        pieces.each { String piece ->
            def bytes = ('xx' + piece).bytes
            int from = noise.feed(bytes, 2, bytes.length - 2)
            own.write(bytes, from, bytes.length - from)
        }

        then:
        own.toString() == 'out'

        where:
        pieces << [['steward:begin\nout'], ['RC NOISE\nsteward:begin\no', 'ut'], ['no line end steward:be', 'gin\n', 'out'],
                   ['ssteward:begin\nout'], ['steward:besteward:begin\nout']]
    }

    def 'the line that starts a shell says the mark before the program'() {
        given:
        def rc = Files.writeString(dir.resolve('rc'), 'echo RC NOISE\n')
        def line = Protocol.line(dev.steward.runner.connection.RunAs.LOGIN, 'root')
        def program = Protocol.program(Command.script('echo out'), false, false)

        when:
        // in a session of its own, as everywhere: its watcher ends the whole session, and without one that is the build's
        def process = new ProcessBuilder(['setsid', 'bash', '-c', ". $rc; $line" as String]).start()
        process.outputStream.write(program)
        process.outputStream.flush()
        def said = process.inputReader()

        then:
        [said.readLine(), said.readLine(), said.readLine()] == ['RC NOISE', 'steward:begin', 'out']

        cleanup:
        process?.destroyForcibly()
    }
}
