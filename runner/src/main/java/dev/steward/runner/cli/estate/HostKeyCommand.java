package dev.steward.runner.cli.estate;

import dev.steward.runner.app.Runner;
import dev.steward.runner.app.Ways;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.connection.BecomeSettings;
import dev.steward.runner.connection.ConnectionException;
import dev.steward.runner.connection.ConnectionSettings;
import dev.steward.runner.connection.LoginDefaults;
import dev.steward.runner.connection.RunAs;
import dev.steward.runner.connection.ssh.OwnKeys;
import dev.steward.runner.connection.ssh.Restricted;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward host key}: a key for one host alone, and what the host has to say so that it opens no more than it must. */
@Command(
        mixinStandardHelpOptions = true,
        name = "key",
        description = {
            "Makes a key for one host of the inventory, once, and prints what to write there: the line of authorized_keys that lets"
                    + " it begin Steward's shell and nothing else, and the sudoers file for that. Runs try a host's own key first.",
            "It holds back a terminal, commands typed by hand, forwarding, sftp and scp, and every other address; another host's"
                    + " key opens nothing. It cannot hold back what a task does: Steward sends scripts, and where they run as"
                    + " root they are root's. Exit codes: 0 printed; 1 no such host, or no key; 4 problems; 5 wrong options."
        })
public final class HostKeyCommand implements Callable<Integer> {

    /** Which part alone is printed, to be piped to the host. */
    enum Part {
        LINE,
        SUDOERS
    }

    private final Bench bench;
    private final StateDesks states;
    private final Time time;

    @Mixin
    private ConfigOption config;

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "INV",
            description = "Inventory in which NAME is looked up; else the configured one.")
    private List<String> inventory = new ArrayList<>();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "ADDRESS[,…]",
            description = "Where Steward comes from, as the host sees it; * and ? as in sshd's from=.")
    private String from;

    @Option(
            names = "--become",
            paramLabel = "USER",
            description = "Tasks there also run as this user, as root. May be repeated.")
    private List<String> become = new ArrayList<>();

    @Option(names = "--only", paramLabel = "line|sudoers", description = "Print this part alone.")
    private Part only;

    @Parameters(paramLabel = "NAME", description = "A host of the inventory.")
    private String name;

    /**
     * The verb.
     *
     * @param bench where it prints
     * @param states the configuration
     * @param time the clock
     */
    public HostKeyCommand(Bench bench, StateDesks states, Time time) {
        this.bench = bench;
        this.states = states;
        this.time = time;
    }

    @Override
    public Integer call() throws Refusal, IOException {
        if (!from.matches("[0-9A-Za-z.:*?/,!-]+")) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("--from '" + from + "' is no list of addresses; expected one as 192.0.2.10,2001:db8::/64"));
        }
        LoadedConfig loaded = states.config(config.file());
        Host host = host(loaded);
        try {
            String login = ConnectionSettings.of(host, LoginDefaults.NONE)
                    .user()
                    .or(() -> loaded.config().ssh().user())
                    .orElse(System.getProperty("user.name"));
            Restricted restricted = new Restricted(login, others(host, login));
            OwnKeys keys = Ways.ownKeys();
            List<String> sudoers = restricted.sudoers();
            String line = restricted.authorizedKey(from, keys.publicKey(host.name()));
            print(login, keys, line, sudoers);
            return Exit.OK;
        } catch (ConnectionException e) {
            throw new Refusal(Exit.UNREACHABLE_OR_PROBLEMS, List.of(e.getMessage()));
        }
    }

    private Host host(LoadedConfig loaded) throws Refusal {
        try {
            return Runner.inventories(loaded, bench.environment(), time)
                    .load(inventory, bench.folder())
                    .host(name)
                    .orElseThrow(() -> new Refusal(
                            Exit.ERROR,
                            List.of("There is no host '" + name
                                    + "' in the inventory; see: steward inventory --list-hosts")));
        } catch (InventoryException e) {
            throw new Refusal(
                    Exit.UNREACHABLE_OR_PROBLEMS,
                    e.problems().stream().map(Object::toString).toList());
        }
    }

    /** As whom tasks run there: what was said, and what the inventory says. */
    private List<RunAs> others(Host host, String login) throws ConnectionException {
        BecomeSettings settings = BecomeSettings.of(host);
        List<String> users = new ArrayList<>(become);
        if (users.isEmpty() && settings.wanted().orElse(false)) {
            users.add(settings.user().orElse("root"));
        }
        return users.stream()
                .filter(user -> !user.equals(login))
                .distinct()
                .map(user -> new RunAs(Optional.of(user), settings.password(), settings.sudo()))
                .toList();
    }

    private void print(String login, OwnKeys keys, String line, List<String> sudoers) {
        PrintStream out = bench.screen().out();
        if (only == Part.LINE) {
            out.println(line);
            return;
        }
        if (only == Part.SUDOERS) {
            sudoers.forEach(out::println);
            return;
        }
        out.println("The key of " + name + " alone is " + keys.file(name) + ".");
        out.println();
        out.println("On " + name + ", one line in ~" + login + "/.ssh/authorized_keys:");
        out.println(line);
        out.println();
        if (sudoers.isEmpty()) {
            out.println("Tasks run there as " + login + " alone; --become root adds what root's tasks need.");
        } else {
            out.println(
                    "And in /etc/sudoers.d/steward there (visudo -f /etc/sudoers.d/steward), in place of wider rights of "
                            + login + ":");
            sudoers.forEach(out::println);
        }
        out.println();
        out.println("Then: steward run …, with no other key of " + login + " in that file any more.");
    }
}
