package dev.steward.runner.cli.vault;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.cli.print.Keyboard;
import dev.steward.runner.secret.AnsibleVault;
import dev.steward.runner.secret.AnsibleVault.Opened;
import dev.steward.runner.secret.AnsibleVault.VaultException;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.VaultEnvelope;
import dev.steward.runner.secret.VaultPassword;
import dev.steward.runner.vault.Desk;
import dev.steward.runner.vault.InlineVaults;
import dev.steward.runner.vault.VaultFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward vault}: files and values that a password closes, in the format of {@code ansible-vault}. */
@Command(
        mixinStandardHelpOptions = true,
        name = "vault",
        description = {
            "Closes and opens files and values by a password, as ansible-vault does: each reads what the other wrote.",
            "Exit: 0 done; 1 nothing was changed, as after a wrong password; 5 wrong options."
        })
public final class VaultCommand {

    private static final String STDIN = "-";

    private final Bench bench;
    private final StateDesks states;
    private final InputStream in;

    /**
     * The verb.
     *
     * @param in standard input, which '-' means
     */
    public VaultCommand(Bench bench, StateDesks states, InputStream in) {
        this.bench = bench;
        this.states = states;
        this.in = in;
    }

    /** Which files, and where to. */
    static final class Names {

        @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files; - is standard input.")
        private List<String> files;

        @Option(
                names = "--output",
                paramLabel = "FILE",
                description = "Where the result of one FILE goes; - is standard output.")
        private String output;
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "encrypt",
            description = "Encrypts files with a vault password, as ansible-vault does.")
    int encrypt(
            @Mixin VaultKeys keys,
            @Option(
                            names = "--encrypt-vault-id",
                            paramLabel = "LABEL",
                            description = "Which of several passwords encrypts.")
                    String label,
            @Mixin Names names)
            throws Refusal {
        VaultPassword password = VaultKeys.closing(passwords(keys), label);
        return work(names).each("closed", true, content -> {
            if (VaultFile.isClosed(content)) {
                throw new VaultException("is closed by a vault already; 'steward vault rekey' changes its password");
            }
            return VaultEnvelope.close(content, password.read(), VaultKeys.written(password))
                    .getBytes(StandardCharsets.UTF_8);
        });
    }

