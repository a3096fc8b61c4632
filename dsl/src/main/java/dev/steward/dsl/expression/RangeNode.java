package dev.steward.dsl.expression;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code 1..3}: a list of whole numbers.
 *
 * @param from the first
 * @param to the last
 * @param at where it stands
 */
public record RangeNode(Node from, Node to, SourceRef at) implements Node {

    private static final int LONGEST = 10_000;

    @Override
    public Type type() {
        return Type.listOf(Type.INTEGER);
    }

    @Override
    public boolean deferred() {
        return from.deferred() || to.deferred();
    }

    @Override
    public Object value(Env env) {
        if (!(from.value(env) instanceof Integer first) || !(to.value(env) instanceof Integer last)) {
            throw new EvaluationException(at, "a range goes from a whole number to a whole number");
        }
        if (Math.abs((long) last - first) >= LONGEST) {
            throw new EvaluationException(at, "a range holds at most " + LONGEST + " numbers");
        }
        List<Object> numbers = new ArrayList<>();
        int step = first <= last ? 1 : -1;
        for (int n = first; n != last + step; n += step) {
            env.step(at);
            numbers.add(n);
        }
        return Collections.unmodifiableList(numbers);
    }
}
