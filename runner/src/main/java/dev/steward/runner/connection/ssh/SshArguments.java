package dev.steward.runner.connection.ssh;

import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionException.Kind;
import dev.steward.runner.connection.HomePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Options of ssh(1) from {@code ansible_ssh_common_args} and its kin. What has a meaning here is honoured, what only
 * tunes the OpenSSH client is passed over, and anything else is a problem: a wish must not be dropped in silence.
 */
final class SshArguments {

    private static final Set<String> HONOURED = Set.of(
            "proxyjump",
            "stricthostkeychecking",
            "userknownhostsfile",
            "identityfile",
            "port",
            "user",
            "hostkeyalias",
            "connecttimeout");

    /** Options that only tune what this client does anyway: one shared session, keepalives, no terminal. */
    private static final Set<String> NEEDLESS = Set.of(
            "controlmaster",
            "controlpersist",
            "controlpath",
            "serveraliveinterval",
            "serveralivecountmax",
            "tcpkeepalive",
            "batchmode",
            "loglevel",
            "compression",
            "identitiesonly",
            "preferredauthentications",
            "connectionattempts",
            "forwardagent",
            "ipqos");

    private static final Map<String, String> LETTERS =
            Map.of("-p", "port", "-i", "identityfile", "-J", "proxyjump", "-l", "user");
    private static final Set<String> SWITCHES = Set.of("-C", "-q", "-T", "-4", "-a", "-x", "-v");

    private final Map<String, List<String>> options = new LinkedHashMap<>();

    private SshArguments() {}

    static SshArguments of(String host, List<String> words) throws ConnectionException {
        SshArguments arguments = new SshArguments();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (SWITCHES.contains(word)) {
                continue;
            }
            String letter = word.length() > 2 ? word.substring(0, 2) : word;
            if (!letter.equals("-o") && !LETTERS.containsKey(letter)) {
                throw problem(host, word);
            }
            String value = word.length() > 2 ? word.substring(2) : i + 1 < words.size() ? words.get(++i) : "";
            arguments.take(host, letter.equals("-o") ? value : LETTERS.get(letter) + "=" + value);
        }
        return arguments;
    }

    private void take(String host, String text) throws ConnectionException {
        String[] parts = text.strip().split("\\s*=\\s*|\\s+", 2);
        String option = parts[0].toLowerCase(Locale.ROOT);
        if (parts.length < 2 || parts[1].isEmpty() || !(HONOURED.contains(option) || NEEDLESS.contains(option))) {
            throw problem(host, "-o " + text);
        }
        options.computeIfAbsent(option, o -> new ArrayList<>()).add(parts[1]);
    }

    private static ConnectionException problem(String host, String word) {
        return new ConnectionException(
                Kind.CONFIGURATION,
                host + ": '" + word + "' of ansible_ssh_common_args cannot be honoured; known are -p -i -J -l and -o"
                        + " ProxyJump, StrictHostKeyChecking, UserKnownHostsFile, HostKeyAlias, ConnectTimeout",
                null);
    }

    Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name.toLowerCase(Locale.ROOT))).map(values -> values.get(0));
    }

    Optional<String> jumps() {
        return option("ProxyJump");
    }

    Optional<String> user() {
        return option("User");
    }

    Optional<Integer> port() {
        return option("Port").filter(p -> p.matches("[0-9]{1,5}")).map(Integer::valueOf);
    }

    Optional<Duration> connectTimeout() {
        return option("ConnectTimeout")
                .filter(t -> t.matches("[0-9]{1,4}"))
                .map(Long::valueOf)
                .map(t -> Duration.ofSeconds(t));
    }

    List<Path> keys() {
        return options.getOrDefault("identityfile", List.of()).stream()
                .map(HomePath::of)
                .toList();
    }

    List<Path> knownHosts() {
        return option("UserKnownHostsFile")
                .map(files ->
                        List.of(files.split("\\s+")).stream().map(HomePath::of).toList())
                .orElse(List.of());
    }
}
