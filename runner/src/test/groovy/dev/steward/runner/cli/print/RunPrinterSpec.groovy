package dev.steward.runner.cli.print

import dev.steward.runner.event.NumberedEvent
import dev.steward.runner.event.Recap
import dev.steward.runner.event.RunEvent.RunFinished
import dev.steward.runner.event.RunStatus
import java.time.Instant
import spock.lang.Specification

class RunPrinterSpec extends Specification {

    def 'the last line says how it ended, once: #line'() {
        given:
        def out = new ByteArrayOutputStream()
        def screen = new Screen(new PrintStream(out, true), System.err, false)

        when:
        new RunPrinter(screen, false).print(new NumberedEvent(7, 1, Instant.EPOCH, new RunFinished(status, exit, Recap.EMPTY, message)))

        then:
        out.toString().readLines().last() == line

        where:
        status              | exit | message                || line
        RunStatus.OK        | 0    | ''                     || 'ok'
        RunStatus.FAILED    | 2    | 'failed: web-1, web-2' || 'failed: web-1, web-2'
        RunStatus.FAILED    | 4    | 'unreachable: web-1'   || 'failed: unreachable: web-1'
        RunStatus.CANCELLED | 99   | 'cancelled by anna'    || 'cancelled by anna'
    }
}
