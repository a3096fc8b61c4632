package dev.steward.runner.lab

import dev.steward.runner.connection.Connection
import dev.steward.runner.connection.KnownConnections
import dev.steward.runner.connection.LoginDefaults
import dev.steward.runner.connection.ssh.Ssh
import dev.steward.runner.inventory.Host
import dev.steward.runner.module.TryTarget
import dev.steward.runner.time.SystemTime
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ExecutorService

/** Hosts as modules see them, over the product's own SSH. */
class DemoTargets {

    /** A .ssh folder with one key and the known hosts. */
    static Path home(Path folder, String key, String knownHosts) {
        Path home = Files.createDirectories(folder.resolve('ssh'))
        Files.writeString(home.resolve('known_hosts'), knownHosts)
        Path file = home.resolve('key')
        Files.writeString(file, key)
        file.toFile().setReadable(false, false)
        file.toFile().setReadable(true, true)
        home
    }

    static KnownConnections connections(Path home, ExecutorService senders) {
        new KnownConnections([ssh: new Ssh(home, Optional.empty(), new SystemTime(), senders)], LoginDefaults.NONE)
    }

    static TryTarget target(KnownConnections connections, Host host) {
        Connection connection = connections.to(host)
        new TryTarget(host: host, connection: connection)
    }
}
