package dev.steward.dsl.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A module with its arguments. Positional arguments stand under the names that the module's schema gives them.
 * An argument is null-free plain data (String, Boolean, Integer, Long, BigDecimal, Duration, List, Map) or one of
 * {@link Text}, {@link Expression}, {@link Condition}, {@link SecretRef}, at any depth of lists and maps.
 *
 * @param module its name, as {@code apt}
 * @param arguments by parameter name, in written order
 * @param at where the call stands
 */
public record ModuleCall(String module, Map<String, Object> arguments, SourceRef at) {

    public ModuleCall {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }
}
