package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;

/**
 * A name that stands for something on each host: {@code host}, {@code item}, a registered result.
 *
 * @param name as written
 * @param type of its value
 * @param at where it stands
 */
public record HostNameNode(String name, Type type, SourceRef at) implements Node {

    @Override
    public boolean deferred() {
        return true;
    }

    @Override
    public Object value(Env env) {
        return env.scope().get(name);
    }
}
