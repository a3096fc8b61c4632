package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Unconvertible;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A module whose arguments have counterparts, one by one. */
final class Table {

    private final String module;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();

    /** An argument: its names in Ansible, its name here, how it is written, and words that are others here. */
    private record Row(List<String> names, String own, Form form, Map<String, String> words) {}

    /**
     * A table.
     *
     * @param module its name here
     */
    Table(String module) {
        this.module = module;
    }

    Table with(String own, Form form, String... names) {
        rows.add(new Row(names.length == 0 ? List.of(own) : List.of(names), own, form, Map.of()));
        return this;
    }

    /** An argument of certain words; a word that is not among them has no counterpart. */
    Table choice(String own, Map<String, String> words, String... names) {
        rows.add(new Row(names.length == 0 ? List.of(own) : List.of(names), own, Form.TEXT, words));
        return this;
    }

    Table attributes() {
        return with("mode", Form.MODE).with("owner", Form.TEXT).with("group", Form.TEXT);
    }

    /** What makes no difference here. */
    Table without(String... names) {
        dropped.addAll(List.of(names));
        return this;
    }

    /** The call, where every argument has a counterpart. */
    Call call(Arguments arguments, String... more) throws Unconvertible {
        List<String> said = new ArrayList<>();
        for (Row row : rows) {
            Optional<Object> value = arguments.take(row.names().toArray(String[]::new));
            if (value.isPresent()) {
                said.add(row.own() + ": " + written(row, arguments, value.get()));
            }
        }
        said.addAll(List.of(more));
        arguments.drop(dropped.toArray(String[]::new));
        arguments.end();
        return Call.of(module, module + (said.isEmpty() ? "()" : " " + String.join(", ", said)));
    }

    private static String written(Row row, Arguments arguments, Object value) throws Unconvertible {
        if (row.words().isEmpty()) {
            return row.form().of(arguments, value);
        }
        String word = row.words().get(String.valueOf(value));
        if (word == null) {
            throw new Unconvertible("'" + row.names().get(0) + ": " + value + "' has no counterpart here");
        }
        return "'" + word + "'";
    }
}
