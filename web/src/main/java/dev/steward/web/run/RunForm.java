package dev.steward.web.run;

import dev.steward.dsl.plan.Parameter;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.value.Values;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.yaml.ExtraVars;
import dev.steward.runner.secret.AnsibleVault;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The form of a playbook's parameters. */
public final class RunForm {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

    private RunForm() {}

    /**
     * A field.
     *
     * @param name of the parameter
     * @param kind "box", "number", "text" (as 5m or 2GiB too), "structure" for a list or map as JSON or YAML in brackets, or
     *     "fixed" for a secret or what the form cannot say
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
        String label = parameter.label().isEmpty() ? parameter.name() : parameter.label();
        String kind = kind(parameter);
        String value = parameter.value() instanceof SecretRef
                ? "***"
                : kind.equals("structure")
                        ? new EventJson().text(parameter.value())
                        : Values.written(parameter.value());
        return new Input(parameter.name(), kind, parameter.type(), value, label);
    }

    private static String kind(Parameter parameter) {
        return switch (parameter.type()) {
            case "Boolean" -> "box";
            case "Integer" -> "number";
            case "List", "Map" -> plain(parameter.value()) ? "structure" : "fixed";
            default -> parameter.value() instanceof SecretRef ? "fixed" : "text";
        };
    }

    /** Whether a value says as JSON what it is: a duration within a list would come back as a text. */
    private static boolean plain(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().allMatch(RunForm::plain);
        } else if (value instanceof Map<?, ?> map) {
            return map.values().stream().allMatch(RunForm::plain);
        }
        return value instanceof String || value instanceof Boolean || value instanceof Integer || value instanceof Long;
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
                case "Long" -> NUMBER.matcher(said).matches() ? Long.valueOf(said) : said;
                case "BigDecimal" -> new BigDecimal(said);
                case "List", "Map" -> structure(input, said);
                default -> said;
            };
        } catch (NumberFormatException e) {
            throw Refused.bad("'" + input.name() + "' must be a number, not '" + said + "'.");
        }
    }

    /** Read as by {@code -e}; what closes the bracket early to say more than this one parameter is refused. */
    private static Object structure(Input input, String said) {
        String wanted = input.type().equals("List") ? "a list as [a, b]" : "a map as {a: 1}";
        try {
            Map<String, Object> read = new ExtraVars(new AnsibleVault(List.of()))
                    .read(List.of("{\"" + input.name() + "\": " + said + "\n}"));
            Object value = read.get(input.name());
            boolean fits = input.type().equals("List") ? value instanceof List<?> : value instanceof Map<?, ?>;
            if (fits && read.size() == 1) {
                return value;
            }
        } catch (InventoryException e) {
            throw new Refused(
                    400,
                    "Not understood",
                    "'" + input.name() + "' must be " + wanted + ".",
                    e.problems().stream().map(Object::toString).toList());
        }
        throw Refused.bad("'" + input.name() + "' must be " + wanted + ", not '" + said + "'.");
    }
}
