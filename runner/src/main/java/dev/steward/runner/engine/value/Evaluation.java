package dev.steward.runner.engine.value;

import dev.steward.dsl.plan.Code;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.Expression;
import dev.steward.dsl.plan.Scope;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.plan.Text;
import dev.steward.runner.secret.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;

/**
 * Turns what a plan holds into plain values of one host. Every secret met on the way is known to the masker before this
 * returns.
 *
 * @param secrets where {@code secret('…')} is resolved
 */
public record Evaluation(SecretSource secrets) {

    /**
     * The plain value: String, Boolean, numbers, Duration, List, Map, null, or {@link Secret}.
     *
     * @param planned plain data, Text, Expression, Condition (becomes a Boolean) or SecretRef, at any depth
     * @throws EvaluationException where it cannot be worked out
     */
    public Object value(Object planned, Scope scope) {
        if (planned instanceof SecretRef ref) {
            return secrets.resolve(ref);
        }
        if (planned instanceof Expression expression) {
            return run(expression.code(), expression.source(), expression.at(), scope);
        }
        if (planned instanceof Condition condition) {
            return holds(condition, scope);
        }
        if (planned instanceof Text text) {
            return text(text, scope);
        }
        if (planned instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((key, value) -> out.put(String.valueOf(key), value(value, scope)));
            return out;
        }
        if (planned instanceof List<?> list) {
            List<Object> out = new ArrayList<>(list.size());
            list.forEach(value -> out.add(value(value, scope)));
            return out;
        }
        return plain(planned);
    }

    /** A map of planned values, each worked out. */
    public Map<String, Object> values(Map<String, Object> planned, Scope scope) {
        Map<String, Object> out = new LinkedHashMap<>();
        planned.forEach((name, value) -> out.put(name, value(value, scope)));
        return out;
    }

    /**
     * The answer to a question, by Groovy truth.
     *
     * @throws EvaluationException where it cannot be answered
     */
    public boolean holds(Condition condition, Scope scope) {
        Object answer = run(condition.code(), condition.toString(), condition.at(), scope);
        return DefaultTypeTransformation.castToBoolean(answer);
    }

    /**
     * A text, or a secret where one of its parts is.
     *
     * @throws EvaluationException where a part has no value on this host: "null" in a path does harm
     */
    private Object text(Text text, Scope scope) {
        StringBuilder out = new StringBuilder();
        boolean secret = false;
        for (Text.Part part : text.parts()) {
            Object value = part(part, scope);
            secret |= value instanceof Secret;
            out.append(value instanceof Secret hidden ? hidden.reveal() : String.valueOf(value));
        }
        return secret ? secrets.learnt(new Secret(out.toString())) : out.toString();
    }

    /** The value of one part of a text; never null. */
    Object part(Text.Part part, Scope scope) {
        if (part instanceof Text.Literal literal) {
            return literal.text();
        }
        if (part instanceof Text.Secret secret) {
            return secrets.resolve(secret.secret());
        }
        Object planned = part instanceof Text.Value value
                ? value.value()
                : part instanceof Text.Deferred deferred ? deferred.expression() : ((Text.Raw) part).value();
        Object value = value(planned, scope);
        if (value == null) {
            String where = planned instanceof Expression e ? e.at() + ": '" + e.source() + "'" : "a value of the text";
            throw new EvaluationException(where + " has no value on this host", null);
        }
        return value;
    }

    private Object run(Code code, String source, SourceRef at, Scope scope) {
        try {
            return plain(code.evaluate(scope));
        } catch (EvaluationException | Interruption e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new EvaluationException(at + ": '" + source + "' could not be worked out on this host: " + why, e);
        }
    }

    private Object plain(Object value) {
        if (value instanceof Secret secret) {
            return secrets.learnt(secret);
        }
        if (value instanceof SecretRef ref) {
            return secrets.resolve(ref);
        }
        if (value instanceof HostValue) {
            return value;
        }
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            map.forEach((key, inner) -> out.put(String.valueOf(key), plain(inner)));
            return out;
        }
        if (value instanceof Collection<?> list) {
            List<Object> out = new ArrayList<>(list.size());
            list.forEach(inner -> out.add(plain(inner)));
            return out;
        }
        return value;
    }
}
