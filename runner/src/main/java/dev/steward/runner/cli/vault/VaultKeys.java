package dev.steward.runner.cli.vault;

import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.config.VaultPasswords;
import dev.steward.runner.secret.VaultPassword;
import dev.steward.runner.secret.VaultPasswordFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The passwords that open and close, by the names that {@code ansible-vault} has for them. */
final class VaultKeys {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern LABEL = Pattern.compile("[^\\s;@]+");

    @Option(
            names = "--vault-id",
            paramLabel = "LABEL@SOURCE",
            description =
                    "A password and its vault id; SOURCE is a file, a script that prints it, or 'prompt'. LABEL@ may"
                            + " be left out. May be repeated.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = {"--vault-password-file", "--vault-pass-file"},
            paramLabel = "FILE",
            description = "Holds the password, or prints it where it is executable. May be repeated. Else"
                    + " vault.passwordFile of the configuration.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = {"-J", "--ask", "--ask-vault-pass", "--ask-vault-password"},
            description = "Ask for the password.")
    private boolean ask;

    @Mixin
    private ConfigOption config;

    /** All that may open something. */
    List<VaultPassword> opening(StateDesks states, Map<String, String> environment, Path folder) throws Refusal {
        List<VaultPassword> passwords = new ArrayList<>();
        for (String id : ids) {
            passwords.add(of(id, "Vault password", folder));
        }
        for (String file : files) {
            passwords.add(file(file, folder));
        }
        if (ask) {
            passwords.add(new AskedPassword(Optional.empty(), "Vault password", false));
        }
        if (passwords.isEmpty()) {
            passwords.addAll(VaultPasswords.of(states.config(config.file()).config(), environment));
        }
        if (passwords.isEmpty()) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of(
                            "No vault password was named. Say --vault-id LABEL@FILE, --vault-password-file FILE or --ask,"
                                    + " or set vault.passwordFile in steward.yml."));
        }
        return passwords;
    }

    /**
     * The one that closes something.
     *
     * @param label the vault id that was chosen; null: none was
     */
    static VaultPassword closing(List<VaultPassword> passwords, String label) throws Refusal {
        List<VaultPassword> fit = label == null
                ? passwords
                : passwords.stream()
                        .filter(p -> p.label().equals(Optional.of(label)))
                        .toList();
        if (label != null && fit.isEmpty()) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("No password has the vault id '" + label + "'. Name it with --vault-id " + label
                            + "@FILE."));
        }
        if (label == null && fit.size() > 1) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("Several passwords are named. Say which of them closes it with --encrypt-vault-id LABEL."));
        }
        return fit.get(0) instanceof AskedPassword asked ? asked.toClose() : fit.get(0);
    }

    /** The vault id that is written; Ansible writes none for its default one. */
    static Optional<String> written(VaultPassword password) {
        return password.label().filter(name -> !name.equals("default"));
    }

    /** A password in a file. */
    static VaultPassword file(String name, Path folder) {
        return new VaultPasswordFile(folder.resolve(name), true, PATIENCE);
    }

    /** A password as {@code --vault-id} names it. */
    static VaultPassword of(String said, String prompt, Path folder) throws Refusal {
        int at = said.indexOf('@');
        Optional<String> label = at > 0 ? Optional.of(said.substring(0, at)) : Optional.empty();
        String source = said.substring(at + 1);
        if (label.isPresent() && !LABEL.matcher(label.get()).matches()) {
            throw new Refusal(
                    Exit.OPTIONS, List.of("A vault id is one word without ';' or '@', not '" + label.get() + "'."));
        }
        if (source.isEmpty()) {
            throw new Refusal(
                    Exit.OPTIONS,
                    List.of("'" + said + "' names no password. Write LABEL@FILE, or LABEL@prompt to be asked."));
        }
        return source.equals("prompt") || source.equals("prompt_ask_vault_pass")
                ? new AskedPassword(label, prompt, false)
                : new VaultPasswordFile(folder.resolve(source), true, PATIENCE, label);
    }
}
