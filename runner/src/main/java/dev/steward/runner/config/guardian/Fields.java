package dev.steward.runner.config.guardian;

import dev.steward.dsl.word.Suggestion;
import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.LoadedConfig.Place;
import dev.steward.runner.config.YamlTree.Field;
import dev.steward.runner.config.YamlTree.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A mapping of the file, read key by key; whatever nobody asked for is a problem at the end. */
final class Fields {

    private final String file;
    private final String where;
    private final Place at;
    private final Map<String, Field> fields;
    private final List<ConfigProblem> problems;
    private final Set<String> asked = new TreeSet<>();

    private Fields(String file, String where, Place at, Map<String, Field> fields, List<ConfigProblem> problems) {
        this.file = file;
        this.where = where;
        this.at = at;
        this.fields = fields;
        this.problems = problems;
    }

    /** The file's own mapping; empty after a problem. */
    static Optional<Fields> top(String file, Node root, List<ConfigProblem> problems) {
        return of(file, "", root, problems);
    }

    private static Optional<Fields> of(String file, String where, Node node, List<ConfigProblem> problems) {
        if (node instanceof Node.Mapping mapping) {
            return Optional.of(new Fields(file, where, mapping.at(), mapping.fields(), problems));
        }
        String what = where.isEmpty() ? "the file" : where.replaceAll("[.: ]+$", "");
        problems.add(new ConfigProblem(
                file, node.at().line(), node.at().column(), what + " is to be a mapping of keys", Optional.empty()));
        return Optional.empty();
    }

    Place at() {
        return at;
    }

    /** Where a key stands, or the mapping where it does not. */
    Place at(String key) {
        return fields.containsKey(key) ? fields.get(key).key() : at;
    }

    void problem(Place place, String message, String next) {
        problems.add(new ConfigProblem(
                file,
                place.line(),
                place.column(),
                where + message,
                Optional.of(next).filter(n -> !n.isEmpty())));
    }

    /** The value behind a key; empty where the key is missing or says nothing. */
    private Optional<Node> node(String key) {
        asked.add(key);
        return Optional.ofNullable(fields.get(key))
                .map(Field::value)
                .filter(n -> !(n instanceof Node.Scalar scalar && scalar.isNull()));
    }

    Optional<String> text(String key) {
        return node(key).flatMap(n -> scalar(key, n)).map(Node.Scalar::text);
    }

    /** Empty text counts as missing, as it does for Guardian. */
    Optional<String> need(String key, String words) {
        Optional<String> said = text(key).filter(t -> !t.isBlank());
        if (said.isEmpty() && !(fields.get(key) != null && !(fields.get(key).value() instanceof Node.Scalar))) {
            problem(at(key), key + " is missing", words);
        }
        return said;
    }

    private Optional<Node.Scalar> scalar(String key, Node node) {
        if (node instanceof Node.Scalar scalar) {
            return Optional.of(scalar);
        }
        problem(node.at(), key + " is to be a single value", "");
        return Optional.empty();
    }

    Optional<Boolean> flag(String key) {
        return node(key).flatMap(n -> scalar(key, n)).flatMap(scalar -> {
            if (scalar.plain() instanceof Boolean flag) {
                return Optional.of(flag);
            }
            problem(scalar.at(), key + " is to be true or false, not '" + scalar.text() + "'", "");
            return Optional.empty();
        });
    }

    Optional<Integer> integer(String key) {
        return node(key).flatMap(n -> scalar(key, n)).flatMap(scalar -> {
            if (scalar.plain() instanceof Long number && number == number.intValue()) {
                return Optional.of(number.intValue());
            }
            problem(scalar.at(), key + " is to be a whole number, not '" + scalar.text() + "'", "");
            return Optional.empty();
        });
    }

    Optional<Duration> duration(String key) {
        return node(key).flatMap(n -> scalar(key, n)).flatMap(scalar -> {
            Optional<Duration> duration = GoDuration.of(scalar.text());
            if (duration.isEmpty()) {
                boolean bare = scalar.text().matches("\\d+");
                problem(
                        scalar.at(),
                        key + " is '" + scalar.text() + "', which is no duration" + (bare ? ": it has no unit" : ""),
                        "write such as " + (bare ? scalar.text() + "s" : "90s, 5m or 1m30s"));
            }
            return duration;
        });
    }

    List<String> texts(String key) {
        Optional<Node> node = node(key);
        List<String> all = new ArrayList<>();
        if (node.orElse(null) instanceof Node.Sequence sequence) {
            sequence.items().forEach(item -> scalar(key, item).ifPresent(one -> all.add(one.text())));
        } else {
            node.ifPresent(n -> problem(n.at(), key + " is to be a list", "write [a, b]"));
        }
        return all;
    }

    Map<String, String> pairs(String key) {
        Map<String, String> all = new LinkedHashMap<>();
        map(key).ifPresent(inner -> inner.fields.forEach(
                (name, field) -> inner.scalar(name, field.value()).ifPresent(one -> all.put(name, one.text()))));
        return all;
    }

    Optional<Fields> map(String key) {
        return node(key).flatMap(n -> of(file, where + key + ".", n, problems));
    }

    /** The mappings of a list, each told as what it is. */
    List<Fields> maps(String key, java.util.function.IntFunction<String> named) {
        List<Fields> all = new ArrayList<>();
        Optional<Node> node = node(key);
        if (node.orElse(null) instanceof Node.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                of(file, where + named.apply(i), sequence.items().get(i), problems)
                        .ifPresent(all::add);
            }
        } else {
            node.ifPresent(n -> problem(n.at(), key + " is to be a list", ""));
        }
        return all;
    }

    /** The same mapping, told in other words. */
    Fields called(String words) {
        return new Fields(file, words, at, fields, problems);
    }

    /** What was said under a key that nobody asked for. */
    void done() {
        fields.forEach((key, field) -> {
            if (!asked.contains(key)) {
                String next = Suggestion.of(key, asked);
                problem(
                        field.key(),
                        "unknown key '" + key + "'",
                        next.isEmpty() ? "the keys here are " + String.join(", ", asked) : next);
            }
        });
    }
}
