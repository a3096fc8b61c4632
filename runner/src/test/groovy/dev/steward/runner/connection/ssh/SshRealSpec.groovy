package dev.steward.runner.connection.ssh

import dev.steward.real.RealSshd
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionContractSpec
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.inventory.Host
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.Executors
import spock.lang.AutoCleanup
import spock.lang.Shared

/** The contract over a real OpenSSH server. */
class SshRealSpec extends ConnectionContractSpec {

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @Shared Path home = Files.createTempDirectory('steward-ssh')
    @Shared @AutoCleanup RealSshd sshd = new RealSshd(home)
    @Shared @AutoCleanup Ssh ssh = new Ssh(home, Optional.empty(), new SystemTime(), threads)
    @Shared @AutoCleanup Connection remote = ssh.to(ConnectionSettings.of(new Host('web1', [], [
            ansible_host: '127.0.0.1', ansible_port: sshd.port, ansible_user: 'root',
            ansible_ssh_private_key_file: home.resolve('id_ed25519').toString(),
    ]), LoginDefaults.NONE))

    def cleanupSpec() { home.toFile().deleteDir() }

    @Override
    Connection connection() { remote }
}
