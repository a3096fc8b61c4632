package dev.steward.runner.cli.complete;

import dev.steward.runner.app.Version;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code steward manual}: the manual page, made of what the verbs say of themselves. */
@Command(
        mixinStandardHelpOptions = true,
        name = "manual",
        description = "Prints the manual page steward(1). To read it: steward manual | man -l -")
public final class ManualCommand implements Callable<Integer> {

    private static final String BEFORE =
            """
            .SH NAME
            steward \\- keeps a Proxmox estate: playbooks, updates, monitoring, power
            .SH SYNOPSIS
            .B steward
            .I COMMAND
            [options]
            .SH DESCRIPTION
            Runs playbooks on containers, VMs and hosts over SSH, on schedules and by hand, shuts the house down in order when
            the UPS says so and brings it back as it was. The service steward.service is 'steward serve'; the other commands ask it
            through a local socket while it runs. Each command explains itself with \\-\\-help.
            """;

    private static final String AFTER =
            """
            .SH EXIT STATUS
            0 well; 1 it could not be begun; 2 a host failed; 4 a host was unreachable, or playbook or inventory have problems;
            5 wrong options; 99 cancelled.
            .SH ENVIRONMENT
            .TP
            .B STEWARD_CONFIG
            the configuration, where \\-\\-config does not name it
            .TP
            .B STEWARD_HOME
            the state directory, before stateDir of the configuration
            .TP
            .B STEWARD_JAVA_OPTIONS
            options of Java, as \\-Xmx1g
            .SH FILES
            .TP
            .I /etc/steward/steward.yml
            the configuration; ./steward.yml goes before it
            .TP
            .I /etc/default/steward
            environment of the service
            .TP
            .I /var/lib/steward
            state of the service
            .TP
            .I /usr/share/steward/playbooks
            the shipped playbooks, and guides beside them
            .SH SEE ALSO
            .BR upsmon (8),
            .BR systemctl (1),
            /usr/share/doc/steward/README.md
            """;

    private final Bench bench;
    private final Supplier<CommandLine> all;

    /**
     * The verb.
     *
     * @param bench where it prints
     * @param all every verb of the program
     */
    public ManualCommand(Bench bench, Supplier<CommandLine> all) {
        this.bench = bench;
        this.all = all;
    }

    @Override
    public Integer call() {
        PrintStream out = bench.screen().out();
        out.println(".TH STEWARD 1 \"\" \"Steward " + Version.read().version() + "\"");
        out.print(BEFORE);
        out.println(".SH COMMANDS");
        verbs(out, all.get(), "");
        out.print(AFTER);
        return Exit.OK;
    }

    private static void verbs(PrintStream out, CommandLine line, String before) {
        line.getSubcommands().forEach((name, command) -> {
            out.println(".TP\n.B " + plain(before + name));
            out.println(plain(
                    String.join(" ", command.getCommandSpec().usageMessage().description())));
            verbs(out, command, before + name + " ");
        });
    }

    /** As text that troff leaves as it is. */
    private static String plain(String text) {
        String said =
                String.format(text).replace("\\", "\\e").replace("-", "\\-").replaceAll("\\s+", " ");
        return said.startsWith(".") || said.startsWith("'") ? "\\&" + said : said;
    }
}
