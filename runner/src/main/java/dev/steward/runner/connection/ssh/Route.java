package dev.steward.runner.connection.ssh;

import dev.steward.runner.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that is known about the way to one SSH server, after inventory, arguments and client configuration were merged.
 *
 * @param host the name of the host in the inventory, for messages
 * @param address to connect to
 * @param alias the name under which its key is known; empty: the address
 * @param keys the private keys to try; empty: the agent's, then the usual files
 * @param knownHosts files with known keys; the first takes new ones
 * @param retries further tries where the server cannot be reached
 * @param jumps servers on the way, the first one first
 */
record Route(
        String host,
        String address,
        int port,
        String user,
        Optional<String> alias,
        Optional<Secret> password,
        List<Path> keys,
        Optional<Secret> passphrase,
        List<Path> knownHosts,
        HostKeyRule rule,
        int retries,
        List<Route> jumps,
        Duration connectTimeout,
        Duration keepalive) {

    Route {
        keys = List.copyOf(keys);
        knownHosts = List.copyOf(knownHosts);
        jumps = List.copyOf(jumps);
    }

    /** The same over other servers. */
    Route via(List<Route> others) {
        return new Route(
                host,
                address,
                port,
                user,
                alias,
                password,
                keys,
                passphrase,
                knownHosts,
                rule,
                retries,
                others,
                connectTimeout,
                keepalive);
    }

    /** In words, for messages: no secrets. */
    String words() {
        String via =
                jumps.isEmpty() ? "" : " via " + jumps.get(jumps.size() - 1).endpoint();
        return host + " (ssh " + user + "@" + endpoint() + via + ")";
    }

    /** The name under which its key stands in known_hosts. */
    String knownAs() {
        return alias.orElse(port == 22 ? address : "[" + address + "]:" + port);
    }

    String endpoint() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }
}
