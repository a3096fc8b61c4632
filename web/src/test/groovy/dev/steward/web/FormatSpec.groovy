package dev.steward.web

import dev.steward.runner.event.Diff
import dev.steward.runner.time.SettableTime
import dev.steward.web.format.Ansi
import dev.steward.web.format.DiffLines
import dev.steward.web.format.Times
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import spock.lang.Specification

class FormatSpec extends Specification {

    def 'colours become pieces, every other escape is left out: #line'() {
        expect:
        Ansi.spans(line).collect { it.look() + '|' + it.text() } == pieces

        where:
        line                                          || pieces
        'plain'                                       || ['|plain']
        ''                                            || ['|']
        '\u001b[31mred\u001b[0m rest'                 || ['a-red|red', '| rest']
        '\u001b[1;32mboth\u001b[22mgreen'             || ['a-bold a-green|both', 'a-green|green']
        '\u001b[91mbright'                            || ['a-red|bright']
        '\u001b[38;5;196mx\u001b[31my'                || ['|x', 'a-red|y']
        '\u001b[38;2;1;2;3mx'                         || ['|x']
        'a\u001b[2Kb\u001b[10;20Hc'                   || ['|a', '|b', '|c']
        '\u001b]0;title\u0007after'                   || ['|after']
        '\u001b]8;;http://x\u001b\\link'            || ['|link']
        '\u001b[999999999999m<b>'                     || ['|<b>']
        '\u001b'                                      || []
    }

    def '#seconds s ago reads #relative'() {
        given:
        def now = Instant.parse('2026-03-29T12:00:00Z')
        def times = new Times(new SettableTime(now), ZoneId.of('Europe/Berlin'))

        expect:
        times.when(now.minusSeconds(seconds)).relative() == relative

        where:
        seconds  || relative
        0        || 'now'
        -3       || 'now'
        59       || '59 s ago'
        61       || '1 min ago'
        -7200    || 'in 2 h'
        172_800  || '2 days ago'
    }

    def 'a time says its zone on both sides of a clock change'() {
        given:
        def times = new Times(new SettableTime(Instant.EPOCH), ZoneId.of('Europe/Berlin'))

        expect:
        times.when(Instant.parse('2026-03-29T00:59:59Z')).absolute() == 'Sun 29 Mar 2026 01:59:59 CET'
        times.when(Instant.parse('2026-03-29T01:00:00Z')).absolute() == 'Sun 29 Mar 2026 03:00:00 CEST'
    }

    def '#span reads #words'() {
        expect:
        Times.exact(Duration.parse(span)) == words

        where:
        span       || words
        'PT0.34S'  || '340 ms'
        'PT2.04S'  || '2.0 s'
        'PT59S'    || '59 s'
        'PT4M2S'   || '4 min 02 s'
        'PT25H1M'  || '25 h 01 min'
    }

    def 'a diff shows what changed with three lines around it'() {
        given:
        String before = (1..9).collect { "line $it" }.join('\n')

        expect:
        DiffLines.of(new Diff('f', before, before.replace('line 5', 'LINE 5')))*.text() ==
                ['  line 2', '  line 3', '  line 4', '- line 5', '+ LINE 5', '  line 6', '  line 7', '  line 8']
        DiffLines.of(new Diff('f', '', 'new'))*.look() == ['add']
        DiffLines.of(new Diff('f', 'same', 'same'))*.text() == ['  same']
    }
}
