package dev.steward.dsl.value;

import dev.steward.dsl.value.Type.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The allow list: every method that a playbook may call on a value, and on which kind of value. Each has the meaning of
 * Groovy's method of that name, and changes nothing.
 */
public final class Methods {

    private static final List<Method> ALL = all();

    private Methods() {}

    /** The method of that name that a type has; of an unknown type, none. */
    public static Optional<Method> find(Type type, String name) {
        return ALL.stream()
                .filter(m -> m.name().equals(name) && has(type.kind(), m.of()))
                .findFirst();
    }

    private static boolean has(Kind kind, Kind owner) {
        return kind == owner
                || kind == Kind.RECORD && owner == Kind.MAP
                || kind == Kind.INTEGER && owner == Kind.NUMBER;
    }

    /** The names that a type has; of an unknown type, all. */
    public static Set<String> names(Type type) {
        Set<String> names = new TreeSet<>();
        ALL.stream().filter(m -> type.unknown() || has(type.kind(), m.of())).forEach(m -> names.add(m.name()));
        return names;
    }

    /**
     * What a call yields.
     *
     * @param body the type that the block behind it yields; null: no block
     * @return the type; empty where the type has no such method, or it takes something else
     */
    public static Optional<Type> result(Type of, String name, List<Type> arguments, Type body) {
        if (of.unknown()) {
            return names(of).contains(name) ? Optional.of(Type.ANY) : Optional.empty();
        }
        return find(of, name)
                .filter(m -> m.takes(arguments.size(), body != null))
                .filter(m -> fits(m.parameters(), arguments))
                .map(m -> m.result().apply(of, body));
    }

    /** What a call of that name takes; empty where the type has none. */
    public static Optional<String> takes(Type of, String name) {
        return find(of, name).map(Method::words);
    }

