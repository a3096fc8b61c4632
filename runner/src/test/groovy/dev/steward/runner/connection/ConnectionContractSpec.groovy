package dev.steward.runner.connection

import dev.steward.house.Row
import dev.steward.runner.connection.Command.Limits
import dev.steward.runner.connection.Result.End
import dev.steward.runner.secret.Secret
import java.time.Duration
import java.util.concurrent.Future
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicLong
import spock.lang.Timeout

/** What every kind of connection keeps, of commands and of files. */
@Timeout(120)
abstract class ConnectionContractSpec extends FilesContractSpec {

    /** Long enough for a command to have begun, on a busy machine too. */
    protected Duration limit() { Duration.ofMillis(400) }

    def 'an argument arrives as it was said: #what'() {
        when:
        Result result = run(Command.argv((['printf', '%s|'] + words) as String[]))

        then:
        result.good()
        result.stdout == Shell.bytes(words.collect { it + '|' }.join(''))
        result.stderr.length == 0

        where:
        what                   | words
        'every byte 1 to 255'  | [bytes(1..255)]
        'each byte by itself'  | (1..255).collect { bytes([it]) }
        'quotes'               | ["it's", '"', "'", "''", "'\\''", '`id`', '$(id)', '$HOME', '!!', '\\']
        'nothing and blanks'   | ['', ' ', '\t', '\n', '\n\n', ' a  b ']
        'option-like words'    | ['-n', '--', '-e', '%s']
        'patterns'             | ['*', '?', '[a-z]', '~', '{a,b}']
        'Unicode'              | ['Grüße', '日本', '😀', '\u0000'.replace('\u0000', '')]
        'a long one'           | ['x' * 100_000]
    }

    def 'a script gets its arguments, and keeps its own line numbers'() {
        when:
        Result result = run(Command.script('printf "%s/" "$0" "$#" "$@"\n\nnosuchword', "a'b", '', 'c d'))

        then:
        result.out().endsWith("3/a'b//c d/")
        result.err().contains('3: ')
        result.exit() == 127
    }

    def 'a script may end, fail or be wrong at any place: #text'() {
        when:
        Result result = run(Command.script(text))

        then:
        result.end() == End.EXITED
        result.exit() == exit
        result.out() == out

        where:
        text                            | exit | out
        'echo a; exit 3; echo b'        | 3    | 'a\n'
        'false'                         | 1    | ''
        'set -e; echo a; false; echo b' | 1    | 'a\n'
        '# only words'                  | 0    | ''
        'cat <<X\nin\nX\n'              | 0    | 'in\n'
        'if true; then echo a'          | 2    | ''
        'sleep 0.1 & wait; echo all'    | 0    | 'all\n'
        'cat; echo end'                 | 0    | 'end\n'
        'exec 1>&2; echo x'             | 0    | ''
    }

    def 'exit status #status is told'() {
        expect:
        with(run(Command.argv('sh', '-c', "exit $status" as String))) {
            it.end() == End.EXITED
            it.exit() == status
        }

        where:
        status << [0, 1, 2, 100, 126, 127, 255]
    }

    def 'the exit status is told each time of many'() {
        expect:
        (1..60).every { run(Command.script('echo x; exit 7')).with { it.exit() == 7 && it.out() == 'x\n' } }
    }

    def 'death by signal #signal is told, and is no success'() {
        when:
        Result result = run(Command.argv('sh', '-c', "kill -$signal \$\$" as String))

        then:
        result.end() == End.SIGNALLED
        result.exit() == 128 + number
        !result.good()

        where:
        signal | number
        'TERM' | 15
        'KILL' | 9
        'SEGV' | 11
    }

    def 'a program that is not there is told as by a shell'() {
        expect:
        run(Command.argv('no-such-program-here')).exit() == 127
    }

