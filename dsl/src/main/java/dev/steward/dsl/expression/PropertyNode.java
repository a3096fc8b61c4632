package dev.steward.dsl.expression;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Units;
import dev.steward.dsl.value.Ups;
import java.util.Map;

/**
 * {@code host.name}, {@code map.key}, {@code ups.charge}, {@code 5.minutes}: the entry of a map, a property of the UPS, or a number
 * with its unit. No other object has properties in a playbook.
 *
 * @param of what has the property
 * @param name of the property
 * @param safe whether null gives null ({@code ?.})
 * @param type of the property
 * @param at where the name stands
 */
public record PropertyNode(Node of, String name, boolean safe, Type type, SourceRef at) implements Node {

    @Override
    public boolean deferred() {
        return of.deferred();
    }

    @Override
    public Object value(Env env) {
        env.step(at);
        Object target = of.value(env);
        if (target instanceof Map<?, ?> map) {
            return map.get(name);
        }
        if (target instanceof Ups ups && ups.property(name) != null) {
            return ups.property(name);
        }
        if (target == null) {
            return ofNothing();
        }
        if (target instanceof Number number && Units.type(name).isPresent()) {
            return united(number);
        }
        throw new EvaluationException(at, Type.ofValue(target).name() + " has no property '" + name + "'");
    }

    private Object united(Number number) {
        try {
            return Units.of(number, name);
        } catch (ArithmeticException e) {
            throw new EvaluationException(at, "this number of " + name + " is too large or too fine");
        }
    }

    /** A result that no task has registered on this host yet has no properties, which is no failure. */
    private Object ofNothing() {
        if (safe || of instanceof HostNameNode) {
            return null;
        }
        throw new EvaluationException(at, "this has no '" + name + "', since what stands before it is null");
    }
}
