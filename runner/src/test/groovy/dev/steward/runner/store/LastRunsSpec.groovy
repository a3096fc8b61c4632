package dev.steward.runner.store

import dev.steward.house.Row
import dev.steward.runner.event.RunStatus
import dev.steward.runner.event.Status
import java.nio.file.Path
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout

/** The last run of each playbook, as a scrape asks for it. */
class LastRunsSpec extends Specification {

    @TempDir Path state
    @AutoCleanup StoreFixture fixture

    def setup() { fixture = new StoreFixture(state) }

    def 'of each playbook it is the last one that ended and was no check'() {
        given:
        fixture.whole(playbook: 'Reboot', ended: RunStatus.FAILED, status: Status.FAILED)
        fixture.whole(playbook: 'Update')
        fixture.whole(playbook: 'Update', ended: RunStatus.FAILED, status: Status.FAILED)
        fixture.whole(playbook: 'Reboot')
        fixture.whole(playbook: 'Update', options: [check: true])
        fixture.whole(playbook: 'Look', options: [check: true])
        fixture.begin(playbook: 'Reboot')

        expect:
        fixture.store.figures().last().collect { [it.playbook(), it.outcome(), it.took().present] } == [['Reboot', 'ok', true], ['Update', 'failed', true]]
    }

    @Row('W-16')
    @Timeout(60)
    def 'in a long history it is found by a key: none of its questions reads all runs'() {
        given:
        def many = new ManyRuns(fixture.store.connections())
        many.add(20_000)
        many.jdbi().useHandle { it.execute("insert into run_tally (playbook, host, outcome, runs) select playbook, '', status, count(*) from run group by playbook, status") }

        when:
        def last = fixture.store.figures().last()
        def plan = many.jdbi().withHandle { it.select("explain select id from run where playbook = 'Playbook 3' and status = 'ok' order by playbook desc, status desc, id desc fetch first 1 rows only").mapTo(String).one() }

        then: 'of 20 playbooks, each with its newest run that is no check'
        last.size() == 20
        last*.ended().every { it >= ManyRuns.at(19_960) }
        plan.contains('RUN_BY_GREEN')
    }
}
