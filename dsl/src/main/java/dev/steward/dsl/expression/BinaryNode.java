package dev.steward.dsl.expression;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Limits;
import dev.steward.dsl.value.Operator;
import dev.steward.dsl.value.Type;

/**
 * Two values with an operator between them.
 *
 * @param operator which
 * @param left the first value
 * @param right the second value
 * @param type of the result
 * @param at where it stands
 */
public record BinaryNode(Operator operator, Node left, Node right, Type type, SourceRef at) implements Node {

    @Override
    public boolean deferred() {
        return left.deferred() || right.deferred();
    }

    @Override
    public Object value(Env env) {
        env.step(at);
        Object a = left.value(env);
        Object b = right.value(env);
        env.work(operator.work(a, b), at);
        try {
            return Limits.any(operator.apply(a, b), at);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(at, e.getMessage());
        } catch (ArithmeticException e) {
            throw new EvaluationException(at, "this has no value: " + e.getMessage());
        }
    }
}
