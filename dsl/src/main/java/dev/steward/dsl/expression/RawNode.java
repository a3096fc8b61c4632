package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;

/**
 * {@code raw(value)}: put into a shell line as it is.
 *
 * @param of the value
 * @param source of the value, as written
 * @param at where it stands
 */
public record RawNode(Node of, String source, SourceRef at) implements Node {

    @Override
    public Type type() {
        return Type.RAW;
    }

    @Override
    public boolean deferred() {
        return of.deferred();
    }

    @Override
    public Object value(Env env) {
        return of.value(env);
    }
}
