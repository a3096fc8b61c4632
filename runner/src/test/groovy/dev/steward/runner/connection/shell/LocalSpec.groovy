package dev.steward.runner.connection.shell

import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionContractSpec

import dev.steward.runner.time.SystemTime
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared

class LocalSpec extends ConnectionContractSpec {

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared Connection local = new ShellConnection(new Local(threads), new SystemTime(), threads, {})

    @Override
    Connection connection() { local }
}
