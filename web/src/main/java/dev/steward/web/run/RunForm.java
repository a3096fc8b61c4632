package dev.steward.web.run;

import dev.steward.dsl.plan.Parameter;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.value.Values;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.yaml.ExtraVars;
import dev.steward.runner.secret.AnsibleVault;
import dev.steward.runner.secret.Secret;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The form of a playbook's parameters. */
public final class RunForm {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    /** So many choices stand side by side; more are a list to open. */
    private static final int BESIDE = 4;

    private RunForm() {}

    /**
     * A field.
     *
     * @param name of the parameter
     * @param kind "box", "number", "text" (as 5m or 2GiB too), "radios" or "select" for one of its choices, "boxes" for several,
     *     "lines" for texts one in a line, "structure" for another list or map as JSON or YAML in brackets, "secret", or
     *     "fixed" for what the form cannot say
     * @param type of the parameter
     * @param value its default as text; of a secret nothing
     * @param label what the playbook asks; else the name
     * @param told what else is said of it
     */
    public record Input(String name, String kind, String type, String value, String label, Told told) {

        /** The name of its field. */
        public String field() {
            return "var." + name;
        }
    }

    /**
     * What else is said of a field.
     *
     * @param help in words; may be empty
     * @param choices as text; none: whatever fits
     * @param least as text; empty: no limit
     * @param most as text; empty: no limit
     * @param required whether it must be filled in
     * @param path of a secret, under which it is looked up; empty: it is none
     */
    public record Told(String help, List<String> choices, String least, String most, boolean required, String path) {

        /** Between what it must be, in words; may be empty. */
        public String range() {
            if (least.isEmpty() && most.isEmpty()) {
                return "";
            }
            return least.isEmpty() ? "at most " + most : most.isEmpty() ? "at least " + least : least + " to " + most;
        }
    }

    /** The fields of a plan. */
    public static List<Input> of(Plan plan) {
        return plan.parameters().stream().map(RunForm::input).toList();
    }

    private static Input input(Parameter parameter) {
        String label = parameter.label().isEmpty() ? parameter.name() : parameter.label();
        String kind = kind(parameter);
        String value =
                switch (kind) {
                    case "secret" -> "";
                    case "structure" -> new EventJson().text(parameter.value());
                    case "lines", "boxes" -> String.join("\n", texts((List<?>) parameter.value()));
                    default -> Values.written(parameter.value());
                };
        Told told = new Told(
                parameter.asked().help(),
                texts(parameter.asked().choices()),
                parameter.asked().least().map(Values::written).orElse(""),
                parameter.asked().most().map(Values::written).orElse(""),
                parameter.asked().required(),
                parameter.value() instanceof SecretRef secret ? secret.path() : "");
        return new Input(parameter.name(), kind, parameter.type(), value, label, told);
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Values::written).toList();
    }

    private static String kind(Parameter parameter) {
        if (parameter.value() instanceof SecretRef) {
            return "secret";
        }
        int choices = parameter.asked().choices().size();
        if (choices > 0) {
            return parameter.type().equals("List") ? "boxes" : choices <= BESIDE ? "radios" : "select";
        }
        return switch (parameter.type()) {
            case "Boolean" -> "box";
            case "Integer", "BigDecimal" -> "number";
            case "List" ->
                parameter.value() instanceof List<?> list
                                && list.stream().allMatch(one -> one instanceof String text && line(text))
                        ? "lines"
                        : plain(parameter.value()) ? "structure" : "fixed";
            case "Map" -> plain(parameter.value()) ? "structure" : "fixed";
            default -> "text";
        };
    }

    private static boolean line(String text) {
        return !text.isBlank() && text.lines().count() == 1 && text.equals(text.strip());
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

    /** What the form says: the values that are another than before, and why some cannot be taken. */
    public static Filled filled(List<Input> inputs, Params form) {
        Map<String, Object> vars = new LinkedHashMap<>();
        Map<String, Secret> typed = new LinkedHashMap<>();
        Map<String, String> wrong = new LinkedHashMap<>();
        for (Input input : inputs) {
            if (input.kind().equals("secret")) {
                String said = form.exact(input.field());
                if (!said.isEmpty()) {
                    typed.put(input.told().path(), new Secret(said));
                }
            } else if (!input.kind().equals("fixed")) {
                String said = said(input, form);
                try {
                    if (!said.equals(input.value())) {
                        vars.put(input.name(), value(input, said));
                    }
                } catch (Refused e) {
                    List<String> words = new ArrayList<>(List.of(e.getMessage()));
                    words.addAll(e.problems());
                    wrong.put(input.name(), String.join(" ", words));
                }
            }
        }
        return new Filled(vars, typed, wrong);
    }

    /** What stands in a field. A list that is emptied is empty, any other field that is emptied is as the playbook has it. */
    private static String said(Input input, Params form) {
        return switch (input.kind()) {
            case "box" -> Boolean.toString(form.on(input.field()));
            case "boxes" -> String.join("\n", form.values(input.field()));
            case "lines" ->
                form.all().stream().anyMatch(one -> one.name().equals(input.field()))
                        ? lines(form.exact(input.field()))
                        : input.value();
            default -> form.first(input.field()).orElse(input.value());
        };
    }

    private static String lines(String text) {
        return String.join(
                "\n",
                text.lines().map(String::strip).filter(one -> !one.isEmpty()).toList());
    }

    private static Object value(Input input, String said) {
        try {
            return switch (input.type()) {
                case "Boolean" -> Boolean.valueOf(said);
                case "Integer" -> Integer.valueOf(said);
                case "Long" -> NUMBER.matcher(said).matches() ? Long.valueOf(said) : said;
                case "BigDecimal" -> new BigDecimal(said);
                case "List" ->
                    input.kind().equals("structure") || said.startsWith("[") && said.endsWith("]")
                            ? structure(input, said)
                            : said.lines().toList();
                case "Map" -> structure(input, said);
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
