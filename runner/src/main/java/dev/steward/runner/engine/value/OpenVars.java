package dev.steward.runner.engine.value;

import dev.steward.runner.inventory.VaultText;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A host's variables for scripts: one that is still closed by a vault refuses to be used, instead of reading as {@code ***}. */
final class OpenVars extends AbstractMap<String, Object> {

    private final String host;
    private final Map<String, Object> vars;

    OpenVars(String host, Map<String, Object> vars) {
        this.host = host;
        this.vars = vars;
    }

    @Override
    public Object get(Object key) {
        Object value = vars.get(key);
        closed(value).ifPresent(closed -> {
            throw new EvaluationException(
                    "the variable '" + key + "' of " + host + " is closed by a vault (" + closed.at()
                            + "); give --vault-password-file, or vault.passwordFile in steward.yml",
                    null);
        });
        return value;
    }

    private static Optional<VaultText> closed(Object value) {
        if (value instanceof VaultText closed) {
            return Optional.of(closed);
        }
        Collection<?> inner =
                value instanceof Map<?, ?> map ? map.values() : value instanceof Collection<?> list ? list : Set.of();
        return inner.stream().flatMap(one -> closed(one).stream()).findFirst();
    }

    @Override
    public boolean containsKey(Object key) {
        return vars.containsKey(key);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return vars.entrySet();
    }
}
