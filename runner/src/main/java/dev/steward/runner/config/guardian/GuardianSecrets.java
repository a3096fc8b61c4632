package dev.steward.runner.config.guardian;

import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.YamlTree;
import dev.steward.runner.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code secrets_file} of a guardian.yaml holds.
 *
 * @param token the API token's secret
 * @param sshKey path of a private key
 * @param discord address of a webhook
 * @param slack address of a webhook
 * @param missing whether there is no such file here
 */
record GuardianSecrets(
        Optional<Secret> token,
        Optional<String> sshKey,
        Optional<Secret> discord,
        Optional<Secret> slack,
        boolean missing) {

    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** None. */
    static final GuardianSecrets NONE =
            new GuardianSecrets(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** Reads it; a file that others than its owner may use is refused. */
    static GuardianSecrets read(Path file, List<ConfigProblem> problems) {
        if (!Files.exists(file)) {
            return new GuardianSecrets(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true);
        }
        try {
            wide(file)
                    .ifPresent(mode -> problems.add(new ConfigProblem(
                            file.toString(),
                            0,
                            0,
                            "the secrets file has mode " + mode + ", so others than its owner could read it",
                            Optional.of("chmod 0600 " + file))));
            return new YamlTree(file.toString(), problems)
                    .read(Files.readString(file))
                    .flatMap(root -> Fields.top(file.toString(), root, problems))
                    .map(GuardianSecrets::of)
                    .orElse(NONE);
        } catch (IOException e) {
            problems.add(new ConfigProblem(
                    file.toString(), 0, 0, "cannot be read: " + e.getClass().getSimpleName(), Optional.empty()));
            return NONE;
        }
    }

    private static GuardianSecrets of(Fields said) {
        GuardianSecrets secrets = new GuardianSecrets(
                said.text("proxmox_token_secret").map(Secret::new),
                said.text("ssh_key_file"),
                said.text("discord_webhook_url").map(Secret::new),
                said.text("slack_webhook_url").map(Secret::new),
                false);
        said.done();
        return secrets;
    }

    /** The mode of a file that is wider than 0600, in octal. */
    static Optional<String> wide(Path file) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        return OWNER.containsAll(mode)
                ? Optional.empty()
                : Optional.of(octal(mode) + " (" + PosixFilePermissions.toString(mode) + ")");
    }

    private static String octal(Set<PosixFilePermission> mode) {
        int bits = 0;
        for (PosixFilePermission permission : mode) {
            bits |= 1 << 8 - permission.ordinal();
        }
        return String.format(java.util.Locale.ROOT, "%04o", bits);
    }
}
