package dev.steward.runner.store.postgres

import dev.steward.runner.alert.OwnAlertsSpec
import dev.steward.runner.notify.NotifierSpec
import dev.steward.runner.store.RunQueriesSpec
import dev.steward.runner.store.RunStoreSpec
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
}

class HostsPostgresRealSpec extends KnownHostsSpec {
    def setupSpec() { StoreFixture.onPostgres(true) }
    def cleanupSpec() { StoreFixture.onPostgres(false) }
}
