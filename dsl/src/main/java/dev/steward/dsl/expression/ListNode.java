package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Limits;
import dev.steward.dsl.value.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code [a, b]}.
 *
 * @param elements in order
 * @param at where it stands
 */
public record ListNode(List<Node> elements, SourceRef at) implements Node {

    @Override
    public Type type() {
        return elements.stream()
                .map(Node::type)
                .reduce(Type::or)
                .map(Type::listOf)
                .orElse(Type.LIST);
    }

    @Override
    public boolean deferred() {
        return elements.stream().anyMatch(Node::deferred);
    }

    @Override
    public Object value(Env env) {
        List<Object> values = new ArrayList<>();
        for (Node element : elements) {
            env.step(at);
            values.add(element.value(env));
        }
        env.work(Limits.weight(values), at);
        return Limits.any(Collections.unmodifiableList(values), at);
    }
}
