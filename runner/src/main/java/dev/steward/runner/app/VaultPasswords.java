package dev.steward.runner.app;

import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.FileSecrets;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.secret.AnsibleVault.VaultException;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.VaultPassword;
import dev.steward.runner.secret.VaultPasswordFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The vault passwords that the configuration names; each is read when the first vaulted value is met. */
final class VaultPasswords {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private VaultPasswords() {}

    static List<VaultPassword> of(StewardConfig config, Map<String, String> environment) {
        List<VaultPassword> passwords = new ArrayList<>();
        config.vault().passwordFile().ifPresent(file -> passwords.add(new VaultPasswordFile(file, false, PATIENCE)));
        config.vault().secret().ifPresent(path -> passwords.add(new OfSecret(path, config, environment)));
        return passwords;
    }

    /** Files that an earlier run named. */
    static List<VaultPassword> files(List<String> names) {
        return names.stream()
                .<VaultPassword>map(name -> new VaultPasswordFile(Path.of(name), false, PATIENCE))
                .toList();
    }

    /** A secret that is a vault password. */
    private record OfSecret(String path, StewardConfig config, Map<String, String> environment)
            implements VaultPassword {

        @Override
        public String from() {
            return "the secret '" + path + "'";
        }

        @Override
        public Secret read() throws VaultException {
            try {
                return FileSecrets.open(config.secrets(), environment)
                        .find(path)
                        .orElseThrow(() -> new VaultException(
                                "there is no secret '" + path + "', which vault.secret of the configuration names"));
            } catch (ConfigRefused e) {
                throw new VaultException(e.getMessage());
            }
        }
    }
}
