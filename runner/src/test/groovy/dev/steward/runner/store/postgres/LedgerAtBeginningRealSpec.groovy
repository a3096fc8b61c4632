package dev.steward.runner.store.postgres

import static dev.steward.runner.store.patch.PatchRun.done

import dev.steward.runner.store.RunFilter
import dev.steward.runner.store.StateDir
import dev.steward.runner.store.Store
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.patch.LedgerFilter
import dev.steward.runner.store.patch.PatchRun
import dev.steward.runner.store.server.Identity
import dev.steward.runner.store.trouble.StoreException
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import spock.lang.AutoCleanup
import spock.lang.Specification
import spock.lang.TempDir
import spock.lang.Timeout
import spock.util.concurrent.PollingConditions

/** Servers that begin on a long history from before there was a ledger of packages, which one of them tells from the events. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LedgerAtBeginningRealSpec extends Specification {

    /** So long the ledger takes for each package: in all longer than a lock is waited for. */
    static final int SECONDS_EACH = 4
    static final List<String> PACKAGES = ['openssl', 'bash', 'curl', 'dpkg']

    @TempDir Path dir
    @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    def soon = new PollingConditions(timeout: 60, delay: 0.05)
    def lab = PostgresLab.here()
    String name
    List<Store> all = []

    def setup() {
        name = lab.of(dir.resolve('history')).database()
        StoreFixture.onPostgres(true)
        def history = new StoreFixture(dir.resolve('history'))
        StoreFixture.onPostgres(false)
        PACKAGES.each { new PatchRun(history).starts('web-1').ends('web-1', done([(it): ['1', '2']])).over() }
        history.close()
        lab.ask("delete from setting where name = 'patch.ledger'; delete from patch_ledger", name)
    }

    def cleanup() { all*.close() }

    private void slow() {
        lab.ask("""create function slow() returns trigger language plpgsql as 'begin perform pg_sleep($SECONDS_EACH); return new; end';
                   create trigger slow before insert on patch_ledger for each row execute function slow()""", name)
    }

    private def opening(String folder) {
        def state = (StateDir.open(dir.resolve(folder), 'spec', new SystemTime()) as StateDir.Opened.Ours).dir()
        threads.submit({ Store.open(state, Optional.of(lab.config(name)), Identity.Said.NOTHING, Optional.empty(), new SystemTime()).tap { synchronized (all) { all << it } } } as java.util.concurrent.Callable<Store>)
    }

    private List<String> told() { lab.ask('select package from patch_ledger order by package', name) }

    private String how() { lab.ask("select content from setting where name = 'patch.ledger'", name)[0] }

    def 'one tells it, however long that takes; another does not wait without end, since power protection stands behind it, and begins when that is done'() {
        given:
        slow()

        when:
        def first = opening('a')
        soon.eventually { assert how() =~ /^by ./ }
        def second = opening('b')

        then: 'nobody holds the fact meanwhile'
        lab.ask("begin; set local lock_timeout = '1s'; select content from setting where name = 'patch.ledger' for update; commit", name) == []
        !second.done

        when: 'after ten seconds it goes on without the history'
        second.get(15, TimeUnit.SECONDS)

        then:
        def e = thrown(ExecutionException)
        e.cause instanceof StoreException
        e.cause.message == 'another server tells from the history what became of packages, which takes minutes where it is long; this one can begin when that is done: start it again then'
        !first.done

        when:
        first.get(120, TimeUnit.SECONDS)
        opening('c').get(60, TimeUnit.SECONDS)

        then:
        told() == PACKAGES.toSorted()
        how() == '1'
        all.every { it.patches().ledger(LedgerFilter.ALL, Optional.empty(), 9).size() == 4 && it.queries().page(RunFilter.ALL, Optional.empty(), 9).size() == 4 }
    }

    def 'one that was killed while it told, and nobody has ended yet, is waited for until it is given up'() {
        given: 'it said its last eighteen seconds ago'
        lab.ask("""insert into server (id, name, host, version, labels, kind, draining, started_at, beat_at)
                   values ('killed', 'killed', 'another-machine', 'x', '', 'serve', false, current_timestamp, current_timestamp - interval '18 seconds');
                   insert into setting (name, content) values ('patch.ledger', 'by killed')""", name)

        expect:
        opening('a').get(60, TimeUnit.SECONDS)
        told() == PACKAGES.toSorted()
    }

    def 'who was taken for dead while it told keeps nothing, so that nothing stands there twice'() {
        given:
        slow()

        when: 'another has taken its place'
        def first = opening('a')
        soon.eventually { assert how() =~ /^by ./ }
        lab.ask("update setting set content = 'by another' where name = 'patch.ledger'", name)
        first.get(120, TimeUnit.SECONDS)

        then:
        def e = thrown(ExecutionException)
        e.cause.message.startsWith('this server was silent for so long')
        told() == []
        how() == 'by another'
    }

    def 'what one that died or was refused had begun is done by the next'() {
        given:
        lab.ask("insert into setting (name, content) values ('patch.ledger', 'by one-that-is-no-more')", name)

        expect:
        opening('a').get(60, TimeUnit.SECONDS)
        told() == PACKAGES.toSorted()

        when: 'the table refuses'
        lab.ask("update setting set content = '' where name = 'patch.ledger'; revoke insert on patch_ledger from steward", name)
        lab.ask('alter table patch_ledger owner to postgres; grant select, delete on patch_ledger to steward', name)
        opening('b').get(60, TimeUnit.SECONDS)

        then: 'it gives back what it took'
        thrown(ExecutionException)
        how() == ''
        told() == PACKAGES.toSorted()
    }
}
