package dev.steward.runner.follow

import dev.steward.house.Row
import dev.steward.runner.secret.Secret
import java.nio.file.Files
import java.util.concurrent.TimeUnit
import spock.lang.Timeout

/** Journals and files, where no container is needed to see it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReadingSpec extends LabFollow {

    /** Ends a stream after so many lines. */
    static Receiver<String> enough(int lines, List<String> seen, Closure<?> each = {}) {
        { line ->
            seen << line
            each.call(line)
            if (seen.size() == lines) {
                throw new IOException('enough')
            }
        } as Receiver<String>
    }

    @Row('X-31')
    def 'the name of a service or file with #what is refused, before any host is asked'() {
        when:
        follow().journal(subject('pve1'), new JournalAsk(['nginx', bad], 10, true), {} as Receiver<String>)

        then:
        FollowException service = thrown()
        service.kind() == FollowException.Kind.BAD
        service.problems().size() == 1
        service.message.startsWith('services[1]')

        when:
        follow().tail(subject('pve1'), new TailAsk([bad.empty ? bad : '/var/log/' + bad, '/var/log/syslog', bad], 10, true), {} as Receiver<String>)

        then:
        FollowException file = thrown()
        file.problems()*.split(' ')*.first() == ['files[0]', 'files[2]']

        where:
        bad << ['a&b', 'a|b', 'a$b', 'a;b', "a'b", 'a"b', 'a`b', 'a<b', 'a>b', 'a$(b)', 'a${b}', 'a\nb', 'a\\b', 'a\rb', 'a\0b', '']
        what = bad.empty ? 'nothing in it' : bad.bytes.encodeHex() as String
    }

    def 'what would be an option, a relative path or a wildcard is refused: #names'() {
        when:
        follow().tail(subject('pve1'), new TailAsk(names, limit, true), {} as Receiver<String>)

        then:
        FollowException e = thrown()
        e.problems().size() == count

        where:
        names                       | limit || count
        []                          | 10    || 1
        ['--version', 'app.log']    | 10    || 2
        ['/var/log/*.log', '/a?']   | 0     || 3
        ['/var/log/syslog']         | 1001  || 1
    }

    @Row('X-32')
    def 'a guest that does not run says so: #word'() {
        when:
        follow().journal(subject(word), new JournalAsk([], 10, true), {} as Receiver<String>)

        then:
        FollowException e = thrown()
        e.kind() == FollowException.Kind.CONFLICT
        e.message == says

        where:
        word  || says
        '102' || 'container 102 is not running, status: stopped'
        'dns' || 'container 102 is not running, status: stopped'
    }

    @Row('X-29')
    def 'files are followed from their last lines on, one that is not there yet is waited for, secrets are masked'() {
        given:
        def one = Files.writeString(folder.resolve('one.log'), (1..20).collect { "line $it\n" }.join())
        def two = folder.resolve('two.log')
        masker.learn(new Secret('hunter22-secret'))
        List<String> seen = []
        List<String> notes = []

        when:
        follow().tail(subject('pve1'), new TailAsk([one as String, two as String], 3, true), new Receiver<String>() {
            void take(String line) {
                seen << line
                if (line == 'line 20') {
                    Files.writeString(two, 'late, with hunter22-secret\n')
                }
                if (line.startsWith('late')) {
                    throw new IOException('enough')
                }
            }

            void note(String text) { notes << text }
        })

        then:
        thrown(IOException)
        seen.findAll { it.startsWith('line') } == ['line 18', 'line 19', 'line 20']
        seen.last() == 'late, with ***'
        notes.any { it.contains('two.log') }

        and: 'nothing of it is left running'
        !ProcessHandle.allProcesses().anyMatch { it.info().commandLine().orElse('').contains(one as String) }
    }

    @Row('U-18')
    def 'why reading ended is told without secrets'() {
        given:
        masker.learn(new Secret('hunter22-secret'))

        when:
        follow().tail(subject('pve1'), new TailAsk(["$folder/hunter22-secret.log" as String], 3, false), {} as Receiver<String>)

        then:
        FollowException e = thrown()
        e.kind() == FollowException.Kind.FAILED
        e.message.contains('/***.log')
        !e.message.contains('hunter22')
    }

    def 'what a host prints cannot steer the terminal'() {
        given:
        def file = Files.writeString(folder.resolve('odd.log'), '\u001b]0;title\u0007 grün \u001b[2J\n')
        List<String> seen = []

        when:
        follow().tail(subject('pve1'), new TailAsk([file as String], 1, true), enough(1, seen))

        then:
        thrown(IOException)
        seen[0].contains('grün') && !seen[0].contains('\u001b')
    }

    def 'what a host has to read with is understood'() {
        expect:
        Means.read('- - -\n') == new Means(false, false, Optional.empty())
        Means.read('systemd gnu /var/log/messages\n') == new Means(true, true, Optional.of('/var/log/messages'))
    }

    @Row('X-28')
    def 'names are arguments, and retry comes first'() {
        expect:
        argv(new Means(true, true, Optional.empty()).journal(new JournalAsk(['nginx', 'ssh.service'], 50, true))) ==
                ['journalctl', '--no-pager', '-n', '50', '-u', 'nginx', '-u', 'ssh.service', '-f']
        argv(new Means(true, true, Optional.empty()).tail(new TailAsk(['/a', '/b c'], 7, true))) == ['tail', '--retry', '-F', '-n', '7', '--', '/a', '/b c']
        argv(new Means(false, false, Optional.empty()).tail(new TailAsk(['/a'], 7, true))) == ['tail', '-F', '-n', '7', '--', '/a']
        argv(new Means(false, false, Optional.of('/var/log/messages')).messages(new JournalAsk([], 100, false))) ==
                ['tail', '-n', '100', '--', '/var/log/messages']
    }

    private static List<String> argv(command) { command.body().words() }
}
