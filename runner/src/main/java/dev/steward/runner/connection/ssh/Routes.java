package dev.steward.runner.connection.ssh;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.HomePath;
import dev.steward.runner.connection.ssh.config.ClientConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Merges inventory, ssh arguments and client configuration into a {@link Route}. */
final class Routes {

    private static final int MOST_JUMPS = 4;

    private final ClientConfig config;
    private final ClientFiles files;

    /**
     * Routes by a client configuration.
     *
     * @param files of the user
     */
    Routes(ClientConfig config, ClientFiles files) {
        this.config = config;
        this.files = files;
    }

    Route of(ConnectionSettings settings) throws ConnectionException {
        SshArguments said = SshArguments.of(settings.host(), settings.arguments());
        ClientConfig.Values values =
                config.of(settings.address(), settings.user().or(said::user));
        command(settings, said, values);
        List<Path> keys = settings.keyFile()
                .map(List::of)
                .orElseGet(() -> said.keys().isEmpty() ? existing(values.files("IdentityFile")) : said.keys());
        return new Route(
                settings.host(),
                values.address(),
                settings.port().or(said::port).or(() -> port(values)).orElse(22),
                settings.user().or(said::user).or(() -> values.first("User")).orElse(System.getProperty("user.name")),
                said.option("HostKeyAlias").or(() -> values.first("HostKeyAlias")),
                settings.password(),
                keys,
                settings.passphrase(),
                knownHosts(said, values),
                rule(settings, said, values),
                settings.retries(),
                jumps(settings, said.jumps().or(() -> values.first("ProxyJump")), 0),
                said.connectTimeout().orElse(settings.connectTimeout()),
                settings.keepalive());
    }

    /** A wish that cannot be met is no reason to go another way. */
    private static void command(ConnectionSettings settings, SshArguments said, ClientConfig.Values values)
            throws ConnectionException {
        boolean command = said.jumps().isEmpty()
                && values.first("ProxyCommand").filter(c -> !c.equals("none")).isPresent();
        boolean canonical = values.first("CanonicalizeHostname")
                .filter(c -> !c.equalsIgnoreCase("no"))
                .isPresent();
        if (command || canonical) {
            throw new ConnectionException(
                    Kind.CONFIGURATION,
                    settings.host() + ": " + (command ? "ProxyCommand" : "CanonicalizeHostname")
                            + " of the SSH client configuration cannot be honoured; "
                            + (command ? "say the way with ProxyJump" : "say the full name with HostName"),
                    null);
        }
    }

    private List<Path> knownHosts(SshArguments said, ClientConfig.Values values) {
        List<Path> files = said.knownHosts().isEmpty() ? values.files("UserKnownHostsFile") : said.knownHosts();
        List<Path> all = new ArrayList<>(files);
        if (files.isEmpty()) {
            all.add(this.files.knownHosts());
            all.add(Path.of("/etc/ssh/ssh_known_hosts"));
        }
        return all;
    }

    private HostKeyRule rule(ConnectionSettings settings, SshArguments said, ClientConfig.Values values) {
        String word = said.option("StrictHostKeyChecking")
                .or(() -> values.first("StrictHostKeyChecking"))
                .orElse("yes");
        if (!settings.checkHostKey() || word.equals("no") || word.equals("off")) {
            return HostKeyRule.STRICT_ALL_THE_SAME;
        }
        return word.equals("accept-new") ? HostKeyRule.ACCEPT_NEW : HostKeyRule.STRICT;
    }

    private List<Route> jumps(ConnectionSettings settings, Optional<String> text, int depth)
            throws ConnectionException {
        if (text.isEmpty() || text.get().equals("none")) {
            return List.of();
        }
        if (depth > MOST_JUMPS) {
            throw new ConnectionException(
                    Kind.CONFIGURATION, settings.host() + ": ProxyJump leads in a circle or over too many hosts", null);
        }
        List<Route> all = new ArrayList<>();
        for (String hop : text.get().split(",")) {
            if (all.isEmpty()) {
                Hop first = Hop.of(settings.host(), hop);
                ClientConfig.Values values = config.of(first.address(), first.user());
                all.addAll(jumps(settings, values.first("ProxyJump"), depth + 1));
            }
            all.add(jump(settings, Hop.of(settings.host(), hop)));
        }
        return all;
    }

    /* A jump host is not in the inventory: it has its own user and keys, and never gets the host's password. */
    private Route jump(ConnectionSettings settings, Hop hop) throws ConnectionException {
        ClientConfig.Values values = config.of(hop.address(), hop.user());
        List<Path> own = existing(values.files("IdentityFile"));
        List<Path> files = values.files("UserKnownHostsFile");
        return new Route(
                hop.address(),
                values.address(),
                hop.port().or(() -> port(values)).orElse(22),
                hop.user().or(() -> values.first("User")).or(settings::user).orElse(System.getProperty("user.name")),
                values.first("HostKeyAlias"),
                Optional.empty(),
                own.isEmpty() ? settings.keyFile().map(List::of).orElse(List.of()) : own,
                settings.passphrase(),
                files.isEmpty() ? knownHosts(said(settings), values) : files,
                HostKeyRule.STRICT,
                settings.retries(),
                List.of(),
                settings.connectTimeout(),
                settings.keepalive());
    }

    private static SshArguments said(ConnectionSettings settings) {
        try {
            return SshArguments.of(settings.host(), settings.arguments());
        } catch (ConnectionException e) {
            throw new IllegalStateException("read before without a problem", e);
        }
    }

    private static Optional<Integer> port(ClientConfig.Values values) {
        return values.first("Port").filter(p -> p.matches("[0-9]{1,5}")).map(Integer::valueOf);
    }

    private static List<Path> existing(List<Path> files) {
        return files.stream()
                .filter(Files::isReadable)
                .map(p -> HomePath.of(p.toString()))
                .toList();
    }
}
