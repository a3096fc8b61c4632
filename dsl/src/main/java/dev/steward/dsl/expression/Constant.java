package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;

/**
 * A value as written.
 *
 * @param value plain data or a {@link dev.steward.dsl.plan.SecretRef}
 * @param type of it
 * @param at where it stands
 */
public record Constant(Object value, Type type, SourceRef at) implements Node {

    /** A constant of its own type. */
    public static Constant of(Object value, SourceRef at) {
        return new Constant(value, Type.ofValue(value), at);
    }

    /** Stands where a problem was found, and causes no further one. */
    public static Constant unknown(SourceRef at) {
        return new Constant(null, Type.ANY, at);
    }

    @Override
    public boolean deferred() {
        return false;
    }

    @Override
    public Object value(Env env) {
        return value;
    }
}
