package dev.steward.runner.cli.power;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.plan.Phase;
import dev.steward.runner.app.supply.UpsClients;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.config.power.PowerConfig;
import dev.steward.runner.config.power.UpsConfig;
import dev.steward.runner.power.upsmon.InstalledNut;
import dev.steward.runner.power.upsmon.NotifyScript;
import dev.steward.runner.power.upsmon.NutVersion;
import dev.steward.runner.power.upsmon.ShutdownScript;
import dev.steward.runner.power.upsmon.UpsFiles;
import dev.steward.runner.power.upsmon.UpsSetup;
import dev.steward.runner.power.upsmon.UpsSetup.Role;
import dev.steward.runner.power.upsmon.UpsSetup.Watched;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward ups-config}: what NUT's files must say, for the release of NUT on this host. */
@Command(
        mixinStandardHelpOptions = true,
        name = "ups-config",
        description =
                "Prints what NUT's files on this host must say so that upsmon tells Steward of every event: nut.conf,"
                        + " upsmon.conf, upssched.conf, upsd.users, upsd.conf and the scripts steward-notify and steward-shutdown.")
public final class UpsConfigCommand implements Callable<Integer> {

    /** What stands in the place of a password. */
    private static final String HIDDEN = "PASSWORD";

    private final Bench bench;
    private final StateDesks states;
    private final Supplier<PlaybookCompiler> compiler;

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--nut",
            paramLabel = "VERSION",
            description = "For this release, as 2.8.0; else the one installed here.")
    private String nut;

    @Option(
            names = "--file",
            paramLabel = "NAME",
            description = "Only this file, as it is; steward-notify is the script.")
    private String file;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "tell",
            description =
                    "tell: upsmon tells Steward and shuts nothing down (default). fallback: where no Steward holds the outage"
                            + " it shuts this host down in its slot, as playbooks/provision-nut-client.groovy sets it up.")
    private String role;

    @Option(names = "--secrets", description = "Print the passwords instead of " + HIDDEN + ".")
    private boolean secrets;

    /** The verb. */
    public UpsConfigCommand(Bench bench, StateDesks states, Supplier<PlaybookCompiler> compiler) {
        this.bench = bench;
        this.states = states;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws Refusal {
        LoadedConfig loaded = states.config(config.file());
        PowerConfig power = power(loaded);
        UpsSetup setup = new UpsSetup(
                version(),
                watched(power),
                role(),
                power.hints(),
                packaged(power) ? UpsSetup.PACKAGED : UpsSetup.SCRIPT,
                length(loaded, power),
                UpsClients.owner(loaded.config().stateDir()));
        Map<String, String> files = new UpsFiles(setup).all();
        files.put(NotifyScript.NAME, NotifyScript.text(power.hints()));
        files.put(ShutdownScript.NAME, ShutdownScript.text());
        if (file != null) {
            if (!files.containsKey(file)) {
                throw new Refusal(
                        Exit.OPTIONS,
                        List.of("There is no file '" + file + "'; there are " + String.join(", ", files.keySet())
                                + "."));
            }
            bench.screen().out().print(files.get(file));
            return Exit.OK;
        }
        print(setup, files);
        return Exit.OK;
    }

    /** Whether the Debian package has done what is to be done once. */
    private static boolean packaged(PowerConfig power) {
        return power.hints().equals(PowerConfig.DEFAULT.hints()) && Files.isExecutable(UpsSetup.PACKAGED);
    }

    private PowerConfig power(LoadedConfig loaded) throws Refusal {
        Optional<PowerConfig> power;
        try {
            power = secrets
                    ? UpsClients.configured(loaded, bench.environment())
                    : loaded.config().power();
        } catch (ConfigRefused e) {
            throw new Refusal(
                    Exit.ERROR, e.problems().stream().map(Object::toString).toList());
        }
        return power.orElseThrow(() -> new Refusal(
                Exit.ERROR,
                List.of("No UPS is configured; add to steward.yml: power: {ups: {cyberpower: {host: 192.0.2.164}}}")));
    }

    private NutVersion version() throws Refusal {
        if (nut == null) {
            return InstalledNut.version().orElse(NutVersion.BOOKWORM);
        }
        return NutVersion.of(nut)
                .filter(version -> nut.strip().matches("[0-9.]+"))
                .orElseThrow(() -> new Refusal(
                        Exit.OPTIONS, List.of("'" + nut + "' is no release of NUT; write one such as 2.8.0.")));
    }

    private Role role() throws Refusal {
        return switch (role) {
            case "tell" -> Role.TELL;
            case "fallback" -> Role.FALLBACK;
            default -> throw new Refusal(Exit.OPTIONS, List.of("'" + role + "' is no role; write tell or fallback."));
        };
    }

    private List<Watched> watched(PowerConfig power) {
        return power.ups().entrySet().stream()
                .map(each -> watched(each.getKey(), each.getValue()))
                .toList();
    }

    private Watched watched(String here, UpsConfig ups) {
        String host = ups.hostname().contains(":") ? "[" + ups.hostname() + "]" : ups.hostname();
        String password = secrets ? ups.password().map(each -> each.reveal()).orElse(HIDDEN) : HIDDEN;
        return new Watched(ups.ups(here), host, ups.port(), ups.user().orElse("steward"), password);
    }

    /** All limits together; zero where there is no plan that checks. */
    private Duration length(LoadedConfig loaded, PowerConfig power) {
        Optional<Path> playbook = power.plan()
                .map(plan -> loaded.config().playbooks().resolve(plan))
                .filter(Files::isRegularFile);
        if (playbook.isEmpty()
                || !(compiler.get().check(playbook.get(), Map.of()) instanceof Checked.Accepted accepted)) {
            return Duration.ZERO;
        }
        return accepted.plan().power().stream()
                .flatMap(plan -> plan.phases().stream())
                .map(Phase::limit)
                .flatMap(Optional::stream)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private void print(UpsSetup setup, Map<String, String> files) {
        PrintStream out = bench.screen().out();
        out.println("# For NUT " + setup.version()
                + (nut != null
                        ? ""
                        : InstalledNut.version().isPresent() ? ", as installed here" : " (none is installed here)"));
        if (!secrets) {
            out.println("# " + HIDDEN + " stands for the password; --secrets prints it.");
        }
        files.forEach((name, text) -> {
            if (!List.of(NotifyScript.NAME, ShutdownScript.NAME).contains(name)) {
                out.println();
                out.println("### /etc/nut/" + name);
                out.print(text);
            }
        });
        out.println();
        out.println("### Once, as root");
        boolean packaged = setup.script().equals(UpsSetup.PACKAGED);
        if (!packaged || setup.role() == Role.FALLBACK) {
            out.println("install -d -o root -g root -m 755 " + UpsSetup.SCRIPT.getParent());
        }
        if (!packaged) {
            out.println("steward ups-config --file " + NotifyScript.NAME + " >" + setup.script() + " && chmod 755 "
                    + setup.script());
        }
        if (setup.role() == Role.FALLBACK) {
            out.println("steward ups-config --file " + ShutdownScript.NAME + " >" + ShutdownScript.PLACE
                    + " && chmod 755 " + ShutdownScript.PLACE);
            out.println("printf 'nodes=%s\\nslot=120\\n' 'FIRST LAST' >/etc/nut/" + ShutdownScript.NAME
                    + ".conf   # the nodes in the order in which they go");
        }
        if (!packaged) {
            out.println("install -d -o " + setup.owner() + " -m 755 "
                    + setup.spool().getParent());
        }
        // also where the package makes it: NUT may have come after it
        out.println("install -d -o " + setup.owner() + " -g nut -m 2730 " + setup.spool());
        out.println(
                "chown root:nut /etc/nut/*.conf /etc/nut/upsd.users && chmod 640 /etc/nut/*.conf /etc/nut/upsd.users");
        out.println("systemctl restart nut-monitor");
    }
}
