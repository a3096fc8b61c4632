package dev.steward.runner.config;

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
public final class VaultPasswords {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private VaultPasswords() {}

    /**
     * Those of a configuration.
     *
     * @param environment of the process, for a secret that is one
     */
    public static List<VaultPassword> of(StewardConfig config, Map<String, String> environment) {
        List<VaultPassword> passwords = new ArrayList<>();
        config.vault().passwordFile().ifPresent(file -> passwords.add(new VaultPasswordFile(file, false, PATIENCE)));
        config.vault().secret().ifPresent(path -> passwords.add(new OfSecret(path, config, environment)));
        return passwords;
    }

    /** Files that an earlier run named. */
    public static List<VaultPassword> files(List<String> names) {
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
