package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Unknown;
import dev.steward.dsl.value.Values;

/**
 * {@code a && b}, {@code a || b}: the second is asked only when the first leaves it open. What is unknown decides nothing: {@code
 * unknown || true} holds, {@code unknown && true} is unknown.
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
        Object first = left.value(env);
        if (!Unknown.is(first) && Values.truth(first) != both) {
            return !both;
        }
        Object second = right.value(env);
        if (!Unknown.is(second) && Values.truth(second) != both) {
            return !both;
        }
        return Unknown.is(first) || Unknown.is(second) ? Unknown.VALUE : both;
    }
}
