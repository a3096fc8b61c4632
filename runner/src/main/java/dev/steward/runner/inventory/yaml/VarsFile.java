package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.secret.AnsibleVault;
import dev.steward.runner.secret.AnsibleVault.VaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One file of YAML or JSON, perhaps closed whole by a vault.
 *
 * @param path where it is
 * @param shown how messages name it
 */
record VarsFile(Path path, String shown) {

    /**
     * Reads it.
     *
     * @param vault opens it where it is closed
     * @param sealed takes what a vault had closed
     * @return empty where it holds nothing, or where a problem was added
     * @throws Closed where it needs a vault password and none was given
     */
    Optional<YamlNode> read(AnsibleVault vault, Problems problems, UnaryOperator<YamlNode> sealed) throws Closed {
        Optional<String> text = text(problems);
        if (text.isPresent() && AnsibleVault.isEnvelope(text.get())) {
            return Optional.ofNullable(opened(text.get(), vault, problems))
                    .flatMap(content -> parse(content, shown, problems))
                    .map(sealed);
        }
        return text.flatMap(content -> parse(content, shown, problems));
    }

    Optional<YamlNode> read(AnsibleVault vault, Problems problems) throws Closed {
        return read(vault, problems, UnaryOperator.identity());
    }

    /** JSON if it is that, else YAML; the order in which Ansible tries. */
    static Optional<YamlNode> parse(String text, String shown, Problems problems) {
        Optional<YamlNode> json = new JsonReader(shown).read(text);
        return json.isPresent() ? json : new YamlReader(shown, problems).read(text);
    }

    private Optional<String> text(Problems problems) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            problems.error(start(), "this is no UTF-8 text", "save it as UTF-8");
        } catch (IOException e) {
            problems.error(start(), "cannot be read: " + reason(e), "check that it exists and who may read it");
        }
        return Optional.empty();
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }

    private String opened(String envelope, AnsibleVault vault, Problems problems) throws Closed {
        if (!vault.hasPasswords()) {
            throw new Closed(start());
        }
        try {
            return vault.open(envelope).reveal();
        } catch (VaultException e) {
            problems.error(start(), "this vault file stays closed: " + e.getMessage(), "give its password");
            return null;
        }
    }

    private SourceRef start() {
        return new SourceRef(shown, 1, 1);
    }

    /** A file that needs a vault password. */
    static final class Closed extends Exception {

        private final transient SourceRef at;

        private Closed(SourceRef at) {
            super(null, null, false, false);
            this.at = at;
        }

        SourceRef at() {
            return at;
        }
    }
}
