package dev.steward.dsl.script;

import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.expression.PropertyNode;
import dev.steward.dsl.value.Operator;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Type.Kind;
import dev.steward.dsl.value.Ups;
import java.util.Optional;

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

    /** What is wrong with a number that a charge stands beside: it is in per cent, and a share of one never opens a gate in time. */
    static Optional<String> charge(Node left, Node right) {
        Node number = asks(left) ? right : asks(right) ? left : null;
        if (!(number instanceof Constant constant) || !(constant.value() instanceof Number value)) {
            return Optional.empty();
        }
        double share = value.doubleValue();
        return share > 100 || share > 0 && share < 1
                ? Optional.of("a charge is in per cent, 0 to 100, and never " + constant.value())
                : Optional.empty();
    }

    private static boolean asks(Node node) {
        return node instanceof PropertyNode property
                && property.of().type().equals(Ups.TYPE)
                && property.name().equals("charge");
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
