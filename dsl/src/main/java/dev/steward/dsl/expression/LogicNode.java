package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Values;

/**
 * {@code a && b}, {@code a || b}: the second is asked only when the first leaves it open.
 *
 * @param both whether both must hold
 * @param left the first
 * @param right the second
 * @param at where it stands
 */
public record LogicNode(boolean both, Node left, Node right, SourceRef at) implements Node {

    @Override
    public Type type() {
        return Type.FLAG;
    }

    @Override
    public boolean deferred() {
        return left.deferred() || right.deferred();
    }

    @Override
    public Object value(Env env) {
        env.step(at);
        boolean first = Values.truth(left.value(env));
        return first == both ? Values.truth(right.value(env)) : first;
    }
}
