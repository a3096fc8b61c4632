package dev.steward.dsl.expression;

import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Limits;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Values;
import java.util.List;
import java.util.Optional;

/**
 * {@code "…${value}…"}.
 *
 * @param parts in order
 * @param at where it stands
 */
public record TextNode(List<Part> parts, SourceRef at) implements Node {

    /**
     * Literal text, or a value put in.
     *
     * @param literal as typed; empty text where there is a value
     * @param value what is put in; empty: literal text
     * @param source of the value, as written
     */
    public record Part(String literal, Optional<Node> value, String source) {

        /** Text as typed. */
        public static Part literal(String text) {
            return new Part(text, Optional.empty(), "");
        }

        /** A value put in. */
        public static Part value(Node node, String source) {
            return new Part("", Optional.of(node), source);
        }
    }

    @Override
    public Type type() {
        return Type.TEXT;
    }

    @Override
    public boolean deferred() {
        return parts.stream().flatMap(p -> p.value().stream()).anyMatch(Node::deferred);
    }

    @Override
    public Object value(Env env) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.value().map(node -> written(node, node.value(env))).orElse(part.literal()));
        }
        return Limits.text(text.toString(), at);
    }

    private static String written(Node node, Object value) {
        if (value == null) {
            throw new EvaluationException(node.at(), "this is null, and null cannot be put into a text");
        }
        return Values.written(value);
    }
}
