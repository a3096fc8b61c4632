package dev.steward.runner.module.file.template;

import dev.steward.runner.secret.Secret;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Expressions under some variables. Remembers whether a secret was looked at. */
final class Evaluation {

    private final Map<String, Object> vars;
    private boolean secret;

    Evaluation(Map<String, Object> vars) {
        this.vars = new HashMap<>(vars);
    }

    boolean secret() {
        return secret;
    }

    /** Runs something with one more variable. */
    void with(String name, Object value, Body body) throws TemplateException {
        boolean had = vars.containsKey(name);
        Object before = vars.put(name, value);
        try {
            body.run();
        } finally {
            if (had) {
                vars.put(name, before);
            } else {
                vars.remove(name);
            }
        }
    }

    /** What runs under a further variable. */
    interface Body {
        void run() throws TemplateException;
    }

    Object value(Expr expr) throws TemplateException {
        Object value = raw(expr);
        if (value instanceof Secret hidden) {
            secret = true;
            return hidden.reveal();
        }
        return value;
    }

    private Object raw(Expr expr) throws TemplateException {
        if (expr instanceof Expr.Constant constant) {
            return constant.value();
        }
        if (expr instanceof Expr.Name name) {
            return variable(name);
        }
        if (expr instanceof Expr.Property property) {
            return property(property);
        }
        if (expr instanceof Expr.Index index) {
            return element(index);
        }
        if (expr instanceof Expr.Call call) {
            return call(call);
        }
        if (expr instanceof Expr.Not not) {
            return !truth(value(not.of()));
        }
        return binary((Expr.Binary) expr);
    }

    private Object variable(Expr.Name name) throws TemplateException {
        if (!vars.containsKey(name.name())) {
            String known = vars.isEmpty() ? "vars is empty" : "vars has " + String.join(", ", vars.keySet());
            throw new TemplateException(
                    name.at(),
                    "no variable '" + name.name() + "': " + known + "; for the text itself write \\${" + name.name()
                            + "}");
        }
        return vars.get(name.name());
    }

    private Object property(Expr.Property property) throws TemplateException {
        Object of = value(property.of());
        if (of == null && property.safe()) {
            return null;
        }
        if (of instanceof Map.Entry<?, ?> entry) {
            return property.name().equals("key") ? entry.getKey() : entry.getValue();
        }
        if (of instanceof Map<?, ?> map && (map.containsKey(property.name()) || property.safe())) {
            return map.get(property.name());
        }
        String why = of instanceof Map<?, ?> map ? "; it has " + map.keySet() : of == null ? ": it is null" : "";
        throw new TemplateException(property.at(), "no '" + property.name() + "' here" + why);
    }

    private Object element(Expr.Index index) throws TemplateException {
        Object of = value(index.of());
        Object at = value(index.index());
        if (of instanceof List<?> list && at instanceof Number number) {
            int i = number.intValue() < 0 ? list.size() + number.intValue() : number.intValue();
            return i >= 0 && i < list.size() ? list.get(i) : null;
        }
        if (of instanceof Map<?, ?> map) {
            return map.get(String.valueOf(at));
        }
        throw new TemplateException(index.at(), "only lists and maps have elements");
    }

    private Object call(Expr.Call call) throws TemplateException {
        Object of = value(call.of());
        Optional<Object> first = call.arguments().isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(value(call.arguments().get(0)));
        return switch (call.method()) {
            case "join" ->
                elements(call, of).stream()
                        .map(this::shown)
                        .collect(Collectors.joining(String.valueOf(first.orElse(""))));
            case "size" ->
                of instanceof CharSequence text
                        ? text.length()
                        : elements(call, of).size();
            case "isEmpty" ->
                of instanceof CharSequence text
                        ? text.isEmpty()
                        : elements(call, of).isEmpty();
            case "contains" ->
                of instanceof CharSequence text
                        ? text.toString().contains(String.valueOf(first.orElse("")))
                        : elements(call, of).contains(first.orElse(null));
            case "trim" -> String.valueOf(of).trim();
            case "toUpperCase" -> String.valueOf(of).toUpperCase(Locale.ROOT);
            case "toLowerCase" -> String.valueOf(of).toLowerCase(Locale.ROOT);
            default ->
                throw new TemplateException(
                        call.at(),
                        "a template knows join, size, isEmpty, contains, trim, toUpperCase and toLowerCase, not '"
                                + call.method() + "'");
        };
    }

    private static Collection<?> elements(Expr.Call call, Object of) throws TemplateException {
        if (of instanceof Collection<?> list) {
            return list;
        }
        if (of instanceof Map<?, ?> map) {
            return map.keySet();
        }
        throw new TemplateException(call.at(), "'" + call.method() + "' is asked of a list, not of " + of);
    }

    private Object binary(Expr.Binary binary) throws TemplateException {
        Object left = value(binary.left());
        return switch (binary.operator()) {
            case "?:" -> truth(left) ? left : value(binary.right());
            case "||" -> truth(left) || truth(value(binary.right()));
            case "&&" -> truth(left) && truth(value(binary.right()));
            case "==" -> same(left, value(binary.right()));
            case "!=" -> !same(left, value(binary.right()));
            default -> ordered(binary, left, value(binary.right()));
        };
    }

    private static boolean same(Object left, Object right) {
        return left instanceof Number a && right instanceof Number b
                ? a.doubleValue() == b.doubleValue()
                : Objects.equals(left, right);
    }

    private static boolean ordered(Expr.Binary binary, Object left, Object right) throws TemplateException {
        if (!(left instanceof Number a) || !(right instanceof Number b)) {
            throw new TemplateException(binary.at(), "only numbers are compared by '" + binary.operator() + "'");
        }
        int order = Double.compare(a.doubleValue(), b.doubleValue());
        return switch (binary.operator()) {
            case "<" -> order < 0;
            case ">" -> order > 0;
            case "<=" -> order <= 0;
            default -> order >= 0;
        };
    }

    /** Groovy's truth. */
    static boolean truth(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof CharSequence text) {
            return text.length() > 0;
        }
        if (value instanceof Collection<?> list) {
            return !list.isEmpty();
        }
        return value instanceof Map<?, ?> map ? !map.isEmpty() : value != null;
    }

    /** A value as text. */
    String shown(Object value) {
        if (value instanceof Secret hidden) {
            secret = true;
            return hidden.reveal();
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(this::shown).collect(Collectors.joining(", ", "[", "]"));
        }
        return String.valueOf(value);
    }
}
