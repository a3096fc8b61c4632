package dev.steward.dsl.script;

import dev.steward.dsl.value.Operator;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Type.Kind;

/** The words of a problem with an operator. */
final class Operators {

    private Operators() {}

    static String words(Operator operator, Type left, Type right) {
        return switch (operator) {
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                "'" + operator.sign() + "' compares " + left.name() + " with " + right.name();
            case IN, NOT_IN -> "'" + operator.sign() + "' asks a list or a map, but this is " + right.name();
            default -> "'" + operator.sign() + "' cannot stand between " + left.name() + " and " + right.name();
        };
    }

    static String advice(Type left, Type right) {
        boolean duration = left.is(Kind.DURATION) || right.is(Kind.DURATION);
        if (duration && (left.numeric() || right.numeric())) {
            return "write the number with its unit, such as 30.seconds";
        }
        boolean text = left.is(Kind.TEXT) || right.is(Kind.TEXT);
        return text && (left.numeric() || right.numeric()) ? "write the number without quotes, or use toInteger()" : "";
    }
}
