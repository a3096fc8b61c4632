package dev.steward.dsl.expression;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Limits;
import dev.steward.dsl.value.Method;
import dev.steward.dsl.value.Methods;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Unknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code value.method(arguments) { x -> … }}: a call of one of {@link Methods}.
 *
 * @param of the value
 * @param method its name
 * @param arguments in order
 * @param lambda the block behind the call
 * @param safe whether null gives null ({@code ?.})
 * @param type of the result
 * @param at where the name stands
 */
public record CallNode(
        Node of, String method, List<Node> arguments, Optional<Lambda> lambda, boolean safe, Type type, SourceRef at)
        implements Node {

    @Override
    public boolean deferred() {
        return of.deferred()
                || arguments.stream().anyMatch(Node::deferred)
                || lambda.map(l -> l.body().deferred()).orElse(false);
    }

    @Override
    public Object value(Env env) {
        env.step(at);
        Object target = of.value(env);
        if (target == null && safe) {
            return null;
        } else if (Unknown.is(target)) {
            return target;
        }
        Type actual = Type.ofValue(target);
        Method found = Methods.find(actual, method)
                .orElseThrow(() -> new EvaluationException(at, actual.name() + " has no '" + method + "'"));
        if (!found.takes(arguments.size(), lambda.isPresent())) {
            throw new EvaluationException(at, "'" + method + "' of " + actual.name() + " takes " + found.words());
        }
        List<Object> values = new ArrayList<>();
        arguments.forEach(node -> values.add(node.value(env)));
        return called(found, target, values, env);
    }

    private Object called(Method found, Object target, List<Object> values, Env env) {
        env.work(Limits.weight(target), at);
        Method.Block block = arguments2 -> lambda.orElseThrow().apply(env, arguments2);
        try {
            return Limits.any(found.body().apply(target, values, block), at);
        } catch (IllegalArgumentException | ArithmeticException | ClassCastException | IndexOutOfBoundsException e) {
            throw new EvaluationException(at, "'" + method + "' cannot be worked out here: " + reason(e));
        }
    }

    private static String reason(RuntimeException e) {
        return e instanceof ClassCastException ? "an argument has the wrong type" : e.getMessage();
    }
}
