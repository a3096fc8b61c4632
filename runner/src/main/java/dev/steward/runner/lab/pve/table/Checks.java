package dev.steward.runner.lab.pve.table;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Holds parameters against the table, with PVE's own texts (JSONSchema.pm: check_prop, check_type, parse_property_string). */
public final class Checks {

    static final String UNKNOWN =
            "property is not defined in schema and the schema does not allow additional properties";
    static final String MISSING = "property is missing and it is not optional";

    private final Table table;

    /** Checks by a table. */
    public Checks(Table table) {
        this.table = table;
    }

    /**
     * What is wrong with a call's parameters, those of its path among them.
     *
     * @param given each a String, a Boolean or Number (from JSON) or a list of these
     * @return by parameter; empty where all is well
     */
    public Map<String, String> errors(Endpoint endpoint, Map<String, Object> given) {
        Map<String, String> errors = new LinkedHashMap<>();
        given.forEach((key, value) -> endpoint.param(key)
                .ifPresentOrElse(param -> check(param, key, value, errors), () -> errors.put(key, UNKNOWN)));
        for (Param param : endpoint.params()) {
            if (!param.optional() && given.keySet().stream().noneMatch(param::covers)) {
                errors.put(param.name(), MISSING);
            }
            String needed = param.limit("requires");
            if (!needed.isEmpty() && given.containsKey(param.name()) && !given.containsKey(needed)) {
                errors.put(needed, "missing property - '" + param.name() + "' requires this property");
            }
        }
        return errors;
    }

    private void check(Param param, String key, Object value, Map<String, String> errors) {
        String error =
                param.type().equals("array") || value instanceof List ? array(param, value) : one(param, key, value);
        if (!error.isEmpty()) {
            errors.put(key, error);
        }
    }

    private String array(Param param, Object value) {
        if (value instanceof List && !param.type().equals("array")) {
            return "type check ('" + param.type() + "') failed - got ARRAY";
        }
        return "";
    }

    private String one(Param param, String key, Object raw) {
        String value = raw instanceof Boolean flag ? (flag ? "1" : "0") : String.valueOf(raw);
        if (!typed(param.type(), value)) {
            return "type check ('" + param.type() + "') failed - got '" + value + "'";
        }
        String format = param.limit("format").isEmpty() ? "" : Formats.refusal(param.limit("format"), value);
        if (!format.isEmpty()) {
            return "invalid format - " + format;
        }
        if (!param.limit("property").isEmpty()) {
            String refusal = property(table.property(param.limit("property")), key, value);
            return refusal.isEmpty() ? "" : "invalid format - " + refusal;
        }
        return bounds(param, value);
    }

    private static boolean typed(String type, String value) {
        return switch (type) {
            case "boolean" -> value.matches("[01]");
            case "integer" -> value.matches("[+-]?\\d+");
            case "number" -> value.matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
            default -> true;
        };
    }

    private static String bounds(Param param, String value) {
        List<String> values = param.values();
        if (!values.isEmpty() && !values.contains(value)) {
            return "value '" + value + "' does not have a value in the enumeration '" + String.join(", ", values) + "'";
        }
        if (param.type().equals("integer") || param.type().equals("number")) {
            return numbers(param, new BigDecimal(value));
        }
        if (!param.limit("longest").isEmpty() && value.length() > Integer.parseInt(param.limit("longest"))) {
            return "value may only be " + param.limit("longest") + " characters long";
        }
        if (!param.limit("shortest").isEmpty() && value.length() < Integer.parseInt(param.limit("shortest"))) {
            return "value must be at least " + param.limit("shortest") + " characters long";
        }
        return matches(param.limit("pattern"), value) ? "" : "value does not match the regex pattern";
    }

    private static String numbers(Param param, BigDecimal value) {
        if (!param.limit("min").isEmpty() && value.compareTo(new BigDecimal(param.limit("min"))) < 0) {
            return "value must have a minimum value of " + param.limit("min");
        }
        if (!param.limit("max").isEmpty() && value.compareTo(new BigDecimal(param.limit("max"))) > 0) {
            return "value must have a maximum value of " + param.limit("max");
        }
        return "";
    }

    private static boolean matches(String perl, String value) {
        if (perl.isEmpty()) {
            return true;
        }
        try {
            String java = perl.replaceFirst("^\\(\\?\\^([a-z]*):", "(?$1:").replace("{,", "{0,");
            return Pattern.compile(java).matcher(value).matches();
        } catch (PatternSyntaxException e) {
            // Perl writes a few things Java does not know; such a pattern holds nothing back in the lab.
            return true;
        }
    }

    /** What is wrong with a property string, empty where nothing is. */
    public String property(Property form, String name, String text) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            if (part.isBlank()) {
                continue;
            }
            String key = equals > 0 ? part.substring(0, equals) : form.bare();
            if (key.isEmpty()) {
                return "value without key, but schema does not define a default key\n";
            }
            if (equals <= 0 && values.containsKey(key)) {
                return "duplicate key in comma-separated list property: " + key + "\n";
            }
            values.put(key, part.substring(equals + 1));
        }
        boolean alias = values.keySet().stream()
                .anyMatch(key -> form.key(key).map(Param::type).orElse("").equals("alias"));
        values.forEach((key, value) -> form.key(key)
                .map(param -> param.type().equals("alias") ? "" : one(param, key, value))
                .filter(error -> !error.isEmpty())
                .ifPresent(error -> wrong.add(name + "." + key + ": " + error.strip())));
        values.keySet().stream()
                .filter(key -> form.key(key).isEmpty())
                .forEach(key -> wrong.add(name + "." + key + ": " + UNKNOWN));
        form.keys().stream()
                .filter(key -> !alias && !key.optional() && !key.type().equals("alias"))
                .filter(key -> !values.containsKey(key.name()))
                .forEach(key -> wrong.add(name + "." + key.name() + ": " + MISSING));
        return wrong.isEmpty() ? "" : "format error\n" + String.join("\n", wrong) + "\n";
    }
}
