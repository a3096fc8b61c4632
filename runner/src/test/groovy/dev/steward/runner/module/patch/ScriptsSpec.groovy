package dev.steward.runner.module.patch

import dev.steward.house.Row
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.shell.Local
import dev.steward.runner.connection.shell.ShellConnection
import dev.steward.runner.module.script.Answer
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A script that changes packages is run only as it was sent, and nobody has to ask for that. */
class ScriptsSpec extends Specification {

    @TempDir Path dir
    @Shared @AutoCleanup('shutdownNow') threads = Executors.newCachedThreadPool()
    @Shared Connection local = new ShellConnection(new Local(threads), new SystemTime(), threads, {})

    /** With temporary files in a folder of its own. */
    private Command here(Command one) { new Command(one.body(), [TMPDIR: dir as String], one.stdin(), one.folder(), one.as(), one.limits()) }

    private Answer run(Command command) { Answer.of(local.run(command, Output.NONE)) }

    @Row('N-60')
    def 'a script that reaches a host otherwise than it was sent is not run there, and says so; by default, for there is no switch'() {
        given: 'the look at a host, and the same with a line that somebody put into it'
        Command sent = here(new Scripts().looking(true))
        Path mark = dir.resolve('mark')
        Command changed = sent.reading((new String(sent.stdin(), 'UTF-8') + "\ntouch '$mark'\n").bytes)

        when:
        Answer whole = run(sent)
        Answer other = run(changed)

        then: 'as it was sent it runs, and answers'
        whole.failure().empty
        whole.text('os.id')

        and: 'the other is refused before its first line'
        other.failure().get() =~ /did not arrive as it was sent \(SHA-256 [0-9a-f]{64} instead of [0-9a-f]{64}\), and was not run/
        other.all().keySet() - ['failed', 'end'] == [] as Set
        !Files.exists(mark)

        and: 'neither leaves anything behind'
        dir.toFile().list() as List == []
    }
}
