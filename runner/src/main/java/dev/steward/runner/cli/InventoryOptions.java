package dev.steward.runner.cli;

import dev.steward.runner.control.Ask;
import dev.steward.runner.secret.AnsibleVault.VaultException;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.VaultPassword;
import dev.steward.runner.secret.VaultPasswordFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which inventory, and what opens its vaulted values, by the names that Ansible's commands have for it. */
public final class InventoryOptions {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(
            names = {"-i", "--inventory"},
            paramLabel = "INV",
            description =
                    "Inventory file, directory, or host list with a comma; may be repeated. Else the configured one.")
    private List<String> inventory = new ArrayList<>();

    @Option(
            names = {"--vault-password-file", "--vault-pass-file"},
            paramLabel = "FILE",
            description = "Holds the password of vaulted values; an executable one is run and prints it."
                    + " May be repeated. Else vault.passwordFile of the configuration.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-J", "--ask-vault-pass", "--ask-vault-password"},
            description = "Ask for the password of vaulted values.")
    private boolean ask;

    private List<VaultPassword> known;

    /** The sources as another process finds them: paths made absolute, host lists as they are. */
    List<String> absolute() {
        return inventory.stream()
                .map(source -> source.contains(",") && !Files.exists(Path.of(source))
                        ? source
                        : Path.of(source).toAbsolutePath().normalize().toString())
                .toList();
    }

    /** The sources as they were named; empty: the configured ones. */
    public List<String> sources() {
        return inventory;
    }

    /** The passwords, asked for and read once. */
    public List<VaultPassword> vault() throws Refusal {
        if (known == null) {
            List<VaultPassword> passwords = new ArrayList<>();
            if (ask) {
                passwords.add(VaultPassword.known("the one asked for", new Secret(Bench.password("Vault password: "))));
            }
            for (Path file : files) {
                passwords.add(
                        VaultPassword.known(file.toAbsolutePath().normalize().toString(), read(file)));
            }
            known = List.copyOf(passwords);
        }
        return known;
    }

    /** The same for the process that owns the state directory. */
    List<Ask.VaultKey> keys() throws Refusal {
        List<Ask.VaultKey> keys = new ArrayList<>();
        for (VaultPassword password : vault()) {
            keys.add(new Ask.VaultKey(password.from(), revealed(password)));
        }
        return keys;
    }

    private static Secret read(Path file) throws Refusal {
        try {
            return new VaultPasswordFile(file, true, PATIENCE).read();
        } catch (VaultException e) {
            throw refusal(e);
        }
    }

    private static String revealed(VaultPassword password) throws Refusal {
        try {
            return password.read().reveal();
        } catch (VaultException e) {
            throw refusal(e);
        }
    }

    private static Refusal refusal(VaultException e) {
        return new Refusal(
                Exit.ERROR,
                List.of(e.getMessage().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                        + e.getMessage().substring(1) + ". Look at --vault-password-file."));
    }
}
