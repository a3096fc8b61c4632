package dev.steward.web.run;

import dev.steward.dsl.plan.Parameter;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.value.Values;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form of a playbook's parameters. */
public final class RunForm {

    private RunForm() {}

    /**
     * A field.
     *
     * @param name of the parameter
     * @param kind "box", "number", "text", or "fixed" for a secret or structure that the form does not change
     * @param type of the parameter
     * @param value its default as text
     * @param label what the playbook asks; else the name
     */
    public record Input(String name, String kind, String type, String value, String label) {}

    /** The fields of a plan. */
    public static List<Input> of(Plan plan) {
        return plan.parameters().stream().map(RunForm::input).toList();
    }

    private static Input input(Parameter parameter) {
        boolean secret = parameter.value() instanceof SecretRef;
        String kind = secret
                ? "fixed"
                : switch (parameter.type()) {
                    case "Boolean" -> "box";
                    case "Integer", "Long" -> "number";
                    case "List", "Map" -> "fixed";
                    default -> "text";
                };
        String label = parameter.label().isEmpty() ? parameter.name() : parameter.label();
        String value = secret ? "***" : Values.written(parameter.value());
        return new Input(parameter.name(), kind, parameter.type(), value, label);
    }

    /** The values that the form changed, of the parameter's type. */
    public static Map<String, Object> changed(List<Input> inputs, Params form) {
        Map<String, Object> changed = new LinkedHashMap<>();
        for (Input input : inputs) {
            String field = "var." + input.name();
            boolean box = input.kind().equals("box");
            String said =
                    box ? Boolean.toString(form.on(field)) : form.first(field).orElse(input.value());
            if (!input.kind().equals("fixed") && !said.equals(input.value())) {
                changed.put(input.name(), value(input, said));
            }
        }
        return changed;
    }

    private static Object value(Input input, String said) {
        try {
            return switch (input.type()) {
                case "Boolean" -> Boolean.valueOf(said);
                case "Integer" -> Integer.valueOf(said);
                case "Long" -> Long.valueOf(said);
                case "BigDecimal" -> new BigDecimal(said);
                default -> said;
            };
        } catch (NumberFormatException e) {
            throw Refused.bad("'" + input.name() + "' must be a number, not '" + said + "'.");
        }
    }
}
