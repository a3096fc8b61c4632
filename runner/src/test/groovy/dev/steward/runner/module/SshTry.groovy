package dev.steward.runner.module

import dev.steward.real.RealHosts
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.ssh.Ssh
import dev.steward.runner.inventory.Host
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared

/** Modules over the product's own SSH, on hosts of .ci/hosts. */
abstract class SshTry extends ModuleTry {

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared @AutoCleanup Ssh ssh = new Ssh(Path.of(System.getProperty('user.home')), Optional.empty(), new SystemTime(), threads)

    void cleanup() { target.connection.close() }

    Connection to(RealHosts hosts, int n, String user = 'root') {
        ssh.to(ConnectionSettings.of(new Host(hosts.name(n), [], [
                ansible_host: hosts.address(n), ansible_port: RealHosts.PORT, ansible_user: user,
                ansible_ssh_private_key_file: hosts.key() as String,
                ansible_ssh_common_args: "-o UserKnownHostsFile=${hosts.knownHosts()}" as String,
        ]), LoginDefaults.NONE))
    }
}
