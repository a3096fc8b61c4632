package dev.steward.runner.store.postgres

import dev.steward.runner.alert.OwnAlertsSpec
import dev.steward.runner.notify.NotifierSpec
import dev.steward.runner.store.RunQueriesSpec
import dev.steward.runner.store.RunStoreSpec
import dev.steward.runner.store.SpoiltEventsSpec
import dev.steward.runner.store.StoreFixture
import dev.steward.runner.store.account.AccountsSpec
import dev.steward.runner.store.duration.DurationsSpec
import dev.steward.runner.store.host.KnownHostsSpec
import dev.steward.runner.store.keep.NeededRunsSpec
import dev.steward.runner.store.keep.RetentionSpec
import dev.steward.runner.store.patch.OperationsSpec
import dev.steward.runner.store.patch.PatchLedgerSpec

/* What is specified of the store holds on a real PostgreSQL too: the same specs once more, each in a subclass. */

class RunsPostgresRealSpec extends RunStoreSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class QueriesPostgresRealSpec extends RunQueriesSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class RetentionPostgresRealSpec extends RetentionSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class NeededRunsPostgresRealSpec extends NeededRunsSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class AccountsPostgresRealSpec extends AccountsSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class NoticesPostgresRealSpec extends NotifierSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class AlertsPostgresRealSpec extends OwnAlertsSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class LedgerPostgresRealSpec extends PatchLedgerSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class OperationsPostgresRealSpec extends OperationsSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class DurationsPostgresRealSpec extends DurationsSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }

    // what is drawn from a sequence does not come back with the transaction
    @Override
    protected List<String> clash() {
        ['create sequence clashing_row',
         "create function clashing() returns trigger as \$\$ begin if nextval('clashing_row') = 1 then raise 'this row is there already' using errcode = '23505'; end if; return new; end \$\$ language plpgsql",
         'create trigger clashing before insert on run_task for each row execute function clashing()']
    }

    @Override
    protected boolean clashed() { sql { it.executeQuery('select last_value from clashing_row').with { next(); getLong(1) } } == 2 }
}

class HostsPostgresRealSpec extends KnownHostsSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}

class SpoiltEventsPostgresRealSpec extends SpoiltEventsSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}
