package dev.steward.runner.store.postgres

import dev.steward.runner.config.keep.RetentionConfig
import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.keep.KeepRules
import dev.steward.runner.store.keep.Swept
import java.nio.file.Path
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.Future
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** The daily tidying beside another server whose runs end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TidyingClashRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup('shutdownNow') def threads = Executors.newSingleThreadExecutor()
    def soon = new PollingConditions(timeout: 20, delay: 0.02)
    def lab = PostgresLab.here()

    def 'sums that another server adds to in another order hold the tidying up, and do not end it for a day'() {
        given: 'runs of two playbooks that nobody has measured yet'
        StoreFixture.onPostgres(true)
        String name = lab.of(dir).database()
        def fixture = new StoreFixture(dir)
        StoreFixture.onPostgres(false)
        fixture.whole(file: 'a.groovy')
        fixture.whole(file: 'b.groovy')
        lab.ask("update run set kept_bytes = null; update run_kept set bytes = 0; delete from setting where name like 'retention%'", name)
        Future<Swept> tidying = null

        when: 'the other has changed the sum of a, and wants that of b, which the tidying has'
        lab.open(name).withCloseable { other ->
            other.autoCommit = false
            other.createStatement().executeUpdate("update run_kept set runs = runs where playbook_file = 'a.groovy'")
            tidying = threads.submit({ fixture.store.prune(KeepRules.of(RetentionConfig.DEFAULT, dir)) } as Callable<Swept>)
            soon.eventually { assert lab.ask("select 1 from pg_stat_activity where datname = '$name' and wait_event_type = 'Lock'") }
            other.createStatement().executeUpdate("update run_kept set runs = runs where playbook_file = 'b.groovy'")
            other.commit()
        }

        then: 'PostgreSQL ends one of the two transactions, which is done again'
        tidying.get(30, TimeUnit.SECONDS).runs() == 0
        with(fixture.store.keeping().kept(KeepRules.of(RetentionConfig.DEFAULT, dir))) {
            measured()
            bytes() > 0
        }
        lab.ask('select count(*) from run_kept k where bytes <> (select sum(kept_bytes) from run r where r.playbook_file = k.playbook_file)', name) == ['0']
        fixture.store.queries().page(RunFilter.ALL, Optional.empty(), 9).size() == 2

        cleanup:
        fixture?.close()
    }
}