    def 'both streams come apart and while the command runs'() {
        given:
        List<String> seen = [].asSynchronized()

        when:
        Result result = connection().run(Command.script('echo one; echo two >&2; sleep 0.3; echo three'),
                { stream, bytes, length -> seen << "$stream:${new String(bytes, 0, length)}".toString() } as Output)

        then:
        result.out() == 'one\nthree\n'
        result.err() == 'two\n'
        seen.toSet() == ['STDOUT:one\n', 'STDERR:two\n', 'STDOUT:three\n'] as Set
        seen.last() == 'STDOUT:three\n'
    }

    def 'an output that throws ends the command and is seen by the caller'() {
        when:
        connection().run(Command.script("echo x; exec sleep ${mark()}"), { s, b, l -> throw new IllegalStateException('full') } as Output)

        then:
        thrown(IllegalStateException)
        alive() == []
    }

    def '100 MB of output come whole in bounded memory, and the end is kept'() {
        given:
        AtomicLong count = new AtomicLong()
        Command command = Command.script('head -c 104857600 /dev/zero; printf end')
                .within(new Limits(Optional.empty(), Optional.empty(), 1000))

        when:
        Result result = connection().run(command, { s, b, length -> count.addAndGet(length) } as Output)

        then:
        count.get() == 104_857_603
        result.good()
        result.cut()
        result.stdout.length == 1000
        result.out().endsWith('\u0000end')
    }

    @Row('U-18')
    def 'the text of output that was cut begins with an ellipsis and a whole letter; the other stream is as it was'() {
        given:
        Command command = Command.script('i=0; while [ $i -lt 50 ]; do printf aü; i=$((i+1)); done; printf small >&2')

        when:
        Result result = run(command.within(new Limits(Optional.empty(), Optional.empty(), 100)))

        then:
        result.cut()
        result.out() == '…' + 'aü' * 33
        result.err() == 'small'
    }

    def 'binary input of #size bytes arrives exactly'() {
        given:
        byte[] input = new byte[size]
        new Random(size).nextBytes(input)

        when:
        Result result = run(Command.argv('cat').reading(input))

        then:
        result.good()
        result.stdout == input

        where:
        size << [1, 3, 4096, 65_537, 1_048_576, 3_000_001]
    }

    def 'a command that reads only the beginning of a large input ends by itself'() {
        expect:
        with(run(Command.argv('head', '-c', '5').reading(new byte[5_000_000]))) {
            it.good()
            it.stdout.length == 5
        }
    }

    def 'a command without input reads an empty one'() {
        expect:
        run(Command.argv('cat')).good()
    }

    def 'environment reaches the command and never an argv'() {
        given:
        String secret = "s3cr'et \$x\n${System.nanoTime()}"

        when:
        Result result = run(Command.script('printf "%s|%s" "$A" "$B"; cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n" >&2')
                .with(A: new Secret(secret), B: 7))

        then:
        result.out() == "$secret|7"
        !result.err().contains("s3cr")
    }

    def 'neither script nor arguments nor input are seen in the process list'() {
        when:
        Result result = run(Command.script('cat >/dev/null; ps -eo args', 'hidden-argument').reading('hidden-input'.bytes))

        then:
        result.good()
        result.out().contains('ps -eo args')
        !result.out().contains('hidden-')
        !result.out().contains('cat >/dev/null')
    }

    def 'a name that cannot be an environment variable is a problem before anything runs'() {
        when:
        run(Command.argv('true').with(['a-b': 'x']))

        then:
        ConnectionException e = thrown()
        e.kind() == ConnectionException.Kind.CONFIGURATION
        e.message.contains("'a-b'")
    }

    def 'the folder is the home, or the one asked for'() {
        expect:
        run(Command.script('[ "$(pwd)" = "$(getent passwd $(id -u) | cut -d: -f6)" ]')).good()
        run(Command.argv('pwd').in('/usr')).out() == '/usr\n'
        run(Command.argv('true').in('/no such')).exit() == 2
    }

