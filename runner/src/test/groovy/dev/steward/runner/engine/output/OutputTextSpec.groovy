package dev.steward.runner.engine.output

import static dev.steward.runner.connection.Output.Stream.STDERR
import static dev.steward.runner.connection.Output.Stream.STDOUT

import dev.steward.house.Row
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.TextMasker
import spock.lang.Specification

class OutputTextSpec extends Specification {

    TextMasker masker = new TextMasker()
    List<List<String>> events = []

    OutputText output(OutputLimits limits = OutputLimits.DEFAULT) {
        new OutputText(limits, masker, { stream, text -> events << [stream, text] })
    }

    void say(OutputText to, Object text, stream = STDOUT) {
        byte[] bytes = text instanceof byte[] ? text : text.toString().getBytes('UTF-8')
        to.accept(stream, bytes, bytes.length)
    }

    def 'whole lines are shown as they come, the streams apart'() {
        given:
        OutputText output = output()

        when:
        say(output, 'one\ntw')
        say(output, 'oops', STDERR)
        say(output, 'o\nthree\nfo')
        output.log('a word')
        output.end()

        then:
        events == [['stdout', 'one'], ['stdout', 'two\nthree'], ['log', 'a word'], ['stdout', 'fo'], ['stderr', 'oops']]
    }

    def 'bytes are read as UTF-8 across chunks, what is none becomes U+FFFD'() {
        given:
        OutputText output = output()
        byte[] bytes = 'grün €\n'.getBytes('UTF-8')

        when:
        bytes.each { say(output, [it] as byte[]) }
        say(output, [0xff, 0x41, 0x0a] as byte[])
        output.end()

        then:
        events*.get(1) == ['grün €', '\ufffdA']
    }

    def 'control characters are cleaned: #raw'() {
        given:
        OutputText output = output()

        when:
        say(output, raw + '\n')

        then:
        events*.get(1) == [clean]

        where:
        raw                             || clean
        'tab\tstays'                    || 'tab\tstays'
        '\u001b[1;31mred\u001b[0m'      || '\u001b[1;31mred\u001b[0m'
        'dos\r'                         || 'dos'
        '10%\r50%\r100%'                || '10%\n50%\n100%'
        'bell\u0007'                    || 'bell\ufffd'
        '\u001b[2Jgone'                 || '\ufffd[2Jgone'
        '\u001b]0;title\u0007x'         || '\ufffd]0;title\ufffdx'
        'nul\u0000l'                    || 'nul\ufffdl'
        'c1\u009b31m'                   || 'c1\ufffd31m'
    }

    def 'a secret is masked across chunks and where a cut would split it'() {
        given:
        masker.learn(new Secret('hunter2-hunter2'))
        OutputText output = output(new OutputLimits(10, 10, 12))

        when:
        'pw hunter2-hunter2 is long\n'.each { say(output, it) }

        then:
        events*.get(1) == ['pw *** is lo … 2 more characters']
    }

    @Row('U-18')
    def 'of a coloured secret no beginning is left where a long line is cut, #how'() {
        given:
        masker.learn(new Secret('AKIAIOSFODNN7EXAMPLE-keys'))
        OutputText output = output(new OutputLimits(10, 10, limit))

        when:
        say(output, line + '\n')

        then:
        events*.get(1) == [shown]

        where:
        how                    | limit | line                                                       || shown
        'behind the colours'   | 20    | 'k \u001b[31mAKIA\u001b[mIOSFODNN7EXAMPLE-keys is it'      || 'k \u001b[31m*** … 21 more characters'
        'within a colour'      | 21    | 'k AKIAIO\u001b[31mS\u001b[01;31mFODNN7EXAMPLE-keys is it' || 'k ***\ufffd[01;31 … 25 more characters'
        'before its end'       | 11    | 'k AKIAIO\u001b[31mSFODNN7EXAMPLE-keys is it'              || 'k ***\ufffd[3 … 27 more characters'
        'no secret'            | 20    | 'k \u001b[31mAKIB\u001b[mIOSFODNN7EXAMPLE-keys is it'      || 'k \u001b[31mAKIB\u001b[mIOSFOD … 21 more characters'
    }

    def 'lines that are many and long are left out by their characters, and direction marks become visible'() {
        given:
        OutputText output = output(new OutputLimits(100, 10, 100, 25))

        when:
        (1..9).each { say(output, "line $it is \u202eten\n") }
        output.end()

        then:
        events == [['stdout', 'line 1 is \ufffdten'], ['stdout', 'line 2 is \ufffdten'], ['log', '… 6 lines are left out here …'], ['stdout', 'line 9 is \ufffdten']]
    }

    def 'of too many lines the first and the last are shown, and how many are left out'() {
        given:
        OutputText output = output(new OutputLimits(3, 2, 100))

        when:
        (1..10).each { say(output, "line $it\n", it % 2 ? STDOUT : STDERR) }
        output.end()

        then:
        events == [['stdout', 'line 1'], ['stderr', 'line 2'], ['stdout', 'line 3'], ['log', '… 5 lines are left out here …'],
                   ['stdout', 'line 9'], ['stderr', 'line 10']]
    }
}
