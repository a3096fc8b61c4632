package dev.steward.dsl.expression;

import dev.steward.dsl.plan.Expression;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;

/**
 * A name bound at plan time: a var, a local, a parameter of a shared task list (which may be deferred).
 *
 * @param name as written
 * @param type of its value
 * @param deferred whether it is bound to an {@link Expression}
 * @param at where it stands
 */
public record NameNode(String name, Type type, boolean deferred, SourceRef at) implements Node {

    @Override
    public Object value(Env env) {
        Object value = env.get(name);
        return value instanceof Expression later ? later.code().evaluate(env.scope()) : value;
    }
}
