package dev.steward.runner.secret;

import dev.steward.runner.secret.AnsibleVault.VaultException;
import java.util.Optional;

/** A password that may open vault texts. */
public interface VaultPassword {

    /** Where it comes from, for messages: a file, or who typed it. */
    String from();

    /** The vault id it is for, tried first on what bears it; empty: any. */
    default Optional<String> label() {
        return Optional.empty();
    }

    /**
     * The password; asked for when a vault text is met.
     *
     * @throws VaultException where it cannot be had; the message says why and names where it comes from
     */
    Secret read() throws VaultException;

    /** One that is known already. */
    static VaultPassword known(String from, Secret password) {
        return new VaultPassword() {
            @Override
            public String from() {
                return from;
            }

            @Override
            public Secret read() {
                return password;
            }
        };
    }
}
