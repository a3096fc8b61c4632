package dev.steward.dsl.plan;

import java.util.List;

/**
 * A string with parts. Outside {@code shell} a string whose parts are all known at plan time is a plain
 * {@code String} in the plan; in {@code shell} every part is kept, since each value is quoted on its own.
 *
 * @param parts in order, not empty
 */
public record Text(List<Part> parts) {

    public Text {
        parts = List.copyOf(parts);
    }

    /** One part of a text. */
    public sealed interface Part permits Literal, Value, Deferred, Secret, Raw {}

    /**
     * Text as the operator typed it.
     *
     * @param text never quoted
     */
    public record Literal(String text) implements Part {}

    /**
     * A value known at plan time.
     *
     * @param value quoted in a shell text
     */
    public record Value(Object value) implements Part {}

    /**
     * A value known at run time.
     *
     * @param expression what computes it; the value is quoted in a shell text
     */
    public record Deferred(Expression expression) implements Part {}

    /**
     * A secret; a shell text reads it from an environment variable, never from its own text.
     *
     * @param secret which
     */
    public record Secret(SecretRef secret) implements Part {}

    /**
     * {@code raw(value)}: put in as it is, by the operator's word.
     *
     * @param value a plan-time value or an {@link Expression}
     */
    public record Raw(Object value) implements Part {}
}
