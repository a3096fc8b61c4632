package dev.steward.runner.inventory.sheet;

import dev.steward.runner.inventory.OpenedText;
import dev.steward.runner.inventory.UnsafeText;
import dev.steward.runner.inventory.VaultText;
import dev.steward.runner.secret.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A value that may be shown.
 *
 * @param value plain data, with {@code ***} in place of every secret
 * @param why something of it is masked; empty: nothing is
 */
record Masked(Object value, Optional<String> why) {

    private static final String STARS = "***";

    static Masked of(String name, Object value) {
        if (value instanceof VaultText) {
            return hidden("closed by a vault");
        }
        if (value instanceof OpenedText || value instanceof Secret) {
            return hidden("from a file that a vault closes");
        }
        if (value instanceof UnsafeText text) {
            return of(name, text.text());
        }
        if (value instanceof Map<?, ?> map && !SecretNames.is(name)) {
            return map(map);
        }
        if (value instanceof List<?> list) {
            List<Masked> each = list.stream().map(one -> of(name, one)).toList();
            List<Object> shown = new ArrayList<>();
            each.forEach(one -> shown.add(one.value()));
            return new Masked(shown, first(each));
        }
        boolean plain = value == null || value instanceof Boolean || !SecretNames.is(name);
        return plain ? new Masked(value, Optional.empty()) : hidden("its name says that it is a secret");
    }

    private static Masked map(Map<?, ?> map) {
        Map<String, Object> shown = new LinkedHashMap<>();
        List<Masked> each = map.entrySet().stream()
                .map(entry -> {
                    String key = String.valueOf(entry.getKey());
                    Masked one = of(key, entry.getValue());
                    shown.put(key, one.value());
                    return one;
                })
                .toList();
        return new Masked(shown, first(each));
    }

    private static Optional<String> first(List<Masked> each) {
        return each.stream()
                .map(one -> one.why().orElse(null))
                .filter(Objects::nonNull)
                .findFirst()
                .map(why -> why.startsWith("in part") ? why : "in part " + why);
    }

    private static Masked hidden(String why) {
        return new Masked(STARS, Optional.of(why));
    }
}
