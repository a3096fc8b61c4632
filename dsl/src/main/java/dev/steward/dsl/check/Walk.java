package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.value.Values;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Goes through the statements of a block at plan time: decides its ifs, repeats its eaches, binds its names. */
final class Walk {

    private Walk() {}

    /** Takes one statement that is neither if, each nor def. */
    @FunctionalInterface
    interface Taker {
        /** The names that the next statement sees. */
        Env take(Statement statement, Env env);
    }

    static void through(List<Statement> body, Env start, Taker taker) {
        Env env = start;
        for (Statement statement : body) {
            env.step(statement.at());
            if (statement instanceof Statement.Define define) {
                env = env.with(define.name(), PlanValues.bound(define.value(), define.name(), env));
            } else if (statement instanceof Statement.Choose choice) {
                through(Values.truth(choice.question().value(env)) ? choice.yes() : choice.no(), env, taker);
            } else if (statement instanceof Statement.Each each) {
                each(each, env, taker);
            } else {
                env = taker.take(statement, env);
            }
        }
    }

    private static void each(Statement.Each each, Env env, Taker taker) {
        Object of = each.of().value(env);
        if (of instanceof Map<?, ?> map && !each.indexed() && each.parameters().size() == 2) {
            map.forEach((key, value) -> through(each.body(), bound(each, env, key, value), taker));
        } else if (of instanceof Collection<?> list) {
            int index = 0;
            for (Object element : list) {
                through(each.body(), bound(each, env, element, each.indexed() ? index++ : null), taker);
            }
        } else {
            throw new EvaluationException(
                    each.at(), "'each' goes through a list { x -> … } or a map { key, value -> … }");
        }
    }

    private static Env bound(Statement.Each each, Env env, Object first, Object second) {
        Env inner = env;
        for (int i = 0; i < each.parameters().size(); i++) {
            inner = inner.with(each.parameters().get(i), i == 0 ? first : i == 1 ? second : null);
        }
        return inner;
    }
}
