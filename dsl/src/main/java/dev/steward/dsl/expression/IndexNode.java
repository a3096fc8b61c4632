package dev.steward.dsl.expression;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;
import java.util.List;
import java.util.Map;

/**
 * {@code list[0]}, {@code list[-1]}, {@code map['key']}.
 *
 * @param of what holds the element
 * @param index which
 * @param type of the element
 * @param at where it stands
 */
public record IndexNode(Node of, Node index, Type type, SourceRef at) implements Node {

    @Override
    public boolean deferred() {
        return of.deferred() || index.deferred();
    }

    @Override
    public Object value(Env env) {
        env.step(at);
        Object target = of.value(env);
        Object key = index.value(env);
        if (target instanceof Map<?, ?> map) {
            return map.get(key instanceof CharSequence ? key.toString() : key);
        }
        if (target instanceof List<?> list && key instanceof Number number) {
            int place = number.intValue() < 0 ? list.size() + number.intValue() : number.intValue();
            return place >= 0 && place < list.size() ? list.get(place) : null;
        }
        throw new EvaluationException(
                at,
                "only a list (by number) or a map (by key) has elements, but this is "
                        + Type.ofValue(target).name());
    }
}
