package dev.steward.runner.inventory.sheet;

import dev.steward.runner.inventory.ConnectionVars;
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
import java.util.regex.Pattern;

/**
 * A value that may be shown.
 *
 * @param value plain data, with {@code ***} in place of every secret
 * @param why something of it is masked; empty: nothing is
 */
record Masked(Object value, Optional<String> why) {

    private static final String STARS = "***";

    /** Names of what is a secret though it stands there in plain text; a file with a secret in it is none itself. */
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(passw|passphrase|secret|token|credential|api_?key|private_?key|_pass$|^pass$).*");

    private static final Pattern HARMLESS = Pattern.compile("(?i).*(_file|_path|_dir|_url|_length|_days|_enabled)$");

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
        if (value instanceof Map<?, ?> map && !isSecret(name)) {
            return map(map);
        }
        if (value instanceof List<?> list) {
            List<Masked> each = list.stream().map(one -> of(name, one)).toList();
            List<Object> shown = new ArrayList<>();
            each.forEach(one -> shown.add(one.value()));
            return new Masked(shown, first(each));
        }
        boolean plain = value == null || value instanceof Boolean || !isSecret(name);
        return plain ? new Masked(value, Optional.empty()) : hidden("its name says that it is a secret");
    }

    private static boolean isSecret(String name) {
        return ConnectionVars.isPassword(name)
                || SECRET.matcher(name).matches() && !HARMLESS.matcher(name).matches();
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
