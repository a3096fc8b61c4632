package dev.steward.runner.inventory;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.runner.secret.AnsibleVault;
import dev.steward.runner.secret.AnsibleVault.VaultException;
import dev.steward.runner.secret.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values as written to values as playbooks see them: vault texts become secrets where a password is known, and stay
 * {@link VaultText} where none was given at all (who needs the value refuses then). A password that opens nothing is refused.
 */
public final class Opening {

    private final AnsibleVault vault;
    private final List<Problem> problems = new ArrayList<>();

    /** With what to open. */
    public Opening(AnsibleVault vault) {
        this.vault = vault;
    }

    /**
     * Variables with their values opened; names become texts.
     *
     * @throws InventoryException naming every value that stays closed though passwords were given
     */
    public Map<String, Object> of(Map<Object, Object> written) {
        Map<String, Object> vars = new LinkedHashMap<>();
        written.forEach((name, value) -> vars.put(PythonJson.key(name), open(value)));
        if (!problems.isEmpty()) {
            throw new InventoryException(problems);
        }
        return vars;
    }

    private Object open(Object value) {
        if (value instanceof VaultText closed) {
            return vault.hasPasswords() ? opened(closed) : closed;
        }
        if (value instanceof OpenedText opened) {
            return new Secret(opened.text());
        }
        if (value instanceof UnsafeText text) {
            return text.text();
        }
        if (value instanceof List<?> list) {
            List<Object> opened = new ArrayList<>();
            list.forEach(element -> opened.add(open(element)));
            return Collections.unmodifiableList(opened);
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> opened = new LinkedHashMap<>();
            map.forEach((key, element) -> opened.put(key, open(element)));
            return Collections.unmodifiableMap(opened);
        }
        return value;
    }

    private Object opened(VaultText closed) {
        try {
            return vault.open(closed.envelope());
        } catch (VaultException e) {
            problems.add(new Problem(
                    closed.at(),
                    "this vault value stays closed: " + e.getMessage(),
                    Optional.of("give the password it was made with"),
                    Severity.ERROR));
            return closed;
        }
    }
}
