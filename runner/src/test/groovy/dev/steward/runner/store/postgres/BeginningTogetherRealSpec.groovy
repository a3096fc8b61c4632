package dev.steward.runner.store.postgres

import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.server.Identity
import dev.steward.runner.store.trouble.StoreTaken
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.sql.Connection
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Servers that begin at the same moment where the tables have to be made or changed: one does it, however slow the others are. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BeginningTogetherRealSpec extends Specification {

    @TempDir Path dir
    @AutoCleanup('shutdown') def threads = Executors.newCachedThreadPool()
    def soon = new PollingConditions(timeout: 90, delay: 0.02)
    def lab = PostgresLab.here()
    String name
    Connection other

    def cleanup() { other?.close() }

    private FutureTask<Store> opening(String folder) {
        def config = lab.config(name)
        def state = (StateDir.open(dir.resolve(folder), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        def task = new FutureTask<Store>({ Store.open(state, Optional.of(config), Identity.Said.NOTHING, Optional.empty(), new SystemTime()) })
        threads.execute(task)
        task
    }

    /** Another one, as slow as the machine it is on, shares the database and has not come to its tables yet. */
    private void another() {
        other = lab.open(name)
        other.createStatement().withCloseable { it.execute("select pg_advisory_lock_shared($DatabaseLock.KEY)") }
    }

    /** Since when one waits for the database alone: another try has another time. */
    private List<String> wantsItAlone() { lab.ask("select waitstart from pg_locks where locktype = 'advisory' and not granted and mode = 'ExclusiveLock' and waitstart is not null", name) }

    def 'one that cannot have the database alone for its tables waits for another that begins as well: #tables'() {
        given:
        name = tables == 'none' ? lab.fresh() : lab.of(dir).database()
        tables == 'none' || lab.ask("delete from setting where name = 'schema'", name)
        another()

        when: 'it did not get it'
        def begun = opening('a')
        List<String> first = []
        soon.eventually {
            first = wantsItAlone()
            assert first
        }
        soon.eventually { assert wantsItAlone() != first }

        and: 'the other comes to its tables at last'
        other.close()
        def store = begun.get(120, TimeUnit.SECONDS)

        then:
        store.queries().page(RunFilter.ALL, Optional.empty(), 1) == []

        cleanup:
        store?.close()

        where:
        tables << ['none', 'of another version']
    }

    def 'where servers of another version are at work nobody is waited for'() {
        given:
        name = lab.of(dir).database()
        def old = opening('old').get(120, TimeUnit.SECONDS)
        lab.ask("delete from setting where name = 'schema'", name)

        when: 'it tries once'
        def tried = [] as Set
        def begun = opening('a')
        while (!begun.done) { tried.addAll(wantsItAlone()) }
        begun.get()

        then:
        def refused = thrown(ExecutionException)
        refused.cause instanceof StoreTaken
        refused.cause.message.startsWith('servers of another version work on the database ')
        tried.size() == 1

        cleanup:
        old.close()
    }

    def 'five that begin at the same moment on an empty database all begin'() {
        given:
        name = lab.fresh()

        when:
        def stores = (1..5).collect { opening("number $it") }*.get(240, TimeUnit.SECONDS)

        then:
        stores[0].servers().living().size() == 5

        cleanup:
        stores?.each { it.close() }
    }
}
