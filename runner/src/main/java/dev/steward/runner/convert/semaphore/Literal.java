package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A JSON value as a playbook writes it. */
final class Literal {

    private static final double MOST = 1e15;
    private static final double LEAST = 1e-9;

    private Literal() {}

    /** @throws Unconvertible saying why there is no such value */
    static String of(JsonNode value) throws Unconvertible {
        if (value.isTextual()) {
            if (value.textValue().contains("{{") || value.textValue().contains("{%")) {
                throw new Unconvertible("it is a Jinja text; write what it means into the playbook");
            }
            return Groovy.text(value.textValue());
        }
        if (value.isArray()) {
            List<String> all = new ArrayList<>();
            for (JsonNode one : value) {
                all.add(of(one));
            }
            return "[" + String.join(", ", all) + "]";
        }
        if (value.isObject()) {
            List<String> all = new ArrayList<>();
            for (Map.Entry<String, JsonNode> one : value.properties()) {
                all.add(Groovy.key(one.getKey()) + ": " + of(one.getValue()));
            }
            return all.isEmpty() ? "[:]" : "[" + String.join(", ", all) + "]";
        }
        if (value.isNull()) {
            throw new Unconvertible("null is no value of a playbook's vars");
        }
        if (value.isFloatingPointNumber()) {
            double number = value.doubleValue();
            if (number != 0 && !(Math.abs(number) < MOST && Math.abs(number) > LEAST)) {
                throw new Unconvertible("the number is too large or too small");
            }
            return BigDecimal.valueOf(number).toPlainString();
        }
        if (value.isNumber() && !value.canConvertToLong()) {
            throw new Unconvertible("the number is too large");
        }
        return value.asText();
    }
}
