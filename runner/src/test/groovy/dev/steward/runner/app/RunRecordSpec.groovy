package dev.steward.runner.app

import dev.steward.dsl.check.Checked
import dev.steward.dsl.check.PlaybookCompiler
import dev.steward.runner.engine.RunOptions
import dev.steward.runner.event.Cause
import dev.steward.runner.module.catalog.Modules
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import spock.lang.Specification
import spock.lang.TempDir

class RunRecordSpec extends Specification {

    @TempDir Path dir

    def 'a duration of #wait is recorded as the compiler reads it back'() {
        given:
        Path playbook = Files.writeString(dir.resolve('p.groovy'), """
            playbook('P') {
                vars wait: 5.minutes
                play('Q') {
                    hosts 'all'
                    tasks { task('T') { debug "\${wait}" } }
                }
            }""")
        def compiler = new PlaybookCompiler(new Modules())
        def request = new RunRequest(playbook, [], [wait: wait], RunOptions.NONE, RunRequest.Login.NONE,
                new Cause(Cause.Kind.PERSON, 'spec'), Optional.empty())
        def plan = (compiler.check(playbook, [wait: wait]) as Checked.Accepted).plan()

        when:
        def record = RunRecord.of(request, plan, '{}', [], Optional.empty())
        def again = compiler.check(playbook, record.options().given as Map)

        then:
        record.parameters().wait == words
        again instanceof Checked.Accepted
        (again as Checked.Accepted).plan().parameters().find { it.name() == 'wait' }.value() == wait

        where:
        wait                   || words
        Duration.ofSeconds(90) || '90s'
        Duration.ofMinutes(5)  || '5m'
        Duration.ofMillis(250) || '250ms'
    }
}