    def 'a time-out kills all of the tree: #what'() {
        given:
        String sleep = "sleep ${mark()}"

        when:
        Result result = run(Command.script(script.replace('SLEEP', sleep)).within(Limits.of(limit())))

        then:
        result.end() == End.TIMED_OUT
        result.exit() == 124
        alive() == []
        result.took() < limit().plusMillis(3600)

        where:
        what                       | script
        'the command itself'       | 'exec SLEEP'
        'children and grandchildren' | 'SLEEP & (SLEEP; true) & sh -c "SLEEP; true"'
        'a session of its own'     | 'setsid SLEEP & wait'
        'one that ignores TERM'    | 'trap "" TERM; while :; do SLEEP; done'
        'orphans in its session'   | '(SLEEP &); exec sleep 30'
    }

    def 'a time-out kills a command that is still given input'() {
        when:
        Result result = run(Command.argv('sleep', mark()).reading(new byte[9_000_000]).within(Limits.of(limit())))

        then:
        result.end() == End.TIMED_OUT
        gone()
    }

    def 'what was killed does not go on to its next line'() {
        when:
        run(Command.script("sleep ${mark()}; touch $folder/on").within(Limits.of(limit())))

        then:
        alive() == []
        !folder.resolve('on').toFile().exists()
    }

    def 'a silent command is ended by the idle limit, a talking one is not'() {
        given:
        Limits idle = new Limits(Optional.empty(), Optional.of(limit().plusMillis(100)), 1000)

        expect:
        run(Command.script("echo a; exec sleep ${mark()}").within(idle)).with { it.end() == End.IDLE && it.out() == 'a\n' }
        alive() == []
        run(Command.script('for i in 1 2 3 4 5 6; do echo $i; sleep 0.2; done').within(idle)).good()
    }

    def 'an interrupt kills the command before it returns'() {
        given:
        String seconds = mark()
        Future<?> running = pool.submit {
            connection().run(Command.script("echo up; exec sleep $seconds"), Output.NONE)
        }

        when:
        until { alive().size() == 1 }
        running.cancel(true)

        then:
        until { alive() == [] }
    }

    def 'a job that left session and parents survives, and does not hold the command'() {
        given:
        String seconds = mark()

        when:
        Result result = run(Command.script("(setsid sleep $seconds </dev/null >/dev/null 2>&1 &); echo started"))

        then:
        result.out() == 'started\n'
        result.took() < Duration.ofSeconds(3)
        alive().size() == 1

        cleanup:
        kill()
    }

    def 'a job that holds the output open does not hold the command'() {
        given:
        String seconds = mark()

        when:
        Result result = run(Command.script("sleep $seconds & echo started"))

        then:
        result.good()
        result.out() == 'started\n'
        result.took() < Duration.ofSeconds(4)

        cleanup:
        kill()
    }

    def 'output is whole where it is taken slowly: #size bytes, whose command has #what'() {
        given:
        def taken = new AtomicLong()
        Output slow = { stream, bytes, length ->
            if (taken.getAndAdd(length) == 0) {
                sleep(limit().toMillis() + 1200)
            }
        }
        Limits idle = new Limits(Optional.empty(), Optional.of(limit().plusMillis(100)), 1_000_000)

        when:
        Result result = connection().run(Command.script("head -c $size /dev/zero | tr '\\0' x" as String).within(idle), slow)

        then:
        result.good()
        result.stdout().length == size
        taken.get() == size

        where:
        size    | what
        60_000  | 'ended meanwhile'
        600_000 | 'to wait'
    }

    def 'commands run side by side, more than a session has channels'() {
        when:
        List<Future<Result>> all = (1..30).collect { n ->
            pool.submit({ run(Command.script("sleep 0.2; echo $n")) } as java.util.concurrent.Callable)
        }

        then:
        all*.get(60, TimeUnit.SECONDS)*.out() == (1..30).collect { "$it\n" as String }
    }

    def 'after a reset the next command runs as before'() {
        when:
        run(Command.argv('true'))
        connection().reset()

        then:
        run(Command.argv('echo', 'again')).out() == 'again\n'
    }
}
