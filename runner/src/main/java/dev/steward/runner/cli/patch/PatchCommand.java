package dev.steward.runner.cli.patch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward patch}: how up to date hosts and guests are, and bringing them up to date. */
@Command(
        mixinStandardHelpOptions = true,
        name = "patch",
        description = "Shows what updates wait on hosts and guests, applies them, and keeps exceptions from that.")
final class PatchCommand extends DeskCommand {

    PatchCommand(Bench bench) {
        super(bench);
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "How up to date hosts and guests are.")
    int list(
            @Mixin ConfigOption config,
            @Parameters(arity = "0..*", paramLabel = "TARGET", description = WorkOptions.TARGETS) List<String> targets,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("list", new Said().with("targets", targets)), json, rows -> {
            if (rows.isEmpty()) {
                out().println("No hosts. The inventory is empty, and no run has looked at packages.");
            } else {
                print(PatchText.hosts(rows));
            }
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "show",
            description = "What waits on one host, package by package.")
    int show(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "HOST", description = "The host, as the inventory names it.") String host,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("show", new Said().with("host", host)), json, this::host);
    }

    private void host(JsonNode host) {
        print(PatchText.hosts(json().createArrayNode().add(host)));
        if (!host.path("reboot_reasons").isEmpty()) {
            out().println("Reboot required: " + PatchText.words(host.path("reboot_reasons")));
        }
        if (!host.path("held").isEmpty()) {
            out().println("On hold there: " + PatchText.words(host.path("held")));
        }
        if (!host.path("packages").isEmpty()) {
            out().println();
            List<List<String>> rows = new ArrayList<>();
            host.path("packages")
                    .forEach(one -> rows.add(List.of(
                            PatchText.text(one, "name"),
                            PatchText.change(one),
                            PatchText.text(one, "action"),
                            one.path("security").asBoolean() ? "security" : "",
                            PatchText.time(one, "since", "-"))));
            print(PatchText.table(List.of("package", "version", "what", "", "since"), rows));
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "check",
            description = "Finds out what would be done; refreshes package lists and changes nothing else.")
    int check(
            @Mixin ConfigOption config,
            @Mixin WorkOptions work,
            @Parameters(arity = "1..*", paramLabel = "TARGET", description = WorkOptions.TARGETS) List<String> targets)
            throws IOException, InterruptedException, Refusal {
        Ask ask = work.to(new Said().with("mode", "check").with("targets", targets))
                .ask("begin", person());
        return begin(config, work, ask);
    }

    private int begin(ConfigOption config, WorkOptions work, Ask ask)
            throws IOException, InterruptedException, Refusal {
        return work.waits()
                ? follow(config, ask, work.json())
                : show(config, ask, work.json(), begun -> print(WorkOptions.begun(begun)));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "rollback",
            description = "Takes a guest back to the snapshot its last update kept; what was written since is lost.")
    int rollback(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "GUEST", description = "The guest, by name or id.") String guest,
            @Option(names = "--reason", paramLabel = "WORDS", description = "Why, for the history.") String reason,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return follow(config, ask("rollback", new Said().with("target", guest).with("reason", reason)), json);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "hold",
            description = "Keeps a package as it is, for a host, guest, group or tag, with a reason and an end.")
    int hold(
            @Mixin ConfigOption config,
            @Mixin Whom whom,
            @Parameters(paramLabel = "PACKAGE", description = "A name, or a pattern as 'php*'.") String name,
            @Option(names = "--reason", required = true, paramLabel = "WORDS", description = "Why.") String reason,
            @Option(names = "--until", paramLabel = "END", description = "2027-01-31, or 14d from now.") String until,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        Said said =
                whom.to(new Said().with("package", name).with("reason", reason).with("until", until));
        return show(config, ask("hold", said), json, made -> {
            out().println("Exception " + made.path("id").asText() + ": " + name + " stays as it is.");
            print(PatchText.exceptions(json().createArrayNode().add(made)));
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "exceptions",
            description = "Packages that stay as they are, with reason and end; those that are over too.")
    int exceptions(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("exceptions", new Said()), json, all -> {
            if (all.isEmpty()) {
                out().println("No exceptions. steward patch hold makes one.");
            } else {
                print(PatchText.exceptions(all));
            }
        });
    }

    @Command(mixinStandardHelpOptions = true, name = "release", description = "Ends an exception.")
    int release(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "ID", description = "Its number, as 'patch exceptions' shows it.") long id)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("end-exception", new Said().with("id", id)), false, one -> out().println(
                        "Exception " + id + " is over: " + one.path("package").asText() + " may be updated again."));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "operations",
            description = "What package work came to on each host, the newest first.")
    int operations(
            @Mixin ConfigOption config,
            @Option(names = "--host", paramLabel = "HOST", description = "Only this host.") String host,
            @Option(names = "--status", paramLabel = "WORD", description = "pending, running, completed, failed, …")
                    String status,
            @Option(
                            names = {"-n", "--count"},
                            defaultValue = "20",
                            paramLabel = "N",
                            description = "So many at most.")
                    int count,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        Said said = new Said().with("host", host).with("status", status).with("count", count);
        return show(config, ask("operations", said), json, all -> {
            if (all.isEmpty()) {
                out().println("No package work. steward patch check begins some.");
            } else {
                print(PatchText.operations(all));
            }
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "ledger",
            description = "Which package changed when and where: packages before and after, the newest first.")
    int ledger(
            @Mixin ConfigOption config,
            @Option(names = "--host", paramLabel = "HOST", description = "Only this host.") String host,
            @Option(names = "--package", paramLabel = "NAME", description = "Its beginning, or a pattern as '*ssl*'.")
                    String name,
            @Option(names = "--run", paramLabel = "RUN", description = "Only of this run.") Long run,
            @Option(names = "--since", paramLabel = "DAY", description = "2026-11-30") String since,
            @Option(
                            names = {"-n", "--count"},
                            defaultValue = "50",
                            paramLabel = "N",
                            description = "So many at most.")
                    int count,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        Said said = new Said()
                .with("host", host)
                .with("package", name)
                .with("run", run)
                .with("since", since)
                .with("count", count);
        return show(config, ask("ledger", said), json, all -> {
            if (all.isEmpty()) {
                out().println("No package changed, as far as is known.");
            } else {
                print(PatchText.ledger(all));
            }
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "report",
            description = "How up to date everything is, or what one run changed: counts before and after.")
    int report(
            @Mixin ConfigOption config,
            @Option(names = "--run", paramLabel = "RUN", description = "Of this run alone.") Long run,
            @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("report", new Said().with("run", run)), json, report -> print(ReportText.of(report)));
    }

    private Ask.OfPatch ask(String verb, Said said) {
        return said.ask(verb, person());
    }

    private void print(List<String> lines) {
        lines.forEach(out()::println);
    }
}
