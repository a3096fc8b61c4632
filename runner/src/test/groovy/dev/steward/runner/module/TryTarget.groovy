package dev.steward.runner.module

import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.Output
import dev.steward.runner.connection.Result
import dev.steward.runner.connection.RunAs
import dev.steward.runner.inventory.Host
import dev.steward.runner.time.SystemTime
import dev.steward.runner.time.Time
import java.nio.file.Path
import java.time.Duration

/** One host as a module sees it, over any connection; remembers what was shown and logged. */
class TryTarget implements Target {

    Host host = new Host('app1', ['web'], [:])
    Connection connection = new ShConnection()
    RunAs as = RunAs.LOGIN
    boolean check
    boolean diff
    Path folder = Path.of('.')
    Time time = new SystemTime()
    String ticket = 'try-' + UUID.randomUUID()
    volatile boolean forced
    Optional<Duration> remaining = Optional.empty()
    Optional<Duration> usualLimit = Optional.empty()
    Target.Answer answer = Target.Answer.GO
    List<String> asked = []
    List<String> logged = Collections.synchronizedList([])
    ByteArrayOutputStream output = new ByteArrayOutputStream()

    @Override Host host() { host }
    @Override Connection connection() { connection }
    @Override Output shown() { { stream, bytes, length -> output.write(bytes, 0, length) } as Output }
    @Override RunAs as() { as }
    @Override boolean check() { check }
    @Override boolean diff() { diff }
    @Override Optional<Duration> remaining() { remaining }
    @Override Optional<Duration> usualLimit() { usualLimit }
    @Override Path folder() { folder }
    @Override Time time() { time }
    @Override void log(String line) { logged << line }
    @Override String ticket() { ticket }
    @Override boolean forced() { forced }

    @Override
    Result watch(Command command, Output output) {
        def limited = remaining.present && command.limits().total().empty
                ? command.within(new Command.Limits(remaining, command.limits().idle(), command.limits().kept())) : command
        connection.run(limited.as(as), output)
    }

    @Override
    Target.Answer confirm(String text, Duration limit) {
        asked << "$text ($limit)".toString()
        answer
    }

    String shownText() { output.toString('UTF-8') }
}
