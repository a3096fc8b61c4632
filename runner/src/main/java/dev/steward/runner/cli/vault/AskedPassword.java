package dev.steward.runner.cli.vault;

import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.secret.AnsibleVault.VaultException;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.VaultPassword;
import java.util.Optional;

/** A password that a person types when it is needed first; one that closes something is typed twice. */
final class AskedPassword implements VaultPassword {

    private final Optional<String> label;
    private final String prompt;
    private final boolean twice;
    private Secret typed;

    AskedPassword(Optional<String> label, String prompt, boolean twice) {
        this.label = label;
        this.prompt = prompt + label.map(name -> " (" + name + ")").orElse("");
        this.twice = twice;
    }

    /** The same password, to close something with it. */
    AskedPassword toClose() {
        return new AskedPassword(label, prompt.replaceAll(" \\(.*", ""), true);
    }

    @Override
    public String from() {
        return "the one asked for";
    }

    @Override
    public Optional<String> label() {
        return label;
    }

    @Override
    public Secret read() throws VaultException {
        if (typed == null) {
            String first = ask(prompt + ": ");
            if (first.isEmpty()) {
                throw new VaultException("the vault password is empty");
            }
            if (twice && !first.equals(ask("Once more: "))) {
                throw new VaultException("the two passwords are not the same");
            }
            typed = new Secret(first);
        }
        return typed;
    }

    private static String ask(String prompt) throws VaultException {
        try {
            return Bench.password(prompt);
        } catch (Refusal e) {
            throw new VaultException("a vault password is asked for on a terminal, and there is none;"
                    + " name a file with --vault-password-file");
        }
    }
}
