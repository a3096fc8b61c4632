package dev.steward.runner.cli.vault;

import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.secret.VaultPassword;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The password by which things are closed from now on. */
final class NewKey {

    @Option(
            names = "--new-vault-id",
            paramLabel = "LABEL@SOURCE",
            description =
                    "The new password and its vault id, as --vault-id. Without LABEL@ a file keeps the one it has.")
    private String id;

    @Option(
            names = {"--new-vault-password-file", "--new-vault-pass-file"},
            paramLabel = "FILE",
            description = "Holds the new password, or prints it. Without one you are asked.")
    private String file;

    VaultPassword password(Path folder) throws Refusal {
        if (id != null && file != null) {
            throw new Refusal(
                    Exit.OPTIONS, List.of("Name one new password: --new-vault-id or --new-vault-password-file."));
        }
        String prompt = "New vault password";
        if (file != null) {
            return VaultKeys.file(file, folder);
        }
        VaultPassword said =
                id == null ? new AskedPassword(Optional.empty(), prompt, true) : VaultKeys.of(id, prompt, folder);
        return said instanceof AskedPassword asked ? asked.toClose() : said;
    }
}
