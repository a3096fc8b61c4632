package dev.steward.dsl.expression;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Numbers;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Unknown;
import dev.steward.dsl.value.Values;
import java.time.Duration;

/**
 * {@code !value}, {@code -value}.
 *
 * @param not whether it is the logical one
 * @param of the value behind the sign
 * @param at where it stands
 */
public record SignNode(boolean not, Node of, SourceRef at) implements Node {

    @Override
    public Type type() {
        return not ? Type.FLAG : of.type();
    }

    @Override
    public boolean deferred() {
        return of.deferred();
    }

    @Override
    public Object value(Env env) {
        env.step(at);
        Object value = of.value(env);
        if (Unknown.is(value)) {
            return Unknown.VALUE;
        } else if (not) {
            return !Values.truth(value);
        } else if (value instanceof Number number) {
            try {
                return Numbers.negated(number);
            } catch (ArithmeticException e) {
                throw new EvaluationException(at, "this has no value: " + e.getMessage());
            }
        } else if (value instanceof Duration duration) {
            return duration.negated();
        }
        throw new EvaluationException(at, "only a number has a sign");
    }
}
