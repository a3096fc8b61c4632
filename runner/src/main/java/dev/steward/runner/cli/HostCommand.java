package dev.steward.runner.cli;

import dev.steward.runner.app.Ways;
import dev.steward.runner.cli.print.Keyboard;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.LoginDefaults;
import dev.steward.runner.connection.pct.Sudoers;
import dev.steward.runner.connection.ssh.Enrol;
import dev.steward.runner.connection.ssh.Enrol.HostKey;
import dev.steward.runner.connection.ssh.Enrol.Standing;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.inventory.InventoryException;
import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward host}: making hosts known. */
@Command(mixinStandardHelpOptions = true, name = "host", description = "Makes hosts known, by their SSH host keys.")
final class HostCommand {

    private final Bench bench;
    private final InventoryCommand.Source inventories;
    private final StateDesks states;

    HostCommand(Bench bench, InventoryCommand.Source inventories, StateDesks states) {
        this.bench = bench;
        this.inventories = inventories;
        this.states = states;
    }

    /** How keys are accepted. */
    static final class Trust {

        @Option(
                names = "--fingerprint",
                paramLabel = "SHA256:…",
                description = "Accept the key with this fingerprint, and no other. May be repeated.")
        private List<String> fingerprints = new ArrayList<>();

        @Option(names = "--yes", description = "Accept new keys unseen; changed ones are refused all the same.")
        private boolean yes;
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "enrol",
            description = "Shows a host's keys and, once their fingerprints were compared, keeps them in known_hosts.")
    int enrol(
            @Mixin ConfigOption config,
            @Option(
                            names = {"-i", "--inventory"},
                            paramLabel = "INV",
                            description = "Inventory in which NAME is looked up; else the configured one.")
                    List<String> inventory,
            @Mixin Trust trust,
            @Parameters(paramLabel = "NAME|ADDRESS", description = "A host of the inventory, or address[:port].")
                    String host)
            throws Refusal {
        List<String> sources = inventory == null ? List.of() : inventory;
        Enrol enrol = Ways.enrol(states.config(config.file()).config().ssh(), states.time());
        try {
            Host found = find(config, sources, host);
            ConnectionSettings settings = ConnectionSettings.of(found, LoginDefaults.NONE);
            int exit = decide(enrol, settings, enrol.fetch(settings), trust);
            if (exit == Exit.OK && found.groups().contains("proxmox_nodes")) {
                grant(settings);
            }
            return exit;
        } catch (ConnectionException e) {
            throw new Refusal(Exit.UNREACHABLE_OR_PROBLEMS, List.of(e.getMessage()));
        }
    }

    /** What a user other than root needs on a node, to enter its containers. */
    private void grant(ConnectionSettings settings) {
        String user = settings.user().orElse(System.getProperty("user.name"));
        if (!user.equals("root")) {
            say("For commands in its containers " + user
                    + " needs this line in /etc/sudoers.d/steward there (visudo -f):");
            say("  " + Sudoers.line(user));
        }
    }

    private Host find(ConfigOption config, List<String> sources, String name) throws Refusal {
        try {
            Inventory known = inventories.open(config).load(sources, bench.folder());
            return known.host(name).orElseGet(() -> bare(name));
        } catch (InventoryException e) {
            if (sources.isEmpty()) {
                return bare(name);
            }
            throw new Refusal(
                    Exit.UNREACHABLE_OR_PROBLEMS,
                    e.problems().stream().map(Object::toString).toList());
        }
    }

    /** A host that no inventory knows: address, or address:port. */
    private static Host bare(String said) {
        int colon = said.lastIndexOf(':');
        boolean port = colon > 0
                && said.indexOf(':') == colon
                && said.substring(colon + 1).matches("\\d{1,5}");
        return port
                ? new Host(
                        said,
                        List.of(),
                        Map.of(
                                "ansible_host", said.substring(0, colon),
                                "ansible_port", Integer.parseInt(said.substring(colon + 1))))
                : new Host(said, List.of(), Map.of());
    }

    private int decide(Enrol enrol, ConnectionSettings settings, List<HostKey> keys, Trust trust)
            throws Refusal, ConnectionException {
        keys.forEach(this::show);
        List<HostKey> changed =
                keys.stream().filter(key -> key.standing() == Standing.CHANGED).toList();
        List<HostKey> wanted = wanted(keys, trust);
        if (wanted.isEmpty() && trust.fingerprints.isEmpty()) {
            say(settings.host() + " is known already; nothing was written.");
            return Exit.OK;
        }
        if (!changed.isEmpty() && trust.fingerprints.isEmpty()) {
            throw changed(settings, changed.get(0));
        }
        if (trust.fingerprints.isEmpty() && !trust.yes && !agreed(settings)) {
            say("Nothing was written.");
            return Exit.ERROR;
        }
        say(settings.host() + " is known from now on, in " + enrol.accept(settings, wanted) + ".");
        return Exit.OK;
    }

    private static List<HostKey> wanted(List<HostKey> keys, Trust trust) throws Refusal {
        for (String said : trust.fingerprints) {
            if (keys.stream().noneMatch(key -> key.fingerprint().equals(said))) {
                throw new Refusal(
                        Exit.ERROR,
                        List.of("No key of the host has the fingerprint " + said
                                + ". Nothing was written: either it was"
                                + " copied wrongly, or another machine answers at that address."));
            }
        }
        return keys.stream()
                .filter(key -> trust.fingerprints.isEmpty()
                        ? key.standing() != Standing.KNOWN
                        : trust.fingerprints.contains(key.fingerprint()))
                .toList();
    }

    private static Refusal changed(ConnectionSettings settings, HostKey key) {
        return new Refusal(
                Exit.ERROR,
                List.of(
                        "The " + key.type() + " key of " + settings.host()
                                + " is not the one in known_hosts. Nothing was"
                                + " written. Somebody may be in between, or the host was installed anew.",
                        "If it was: compare the fingerprint on the host's own console (ssh-keygen -lf"
                                + " /etc/ssh/ssh_host_ed25519_key.pub), then either",
                        "  ssh-keygen -R '" + key.name() + "'   and enrol it again, or",
                        "  steward host enrol " + settings.host() + " --fingerprint " + key.fingerprint()));
    }

    private boolean agreed(ConnectionSettings settings) throws Refusal {
        Console console = Keyboard.console()
                .orElseThrow(() -> new Refusal(
                        Exit.OPTIONS,
                        List.of(
                                "Nobody can be asked without a terminal. Say --fingerprint SHA256:… with a fingerprint from the"
                                        + " host's own console, or --yes to trust what answers now.")));
        String answer = console.readLine(
                "Are these the fingerprints on %s's own console (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub)? yes/no: ",
                settings.host());
        return answer != null && answer.strip().equalsIgnoreCase("yes");
    }

    private void show(HostKey key) {
        say(String.format(
                "%-20s %-52s %s",
                key.type(),
                key.fingerprint(),
                switch (key.standing()) {
                    case NEW -> "new";
                    case KNOWN -> "known";
                    case CHANGED -> "CHANGED";
                }));
    }

    private void say(String text) {
        bench.screen().out().println(text);
    }
}
