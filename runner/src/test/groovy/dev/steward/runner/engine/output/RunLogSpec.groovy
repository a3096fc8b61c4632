package dev.steward.runner.engine.output

import dev.steward.house.Row
import dev.steward.runner.event.EventLog
import dev.steward.runner.event.RunEvent
import dev.steward.runner.event.Status
import dev.steward.runner.secret.Secret
import dev.steward.runner.secret.TextMasker
import java.time.Duration
import spock.lang.Specification

/** What the log of a run keeps of a result. */
class RunLogSpec extends Specification {

    List<RunEvent> kept = []
    TextMasker masker = new TextMasker()
    RunLog log = new RunLog([append: { RunEvent event -> kept << event; kept.size() as long }] as EventLog, masker, {})

    @Row('U-18')
    def 'a secret that lies across the lines of a result is masked in each of them: #what'() {
        given:
        masker.learn(new Secret(secret))
        Map data = [rc: 0, stdout: lines.join('\n'), lines: lines.collect { "$it" }, results: [[lines: lines, numbers: [1, 2]]]]

        when:
        log.append(new RunEvent.TaskFinished('0.0', 'h1', Status.CHANGED, false, false, true, '', data, [], 1, Duration.ZERO))

        then:
        kept[0].data().lines == shown
        kept[0].data().results == [[lines: shown, numbers: [1, 2]]]
        !pieces.any { kept[0].toString().contains(it) }

        where:
        what                       | secret        | lines                           || shown                   | pieces
        'one of two lines'         | 'ab7\ncd8'    | ['a', 'ab7', 'cd8', 'b']        || ['a', '***', '***', 'b'] | ['ab7', 'cd8']
        'its base64'               | 'hunter2'     | ['aHVu', 'dGVyMg==']            || ['***', '***g==']       | ['aHVu', 'dGVy']
        'its bytes'                | 'hunter2'     | [' 68 75 6e', ' 74 65 72 32']   || [' ***', '***']         | ['6e', '74']
        'lines with more in them'  | 'hunter2'     | ['x\ty\u0007', 'hunter2\nz']    || ['x\ty\ufffd', '***\nz'] | ['hunter2']
    }
}