    @Command(mixinStandardHelpOptions = true, name = "decrypt", description = "Decrypts files and leaves them so.")
    int decrypt(@Mixin VaultKeys keys, @Mixin Names names) throws Refusal {
        AnsibleVault vault = AnsibleVault.of(passwords(keys));
        return work(names).each("open", false, content -> opened(vault, content).content());
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "view",
            description =
                    "Shows what is in encrypted files, and files with their !vault values decrypted; changes nothing.")
    int view(
            @Mixin VaultKeys keys,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.") List<String> files)
            throws Refusal {
        AnsibleVault vault = AnsibleVault.of(passwords(keys));
        VaultWork work = new VaultWork(bench, in, files, STDIN);
        return work.each("", false, content -> {
            String text = new String(content, StandardCharsets.UTF_8);
            return !VaultFile.isClosed(content) && InlineVaults.in(text)
                    ? InlineVaults.opened(text, value -> vault.open(value).reveal())
                            .getBytes(StandardCharsets.UTF_8)
                    : opened(vault, content).content();
        });
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "rekey",
            description = "Encrypts files, and !vault values that stand in files, with another password.")
    int rekey(
            @Mixin VaultKeys keys,
            @Mixin NewKey anew,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.") List<String> files)
            throws Refusal {
        AnsibleVault vault = AnsibleVault.of(passwords(keys));
        VaultPassword password = anew.password(bench.folder());
        return new VaultWork(bench, in, files, null).each("closed by the new password", false, content -> {
            String text = new String(content, StandardCharsets.UTF_8);
            return !VaultFile.isClosed(content) && InlineVaults.in(text)
                    ? InlineVaults.closedAnew(content, envelope -> closedAnew(vault.opened(envelope), password))
                    : closedAnew(opened(vault, content), password).getBytes(StandardCharsets.UTF_8);
        });
    }

    private static String closedAnew(Opened opened, VaultPassword password) throws VaultException {
        Optional<String> label = password.label().isPresent() ? VaultKeys.written(password) : opened.label();
        return VaultEnvelope.close(opened.content(), password.read(), label);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "edit",
            description =
                    "Opens a file in $VISUAL or $EDITOR and closes it again as it was; one that is not there is made."
                            + " Without a change the file is not touched.")
    int edit(
            @Mixin VaultKeys keys,
            @Option(
                            names = "--encrypt-vault-id",
                            paramLabel = "LABEL",
                            description = "Which password encrypts a new file.")
                    String label,
            @Parameters(paramLabel = "FILE", description = "The file.") String name)
            throws Refusal, InterruptedException {
        VaultFile file = new VaultFile(bench.folder().resolve(name));
        List<VaultPassword> passwords = passwords(keys);
        VaultPassword first = Files.exists(file.path()) ? null : VaultKeys.closing(passwords, label);
        try (Desk desk = Desk.open(bench.environment())) {
            byte[] before = first == null ? file.read() : new byte[0];
            Opened opened = first == null
                    ? opened(AnsibleVault.of(passwords), before)
                    : new Opened(before, VaultKeys.written(first), first);
            opened.by().read();
            byte[] after = desk.edited(file.path().getFileName().toString(), opened.content(), editor());
            if (Arrays.equals(opened.content(), after)) {
                bench.screen().err().println(name + ": nothing was changed");
                return Exit.OK;
            }
            String closed = VaultEnvelope.close(after, opened.by().read(), opened.label());
            return save(file, name, first == null ? before : null, closed.getBytes(StandardCharsets.UTF_8));
        } catch (VaultException e) {
            throw VaultWork.refusal(name, e);
        }
    }

    /** What somebody else saved meanwhile is not overwritten, and what was edited is not lost. */
    private int save(VaultFile file, String name, byte[] before, byte[] closed) throws VaultException, Refusal {
        boolean same = before == null ? !Files.exists(file.path()) : Arrays.equals(before, file.read());
        if (same) {
            file.replace(closed, false);
            bench.screen().err().println(name + ": closed");
            return Exit.OK;
        }
        new VaultFile(file.path().resolveSibling(file.path().getFileName() + ".edited")).replace(closed, false);
        throw new Refusal(
                Exit.ERROR,
                List.of(name
                        + " was changed by somebody else meanwhile and is left as it is. What you saved is, closed, in "
                        + name + ".edited."));
    }

    private String editor() {
        return Optional.ofNullable(bench.environment().get("VISUAL"))
                .filter(word -> !word.isBlank())
                .or(() -> Optional.ofNullable(bench.environment().get("EDITOR")))
                .filter(word -> !word.isBlank())
                .orElse("vi");
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "encrypt-string",
            description = "Encrypts one value, to be put into a YAML file. It is asked for, or comes by standard"
                    + " input to its last byte; never as an argument, which everybody here can see.")
    int encryptString(
            @Mixin VaultKeys keys,
            @Option(
                            names = "--encrypt-vault-id",
                            paramLabel = "LABEL",
                            description = "Which of several passwords encrypts.")
                    String label,
            @Option(
                            names = {"-n", "--name"},
                            paramLabel = "NAME",
                            description = "The key that stands before it.")
                    String name)
            throws Refusal, IOException {
        VaultPassword password = VaultKeys.closing(passwords(keys), label);
        try {
            Secret key = password.read();
            byte[] value = Keyboard.console().isPresent()
                    ? Bench.password("Value" + (name == null ? "" : " of " + name) + ": ")
                            .getBytes(StandardCharsets.UTF_8)
                    : in.readAllBytes();
            String closed = VaultEnvelope.close(value, key, VaultKeys.written(password));
            bench.screen().out().println((name == null ? "" : name + ": ") + "!vault |");
            closed.lines().forEach(line -> bench.screen().out().println("          " + line));
            if (value.length > 0 && value[value.length - 1] == '\n') {
                bench.screen().err().println("The value ends with a line end; printf '%s' VALUE writes none.");
            }
            return Exit.OK;
        } catch (VaultException e) {
            throw VaultWork.refusal("The value", e);
        }
    }

    private List<VaultPassword> passwords(VaultKeys keys) throws Refusal {
        return keys.opening(states, bench.environment(), bench.folder());
    }

    private VaultWork work(Names names) {
        return new VaultWork(bench, in, names.files, names.output);
    }

    private static Opened opened(AnsibleVault vault, byte[] content) throws VaultException {
        if (VaultFile.isClosed(content)) {
            return vault.opened(new String(content, StandardCharsets.UTF_8));
        }
        throw new VaultException(
                InlineVaults.in(new String(content, StandardCharsets.UTF_8))
                        ? "is not closed as a whole, only !vault values in it are: 'steward vault view' shows them"
                        : "is not closed by a vault");
    }
}