    private static boolean fits(List<Kind> parameters, List<Type> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            Kind wanted = parameters.get(i);
            Type given = arguments.get(i);
            if (wanted != Kind.ANY && !given.unknown() && given.kind() != wanted) {
                return false;
            }
        }
        return true;
    }

    private static List<Method> all() {
        List<Method> all = new ArrayList<>();
        texts(all);
        lists(all);
        blocks(all);
        maps(all);
        all.add(new Method(
                Kind.NUMBER, "toString", List.of(), 0, false, gives(Type.TEXT), (t, a, b) -> Values.written(t)));
        all.add(new Method(
                Kind.NUMBER, "toInteger", List.of(), 0, false, gives(Type.INTEGER), (t, a, b) -> whole((Number) t)));
        all.add(new Method(
                Kind.DURATION, "toSeconds", List.of(), 0, false, gives(Type.INTEGER), (t, a, b) -> ((Duration) t)
                        .toSeconds()));
        all.add(new Method(
                Kind.DURATION, "toMillis", List.of(), 0, false, gives(Type.INTEGER), (t, a, b) -> ((Duration) t)
                        .toMillis()));
        return List.copyOf(all);
    }

    private static void texts(List<Method> all) {
        text(all, "size", Type.INTEGER, (t, a) -> t.length());
        text(all, "isEmpty", Type.FLAG, (t, a) -> t.isEmpty());
        text(all, "trim", Type.TEXT, (t, a) -> t.trim());
        text(all, "toLowerCase", Type.TEXT, (t, a) -> t.toLowerCase(Locale.ROOT));
        text(all, "toUpperCase", Type.TEXT, (t, a) -> t.toUpperCase(Locale.ROOT));
        text(all, "toInteger", Type.INTEGER, (t, a) -> integer(t));
        text(all, "toBigDecimal", Type.NUMBER, (t, a) -> new BigDecimal(t.trim()));
        text(all, "readLines", Type.listOf(Type.TEXT), (t, a) -> t.lines().toList());
        text(all, "contains", Type.FLAG, (t, a) -> t.contains((String) a.get(0)), Kind.TEXT);
        text(all, "startsWith", Type.FLAG, (t, a) -> t.startsWith((String) a.get(0)), Kind.TEXT);
        text(all, "endsWith", Type.FLAG, (t, a) -> t.endsWith((String) a.get(0)), Kind.TEXT);
        text(
                all,
                "replace",
                Type.TEXT,
                (t, a) -> replaced(t, (String) a.get(0), (String) a.get(1)),
                Kind.TEXT,
                Kind.TEXT);
        text(all, "tokenize", Type.listOf(Type.TEXT), (t, a) -> tokens(t, (String) a.get(0)), Kind.TEXT);
        text(
                all,
                "substring",
                Type.TEXT,
                (t, a) -> t.substring((Integer) a.get(0), (Integer) a.get(1)),
                Kind.INTEGER,
                Kind.INTEGER);
    }

    private static int whole(Number number) {
        try {
            return Numbers.fitting(number).toBigInteger().intValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("it is too large for a whole number");
        }
    }

    private static int integer(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no whole number");
        }
    }

    private static String replaced(String text, String from, String to) {
        if ((long) text.length() * Math.max(1, to.length()) > 1 << 24) {
            throw new IllegalArgumentException("the text would grow too long");
        }
        return text.replace(from, to);
    }

    private static List<String> tokens(String text, String separators) {
        return Collections.list(new StringTokenizer(text, separators)).stream()
                .map(Object::toString)
                .toList();
    }

    private static void lists(List<Method> all) {
        list(all, "size", gives(Type.INTEGER), (t, a) -> t.size());
        list(all, "isEmpty", gives(Type.FLAG), (t, a) -> t.isEmpty());
        list(all, "first", Methods::element, (t, a) -> t.isEmpty() ? null : t.get(0));
        list(all, "last", Methods::element, (t, a) -> t.isEmpty() ? null : t.get(t.size() - 1));
        list(all, "reverse", Methods::itself, (t, a) -> reversed(t));
        list(all, "sort", Methods::itself, (t, a) -> t.stream()
                .sorted(Values::compare)
                .toList());
        list(all, "unique", Methods::itself, (t, a) -> t.stream().distinct().toList());
        list(all, "flatten", gives(Type.LIST), (t, a) -> flattened(t));
        reductions(all);
    }

    private static void reductions(List<Method> all) {
        list(all, "sum", Methods::element, (t, a) -> t.stream()
                .map(Object.class::cast)
                .reduce(Operator.PLUS::apply)
                .orElse(0));
        list(all, "max", Methods::element, (t, a) -> t.stream()
                .map(Object.class::cast)
                .max(Values::compare)
                .orElse(null));
        list(all, "min", Methods::element, (t, a) -> t.stream()
                .map(Object.class::cast)
                .min(Values::compare)
                .orElse(null));
        list(all, "contains", gives(Type.FLAG), (t, a) -> Operator.IN.apply(a.get(0), t), Kind.ANY);
        list(
                all,
                "take",
                Methods::itself,
                (t, a) -> t.stream().limit((Integer) a.get(0)).toList(),
                Kind.INTEGER);
        list(
                all,
                "drop",
                Methods::itself,
                (t, a) -> t.stream().skip((Integer) a.get(0)).toList(),
                Kind.INTEGER);
        list(
                all,
                "join",
                gives(Type.TEXT),
                (t, a) -> String.join(
                        (String) a.get(0), t.stream().map(Values::written).toList()),
                Kind.TEXT);
    }

    private static List<Object> reversed(List<?> list) {
        List<Object> copy = new ArrayList<>(list);
        Collections.reverse(copy);
        return Collections.unmodifiableList(copy);
    }

    private static List<Object> flattened(List<?> list) {
        List<Object> flat = new ArrayList<>();
        list.forEach(e -> flat.addAll(e instanceof List<?> inner ? flattened(inner) : Collections.singletonList(e)));
        return Collections.unmodifiableList(flat);
    }

    private static void blocks(List<Method> all) {
        block(all, "collect", (t, b) -> Type.listOf(b), (t, b) -> t.stream()
                .map(b::apply)
                .toList());
        block(all, "findAll", Methods::itself, (t, b) -> t.stream()
                .filter(e -> Values.truth(b.apply(e)))
                .toList());
        block(all, "find", Methods::element, (t, b) -> t.stream()
                .filter(e -> Values.truth(b.apply(e)))
                .findFirst()
                .orElse(null));
        block(all, "any", gives(Type.FLAG), (t, b) -> t.stream().anyMatch(e -> Values.truth(b.apply(e))));
        block(all, "every", gives(Type.FLAG), (t, b) -> t.stream().allMatch(e -> Values.truth(b.apply(e))));
        block(all, "count", gives(Type.INTEGER), (t, b) ->
                (int) t.stream().filter(e -> Values.truth(b.apply(e))).count());
    }

    private static void maps(List<Method> all) {
        map(all, "size", Type.INTEGER, t -> t.size());
        map(all, "isEmpty", Type.FLAG, t -> t.isEmpty());
        map(all, "keySet", Type.LIST, t -> t.keySet().stream().toList());
        map(all, "values", Type.LIST, t -> t.values().stream()
                .filter(Objects::nonNull)
                .toList());
        all.add(new Method(
                Kind.MAP, "containsKey", List.of(Kind.ANY), 0, false, gives(Type.FLAG), (t, a, b) -> ((Map<?, ?>) t)
                        .containsKey(a.get(0))));
        all.add(new Method(Kind.MAP, "collect", List.of(), 0, true, (t, b) -> Type.listOf(b), (t, a, b) -> ((Map<?, ?>)
                        t)
                .entrySet().stream().map(e -> b.apply(e.getKey(), e.getValue())).toList()));
        all.add(new Method(Kind.MAP, "any", List.of(), 0, true, gives(Type.FLAG), (t, a, b) -> ((Map<?, ?>) t)
                .entrySet().stream().anyMatch(e -> Values.truth(b.apply(e.getKey(), e.getValue())))));
        all.add(new Method(Kind.MAP, "every", List.of(), 0, true, gives(Type.FLAG), (t, a, b) -> ((Map<?, ?>) t)
                .entrySet().stream().allMatch(e -> Values.truth(b.apply(e.getKey(), e.getValue())))));
    }

    private static Type itself(Type of, Type body) {
        return of;
    }

    private static Type element(Type of, Type body) {
        return of.element().orElse(Type.ANY);
    }

    private static BiFunction<Type, Type, Type> gives(Type type) {
        return (of, body) -> type;
    }

    private static void text(
            List<Method> all,
            String name,
            Type result,
            BiFunction<String, List<Object>, Object> body,
            Kind... parameters) {
        all.add(new Method(
                Kind.TEXT,
                name,
                List.of(parameters),
                0,
                false,
                gives(result),
                (t, a, b) -> body.apply(t.toString(), a)));
    }

    private static void list(
            List<Method> all,
            String name,
            BiFunction<Type, Type, Type> result,
            BiFunction<List<?>, List<Object>, Object> body,
            Kind... parameters) {
        all.add(new Method(
                Kind.LIST, name, List.of(parameters), 0, false, result, (t, a, b) -> body.apply(elements(t), a)));
    }

    private static void block(
            List<Method> all,
            String name,
            BiFunction<Type, Type, Type> result,
            BiFunction<List<?>, Method.Block, Object> body) {
        all.add(new Method(Kind.LIST, name, List.of(), 0, true, result, (t, a, b) -> body.apply(elements(t), b)));
    }

    private static void map(
            List<Method> all, String name, Type result, java.util.function.Function<Map<?, ?>, Object> body) {
        all.add(new Method(Kind.MAP, name, List.of(), 0, false, gives(result), (t, a, b) -> body.apply((Map<?, ?>) t)));
    }

    private static List<?> elements(Object target) {
        return target instanceof List<?> list
                ? list
                : ((Collection<?>) target).stream().toList();
    }
}
