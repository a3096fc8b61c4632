package dev.steward.runner.convert.module;

import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.convert.jinja.Values;
import dev.steward.runner.convert.module.ModuleWords.Place;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import dev.steward.runner.inventory.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands, as a line or as single words. */
final class CommandWords {

    private static final Set<String> OPTIONS = Set.of(
            "chdir",
            "creates",
            "removes",
            "executable",
            "warn",
            "stdin",
            "stdin_add_newline",
            "strip_empty_ends",
            "expand_argument_vars");
    private static final String ONE =
            "A value in a command is one word here; there it was as many as it holds. Write several as several.";
    private static final String LONG = "timeout 1.hours";
    private static final String LIMIT =
            "Commands are killed here after 60 s unless their task says otherwise; those of Ansible had no"
                    + " limit, so each says 'timeout 1.hours' now.";
    private static final String QUOTES =
            "Every value in a shell line is quoted here; write ${raw(value)} where a value shall be several words.";

    private static final String FILES = "Scripts are looked for beside this playbook, and in its folder 'files'.";

    private final String module;
    private final Values values;
    private final Arguments arguments;
    private final Place place;
    private String line = "";

    CommandWords(String module, YamlNode said, YamlNode more, Values values, Place place) throws Unconvertible {
        this.module = module;
        this.place = place;
        this.values = values;
        Map<String, Object> all = new LinkedHashMap<>();
        if (said instanceof Mapping mapping) {
            mapping.entries()
                    .forEach((key, entry) ->
                            all.put(String.valueOf(key), entry.value().value()));
            line = String.valueOf(all.getOrDefault("cmd", ""));
            all.remove("cmd");
        } else if (said instanceof Scalar scalar && scalar.raw() != null) {
            line = Pairs.taken(String.valueOf(scalar.raw()), OPTIONS, all);
        }
        Arguments.more(module, more, all);
        this.arguments = Arguments.of(module, all, values);
    }

    Call call() throws Unconvertible {
        arguments.drop("warn", "strip_empty_ends", "expand_argument_vars");
        arguments.only("stdin_add_newline", true, "has no counterpart here");
        Optional<Object> executable = arguments.take("executable");
        Optional<Object> words = arguments.take("argv");
        String named = named();
        arguments.end();
        if (words.isPresent() && words.get() instanceof List<?> list) {
            return command(texts(list), named, false);
        }
        if (line.isBlank()) {
            throw new Unconvertible("'" + module + "' is given no command");
        }
        return switch (module) {
            case "command" -> command(texts(Words.of(line)), named, Values.isTemplate(line));
            case "script" -> script(named);
            default -> shell(executable, named);
        };
    }

    private String named() throws Unconvertible {
        StringBuilder named = new StringBuilder();
        for (String name : List.of("chdir", "creates", "removes", "stdin")) {
            Optional<Object> value = arguments.take(name);
            if (value.isPresent()) {
                named.append(", ").append(name).append(": ").append(arguments.text(value.get()));
            }
        }
        return named.toString();
    }

    private List<String> texts(List<?> words) throws Unconvertible {
        List<String> texts = new ArrayList<>();
        for (Object word : words) {
            String text = String.valueOf(word);
            texts.add(values.argument(text));
        }
        return texts;
    }

    private Call command(List<String> texts, String named, boolean cut) {
        return new Call(
                "command",
                "command " + String.join(", ", texts) + named,
                List.of(LONG),
                cut ? List.of(LIMIT, ONE) : List.of(LIMIT));
    }

    private Call script(String named) throws Unconvertible {
        List<String> words = new ArrayList<>(Words.of(line));
        words.set(0, Sources.named(place, "files", words.get(0)));
        List<String> texts = texts(words);
        String args = texts.size() > 1 ? ", args: [" + String.join(", ", texts.subList(1, texts.size())) + "]" : "";
        return new Call("script", "script src: " + texts.get(0) + args + named, List.of(LONG), List.of(LIMIT, FILES));
    }

    private Call shell(Optional<Object> executable, String named) throws Unconvertible {
        String shell = String.valueOf(executable.orElse("/bin/sh"));
        if (shell.matches("(/usr)?/bin/(da)?sh")) {
            List<String> notes = Values.isTemplate(line) ? List.of(LIMIT, QUOTES) : List.of(LIMIT);
            return new Call("shell", "shell " + values.shell(line) + named, List.of(LONG), notes);
        }
        if (Values.isTemplate(line)) {
            throw new Unconvertible("a line for " + shell
                    + " with values in it has no counterpart here; write it for sh, or as a script");
        }
        return command(List.of(Groovy.text(shell), "'-c'", Groovy.text(line)), named, false);
    }
}
