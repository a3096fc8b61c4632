package dev.steward.runner.cli.patch;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward reboots}: reboots on request, and whom nothing automatic reboots. */
@Command(
        mixinStandardHelpOptions = true,
        name = "reboots",
        description =
                "Reboots hosts and guests by name, proven by a new boot, and keeps exemptions from automatic ones.")
final class RebootsCommand extends DeskCommand {

    RebootsCommand(Bench bench) {
        super(bench);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "request",
            description = "Reboots them one after the other; each is done only when another boot of it answers.")
    int request(
            @Mixin ConfigOption config,
            @Parameters(arity = "1..*", paramLabel = "TARGET", description = WorkOptions.TARGETS) List<String> targets,
            @Option(names = "--reason", paramLabel = "WORDS", description = "Said on the host too.") String reason,
            @Option(names = "--timeout", paramLabel = "SECONDS", description = "Until it is back; 300 unless said.")
                    Long timeout,
            @Option(names = "--no-wait", description = "Return once it has begun.") boolean noWait,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        Said said = new Said()
                .with("targets", targets)
                .with("reason", reason)
                .with("timeout", timeout)
                .waiting(!noWait);
        Ask ask = said.ask("reboot", person());
        if (!noWait) {
            return follow(config, ask, json);
        }
        return show(config, ask, json, begun -> {
            begun.path("warnings").forEach(one -> out().println("Note: " + one.asText()));
            PatchText.reboots(begun.path("requests")).forEach(out()::println);
        });
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "Reboots that were asked for, newest first.")
    int list(
            @Mixin ConfigOption config,
            @Option(names = "--host", paramLabel = "HOST", description = "Only this host.") String host,
            @Option(
                            names = {"-n", "--count"},
                            defaultValue = "20",
                            paramLabel = "N",
                            description = "So many at most.")
                    int count,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        Ask ask = new Said().with("host", host).with("count", count).ask("reboots", person());
        return show(config, ask, json, all -> {
            if (all.isEmpty()) {
                out().println("No reboots were asked for.");
            } else {
                PatchText.reboots(all).forEach(out()::println);
            }
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "exempt",
            description = "Keeps automatic reboots away from a host, guest, group, tag or schedule.")
    int exempt(
            @Mixin ConfigOption config,
            @Mixin Whom whom,
            @Option(names = "--reason", required = true, paramLabel = "WORDS", description = "Why.") String reason,
            @Option(names = "--until", paramLabel = "END", description = "2027-01-31, or 14d from now.") String until,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        Said said = whom.to(new Said().with("reason", reason).with("until", until));
        return show(config, said.ask("exempt", person()), json, made -> PatchText.exceptions(
                        json().createArrayNode().add(made))
                .forEach(out()::println));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "exemptions",
            description = "Whom nothing automatic reboots, with reason and end; those that are over too.")
    int exemptions(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, new Said().ask("exemptions", person()), json, all -> {
            if (all.isEmpty()) {
                out().println("No exemptions. steward reboots exempt makes one.");
            } else {
                PatchText.exceptions(all).forEach(out()::println);
            }
        });
    }

    @Command(mixinStandardHelpOptions = true, name = "release", description = "Ends an exemption.")
    int release(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ID", description = "Its number, as 'reboots exemptions' shows it.") long id)
            throws IOException, InterruptedException, Refusal {
        Ask ask = new Said().with("id", id).ask("end-exemption", person());
        return show(config, ask, false, one -> out().println("Exemption " + id + " is over."));
    }
}
