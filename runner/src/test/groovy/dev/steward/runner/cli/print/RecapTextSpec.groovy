package dev.steward.runner.cli.print

import dev.steward.runner.event.Diff
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RecapText
import java.time.Duration
import spock.lang.Specification

class RecapTextSpec extends Specification {

    def 'the recap reads as that of Ansible, hosts aligned, further columns only where they count'() {
        given:
        def recap = Recap.EMPTY
                .plus('dns-1', new Recap.Counts(3, 1, 0, 0, 1, 0, 0, 0, 0))
                .plus('backup-10', new Recap.Counts(0, 0, 1, 0, 0, 0, 0, 1, 1))

        expect:
        RecapText.of(recap).readLines() == [
                'backup-10 : ok=0    changed=0    unreachable=1    failed=0    skipped=0    rescued=0    ignored=0    aborted=1 not_reached=1',
                'dns-1     : ok=3    changed=1    unreachable=0    failed=0    skipped=1    rescued=0    ignored=0',
        ]
    }

    def 'a duration of #millis ms reads #words'() {
        expect:
        Spans.words(Duration.ofMillis(millis)) == words

        where:
        millis    || words
        0         || '0.0s'
        349       || '0.3s'
        12_400    || '12s'
        245_000   || '4m 05s'
        7_380_000 || '2h 03m'
    }

    def 'a diff shows the changed lines with some context'() {
        expect:
        DiffText.of(new Diff('f', before.join('\n'), after.join('\n'))).readLines() == lines

        where:
        before                         | after                          || lines
        ['a']                          | ['a', 'b']                     || ['  a', '+ b']
        []                             | ['x']                          || ['+ x']
        ['1', '2', '3', '4', '5', '6'] | ['1', '2', '3', '4', 'x', '6'] || ['  2', '  3', '  4', '- 5', '+ x', '  6']
    }
}
