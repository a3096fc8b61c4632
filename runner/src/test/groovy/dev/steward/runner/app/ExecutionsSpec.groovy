package dev.steward.runner.app

import dev.steward.runner.engine.Control
import dev.steward.runner.module.Claims
import spock.lang.Specification
import spock.lang.Timeout

/** Those who wait for a run are told when it is over, whatever became of it. */
class ExecutionsSpec extends Specification {

    @Timeout(20)
    def 'nobody waits for ever for a run whose #what fails, as on a full disk'() {
        given:
        Executions executions = new Executions(idle, { [] }, new Claims())

        when:
        long run = executions.begin(new Control(), false, { 7L }, work)
        executions.await(run)
        executions.awaitIdle()

        then:
        executions.idle()

        where:
        what      | work                                                | idle
        'work'    | { throw new IllegalStateException('disk full') }    | { }
        'closing' | { }                                                 | { throw new IllegalStateException('disk full') }
    }
}
