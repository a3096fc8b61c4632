package dev.steward.runner.connection.ssh

import dev.steward.real.RealSshd
import dev.steward.runner.connection.Command
import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.ConnectionSettings
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.Output
import dev.steward.runner.inventory.Host
import dev.steward.runner.time.SystemTime
import java.nio.file.Path
import java.util.concurrent.Executors
import java.util.concurrent.locks.LockSupport
import spock.lang.AutoCleanup
import spock.lang.Shared
import spock.lang.Specification
import spock.lang.TempDir

/** A real OpenSSH server and our client. */
abstract class SshRouteTry extends Specification {

    @Shared @AutoCleanup('shutdownNow') def threads = Executors.newCachedThreadPool()
    @TempDir Path folder
    @AutoCleanup('stop') RealSshd sshd
    @AutoCleanup Ssh ssh

    def setup() {
        sshd = new RealSshd(folder)
        ssh = new Ssh(folder, Optional.empty(), new SystemTime(), threads)
    }

    String hello(Map more = [:]) {
        Connection connection = ssh.to(settings(more))
        try {
            return connection.run(Command.argv('echo', 'hello'), Output.NONE).out()
        } finally {
            connection.close()
        }
    }

    Map settingsVars(Map more) {
        [ansible_host: '127.0.0.1', ansible_port: sshd.port, ansible_user: 'root',
         ansible_ssh_private_key_file: folder.resolve('id_ed25519').toString()] + more
    }

    ConnectionSettings settings(Map more = [:], String name = 'web1') {
        ConnectionSettings.of(new Host(name, [], settingsVars(more)), LoginDefaults.NONE)
    }

    String fingerprint(String type) {
        ['ssh-keygen', '-l', '-f', folder.resolve("host_${type}.pub").toString()].execute().text.split(' ')[1]
    }

    static boolean sleeping(String seconds) {
        ProcessHandle.allProcesses().anyMatch { p ->
            p.info().arguments().orElse([] as String[]).contains(seconds) && p.info().command().orElse('').endsWith('sleep')
        }
    }

    static boolean until(Closure<Boolean> holds) {
        long end = System.nanoTime() + 10_000_000_000L
        while (!holds()) {
            assert System.nanoTime() < end: 'waited 10 s in vain'
            LockSupport.parkNanos(10_000_000)
        }
        true
    }
}
