package dev.steward.runner.cli.account;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.account.Role;
import dev.steward.runner.app.account.AccountDesk;
import dev.steward.runner.app.account.AccountRefused;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward user}: the people who sign in on the page by name and password. */
@Command(
        mixinStandardHelpOptions = true,
        name = "user",
        description =
                "Makes and changes the accounts of people who sign in by name. A viewer reads, an operator runs and"
                        + " steers too, an admin also steers power and keeps accounts.")
public final class UserCommand extends DeskCommand {

    private static final String FORM = "%-24s %-9s %-9s %-28s %s%n";

    private final NewPassword passwords;

    /**
     * The verb.
     *
     * @param in standard input, for passwords that a program pipes in
     */
    public UserCommand(Bench bench, InputStream in) {
        super(bench);
        this.passwords = new NewPassword(in);
    }

    /** Where a password comes from. */
    static final class From {

        @Option(
                names = "--password-stdin",
                description = "Read the password from standard input; else it is asked for on the terminal.")
        boolean stdin;
    }

    @Command(mixinStandardHelpOptions = true, name = "add", description = "Makes an account.")
    int add(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "NAME", description = "Of the person, as anna.") String name,
            @Option(names = "--role", required = true, paramLabel = "ROLE", description = "viewer, operator or admin")
                    String role,
            @Mixin From from)
            throws IOException, InterruptedException, Refusal {
        known(role);
        String hash = hash(name, from);
        return show(config, ask("add", name, role, hash), false, made -> out().println(
                        name + " may sign in as " + made.path("role").asText() + "."));
    }

    @Command(mixinStandardHelpOptions = true, name = "list", description = "All accounts.")
    int list(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean json)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("list", null, null, null), json, this::table);
    }

    private void table(JsonNode rows) {
        if (rows.isEmpty()) {
            out().println("No accounts. steward user add makes one.");
            return;
        }
        out().printf(FORM, "name", "role", "", "last sign-in", "playbooks");
        for (JsonNode row : rows) {
            out().printf(
                            FORM,
                            row.path("name").asText(),
                            row.path("role").asText(),
                            row.path("enabled").asBoolean() ? "" : "disabled",
                            row.path("lastSignIn").isNull()
                                    ? "never"
                                    : row.path("lastSignIn").asText(),
                            row.path("playbooks").asText().isEmpty()
                                    ? "all"
                                    : row.path("playbooks").asText());
        }
    }

    @Command(mixinStandardHelpOptions = true, name = "role", description = "Changes what an account may do, at once.")
    int role(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "NAME", description = "The account.") String name,
            @Parameters(paramLabel = "ROLE", description = "viewer, operator or admin") String role)
            throws IOException, InterruptedException, Refusal {
        known(role);
        return show(config, ask("role", name, role, null), false, made -> out().println(
                        name + " is " + made.path("role").asText() + " from now on."));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "playbooks",
            description = "Limits which playbooks an operator may run; without PATTERNS every one.")
    int playbooks(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "NAME", description = "The account.") String name,
            @Parameters(paramLabel = "PATTERNS", arity = "0..*", description = "as update-* backup; quote the *")
                    List<String> patterns)
            throws IOException, InterruptedException, Refusal {
        String said = patterns == null ? "" : String.join(" ", patterns);
        return show(config, ask("playbooks", name, said, null), false, made -> out().println(
                        name + " may run " + limit(made) + "."));
    }

    private static String limit(JsonNode account) {
        String said = account.path("playbooks").asText();
        return said.isEmpty() ? "every playbook" : said + " and no other playbook";
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "password",
            description = "Gives an account a new password; sessions opened with the old one end.")
    int password(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "NAME", description = "The account.") String name,
            @Mixin From from)
            throws IOException, InterruptedException, Refusal {
        String hash = hash(name, from);
        return show(
                config, ask("password", name, null, hash), false, made -> out().println(name + " has a new password."));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "disable",
            description = "An account may not sign in any more; its sessions end.")
    int disable(@Mixin ConfigOption config, @Parameters(paramLabel = "NAME", description = "The account.") String name)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("disable", name, null, null), false, made -> out().println(
                        name + " may not sign in any more."));
    }

    @Command(mixinStandardHelpOptions = true, name = "enable", description = "An account may sign in again.")
    int enable(@Mixin ConfigOption config, @Parameters(paramLabel = "NAME", description = "The account.") String name)
            throws IOException, InterruptedException, Refusal {
        return show(
                config, ask("enable", name, null, null), false, made -> out().println(name + " may sign in again."));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "totp",
            description =
                    "Takes the second factor from an account whose phone is lost: 'steward user totp reset anna'.")
    int totp(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "reset", description = "What is done: reset.") String verb,
            @Parameters(paramLabel = "NAME", description = "The account.") String name)
            throws IOException, InterruptedException, Refusal {
        if (!verb.equals("reset")) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("A second factor can be reset, not '" + verb
                            + "'; it is set up on the page You by whom it belongs to."));
        }
        return show(config, ask("totp", name, null, null), false, made -> out().println(
                        name + " signs in with the password alone, until a new second factor is set up."));
    }

    @Command(mixinStandardHelpOptions = true, name = "remove", description = "Removes an account; its sessions end.")
    int remove(@Mixin ConfigOption config, @Parameters(paramLabel = "NAME", description = "The account.") String name)
            throws IOException, InterruptedException, Refusal {
        return show(config, ask("remove", name, null, null), false, made -> out().println(name + " is removed."));
    }

    private Ask ask(String verb, String name, String role, String hash) {
        return new Ask.OfAccount(verb, name, role, hash, person());
    }

    private static void known(String role) throws Refusal {
        if (Role.of(role).isEmpty()) {
            throw new Refusal(Exit.OPTIONS, List.of(Role.none(role)));
        }
    }

    private String hash(String name, From from) throws IOException, Refusal {
        String password = from.stdin ? passwords.piped() : passwords.asked(name);
        try {
            return AccountDesk.hash(password);
        } catch (AccountRefused e) {
            throw new Refusal(Exit.OPTIONS, List.of(e.getMessage()));
        }
    }
}
