package dev.steward.runner.secret;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The passwords at hand, by which what {@code ansible-vault} closed is opened: see {@link VaultEnvelope}. */
public final class AnsibleVault {

    /** How every envelope begins. */
    public static final String HEADER = "$ANSIBLE_VAULT;";

    private final List<VaultPassword> passwords;

    /**
     * A vault.
     *
     * @param passwords tried in this order whatever the label of the envelope; none: nothing can be opened
     */
    public AnsibleVault(List<Secret> passwords) {
        this(passwords.stream().map(p -> VaultPassword.known("the one given", p)));
    }

    private AnsibleVault(Stream<VaultPassword> passwords) {
        this.passwords = passwords.toList();
    }

    /** A vault whose passwords are asked for when the first text is opened. */
    public static AnsibleVault of(List<VaultPassword> passwords) {
        return new AnsibleVault(passwords.stream());
    }

    /** Whether there is any password to try. */
    public boolean hasPasswords() {
        return !passwords.isEmpty();
    }

    /** Whether a text is an envelope. */
    public static boolean isEnvelope(String text) {
        return text.startsWith(HEADER);
    }

    /**
     * Opens an envelope.
     *
     * @param envelope the whole text with its header line
     * @throws VaultException where it is no envelope of a known kind, or no password opens it
     */
    public Secret open(String envelope) throws VaultException {
        return new Secret(new String(opened(envelope).content(), StandardCharsets.UTF_8));
    }

    /**
     * Opens an envelope of any content. A password whose label stands in the envelope is tried first.
     *
     * @param envelope the whole text with its header line
     * @throws VaultException as {@link #open}
     */
    public Opened opened(String envelope) throws VaultException {
        VaultEnvelope closed = VaultEnvelope.of(envelope);
        if (passwords.isEmpty()) {
            throw new VaultException("no vault password was given");
        }
        Comparator<VaultPassword> named =
                Comparator.comparing(p -> !(p.label().isPresent() && p.label().equals(closed.label())));
        for (VaultPassword password : passwords.stream().sorted(named).toList()) {
            Optional<byte[]> content = closed.open(password.read());
            if (content.isPresent()) {
                return new Opened(content.get(), closed.label(), password);
            }
        }
        throw new VaultException((passwords.size() == 1
                        ? "the vault password does not open it ("
                        : "none of the vault passwords opens it (")
                + passwords.stream().map(VaultPassword::from).collect(Collectors.joining(", ")) + ")");
    }

    /**
     * What an envelope held.
     *
     * @param content as it was closed; it is a secret
     * @param label the vault id of the envelope
     * @param by the password that opened it
     */
    public record Opened(byte[] content, Optional<String> label, VaultPassword by) {

        @Override
        public String toString() {
            return "***";
        }
    }

    /** Why an envelope stayed closed; the message names no secret. */
    public static final class VaultException extends Exception {

        /**
         * A reason.
         *
         * @param message without a full stop, without a secret
         */
        public VaultException(String message) {
            super(message);
        }
    }
}
