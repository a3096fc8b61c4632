package dev.steward.runner.module;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A shell line with its values quoted; secrets stand in it as {@code "$STEWARD_SECRET_n"}.
 *
 * @param script for {@code sh}
 * @param secrets environment for it: String name to {@link dev.steward.runner.secret.Secret}
 */
public record ShellText(String script, Map<String, Object> secrets) {

    public ShellText {
        secrets = Collections.unmodifiableMap(new LinkedHashMap<>(secrets));
    }
}
