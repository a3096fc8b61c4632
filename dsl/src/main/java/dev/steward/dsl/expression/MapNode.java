package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Limits;
import dev.steward.dsl.value.Type;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code [a: 1, b: 2]}.
 *
 * @param entries in order
 * @param at where it stands
 */
public record MapNode(Map<String, Node> entries, SourceRef at) implements Node {

    @Override
    public Type type() {
        return Type.MAP;
    }

    @Override
    public boolean deferred() {
        return entries.values().stream().anyMatch(Node::deferred);
    }

    @Override
    public Object value(Env env) {
        Map<String, Object> values = new LinkedHashMap<>();
        entries.forEach((key, node) -> {
            env.step(at);
            values.put(key, node.value(env));
        });
        env.work(Limits.weight(values), at);
        return Limits.any(Collections.unmodifiableMap(values), at);
    }
}
