package dev.steward.runner.convert.semaphore;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.sheet.SecretNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A JSON value as a playbook writes it. */
final class Literal {

    private static final double MOST = 1e15;
    private static final double LEAST = 1e-9;

    private static final Pattern ADDRESS =
            Pattern.compile("(?i)\\b[a-z][a-z0-9+.-]{0,30}://[^/\\s:@]{0,300}:[^/\\s@]{1,900}@");

    private final Hidden hidden;

    private Literal(Hidden hidden) {
        this.hidden = hidden;
    }

    /** What stands in place of a secret, which is to be filled in. */
    @FunctionalInterface
    interface Hidden {

        /** @param name of the value, with the names above it */
        String of(String name);
    }

    /** Whether a text is an address with a password in it. */
    static boolean opens(String text) {
        return ADDRESS.matcher(text).find();
    }

    /**
     * A value; what is a secret by its name or by a name above it, or has a password in its address, is not written.
     *
     * @throws Unconvertible saying why there is no such value
     */
    static String of(String name, JsonNode value, Hidden hidden) throws Unconvertible {
        return new Literal(hidden).of(name, name, value);
    }

    private String of(String path, String name, JsonNode value) throws Unconvertible {
        if (SecretNames.is(name) && !value.isBoolean() && !value.isNull()) {
            return hidden.of(path);
        }
        if (value.isTextual()) {
            if (value.textValue().contains("{{") || value.textValue().contains("{%")) {
                throw new Unconvertible("it is a Jinja text; write what it means into the playbook");
            }
            return opens(value.textValue()) ? hidden.of(path) : Groovy.text(value.textValue());
        }
        if (value.isArray()) {
            List<String> all = new ArrayList<>();
            for (JsonNode one : value) {
                all.add(of(path + "-" + (all.size() + 1), "", one));
            }
            return "[" + String.join(", ", all) + "]";
        }
        if (value.isObject()) {
            List<String> all = new ArrayList<>();
            for (Map.Entry<String, JsonNode> one : value.properties()) {
                String key = one.getKey();
                all.add(Groovy.key(key) + ": " + of(path + "-" + key, key, one.getValue()));
            }
            return all.isEmpty() ? "[:]" : "[" + String.join(", ", all) + "]";
        }
        return number(value);
    }

    private static String number(JsonNode value) throws Unconvertible {
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
