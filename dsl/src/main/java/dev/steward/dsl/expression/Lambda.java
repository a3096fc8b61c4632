package dev.steward.dsl.expression;

import java.util.List;

/**
 * {@code { x -> … }} behind a method of a list or map.
 *
 * @param parameters their names
 * @param body what it yields
 */
public record Lambda(List<String> parameters, Node body) {

    /** Its value for these arguments; missing ones are null. */
    Object apply(Env env, Object... arguments) {
        Env inner = env;
        for (int i = 0; i < parameters.size(); i++) {
            inner = inner.with(parameters.get(i), i < arguments.length ? arguments[i] : null);
        }
        env.step(body.at());
        return body.value(inner);
    }
}
