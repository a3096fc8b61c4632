package dev.steward.dsl.script;

import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.value.Type.Kind;
import dev.steward.dsl.word.Accepts;
import dev.steward.dsl.word.Ranges;
import dev.steward.dsl.word.Suggestion;
import dev.steward.dsl.word.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.expr.Expression;

/** Checks what a word takes. */
final class WordUse {

    private final Context context;
    private final Expressions expressions;
    private final Questions questions;

    WordUse(Context context, Expressions expressions, Questions questions) {
        this.context = context;
        this.expressions = expressions;
        this.questions = questions;
    }

    /** The word with its arguments; bodies are the caller's. */
    Statement.Say read(Word word, Call call, Names names, List<List<Statement>> bodies) {
        List<Node> arguments = positional(word, call, names);
        Map<String, Node> named = named(word, call, names);
        List<Statement.Question> asked = asked(word, call, names);
        return new Statement.Say(word, arguments, named, asked, bodies, call.at());
    }

    private List<Node> positional(Word word, Call call, Names names) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < call.positional().size(); i++) {
            Expression written = call.positional().get(i);
            if (i >= word.positional().size() && !takesMany(word)) {
                context.error(written, "'" + word.name() + "' takes " + takes(word));
                break;
            }
            nodes.add(value(
                    word, word.positional().get(Math.min(i, word.positional().size() - 1)), written, names));
        }
        for (int i = nodes.size(); i < word.positional().size(); i++) {
            if (word.positional().get(i).param().required()) {
                context.report().error(call.at(), "'" + word.name() + "' takes " + takes(word));
            }
        }
        return nodes;
    }

    private static boolean takesMany(Word word) {
        return !word.positional().isEmpty()
                && word.positional().get(word.positional().size() - 1).many();
    }

    private static String takes(Word word) {
        if (word.positional().isEmpty()) {
            String names =
                    word.named().stream().map(s -> s.param().name() + ": …").collect(Collectors.joining(", "));
            return word.free()
                    ? "its values as name: value"
                    : names.isEmpty() ? "no value" : "its values by name: " + names;
        }
        Word.Slot slot = word.positional().get(0);
        String type = slot.param().choices().isEmpty()
                ? slot.param().type().words()
                : "one of " + slot.param().choices();
        return (slot.param().required() ? "" : "at most ") + (slot.many() ? "one or more values: " : "one value, ")
                + type + " (" + slot.param().name() + ")";
    }

    private Node value(Word word, Word.Slot slot, Expression written, Names names) {
        Node node = expressions.node(written, names);
        Object known = node instanceof Constant constant ? constant.value() : null;
        Optional<Accepts.Refusal> refusal = node.type().is(Kind.SECRET)
                ? Optional.of(new Accepts.Refusal("a secret cannot stand here", ""))
                : Accepts.check(word.name(), word.named(slot), node.type(), known);
        if (node.deferred() && !slot.deferred()) {
            context.error(
                    written, "'" + word.name() + "' is settled before the run, but this is known only at run time");
        } else {
            refusal.ifPresent(r -> context.error(written, r.message(), r.suggestion()));
            if (refusal.isEmpty()) {
                Ranges.check(word.name(), known).ifPresent(message -> context.error(written, message));
            }
        }
        return node;
    }

    private Map<String, Node> named(Word word, Call call, Names names) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        call.named().forEach((name, argument) -> {
            Optional<Word.Slot> slot = word.named().stream()
                    .filter(s -> s.param().name().equals(name))
                    .findFirst();
            if (slot.isPresent()) {
                nodes.put(name, value(word, slot.get(), argument.value(), names));
            } else if (word.free()) {
                Expressions reading = word.name().equals("environment") ? expressions.arguments() : expressions;
                nodes.put(name, reading.node(argument.value(), names));
            } else {
                Set<String> known = new TreeSet<>(
                        word.named().stream().map(s -> s.param().name()).toList());
                context.report()
                        .error(
                                argument.at(),
                                "'" + word.name() + "' has no '" + name + "'",
                                Suggestion.of(name, known));
            }
        });
        word.named().stream()
                .map(Word.Slot::param)
                .filter(p -> p.required() && !call.named().containsKey(p.name()))
                .forEach(p -> context.report()
                        .error(
                                call.at(),
                                "'" + word.name() + "' needs '" + p.name() + "', "
                                        + p.type().words(),
                                "write " + p.name() + ": …"));
        if (word.free() && word.positional().isEmpty() && call.named().isEmpty()) {
            context.report().error(call.at(), "'" + word.name() + "' takes its values as name: value");
        }
        return nodes;
    }

    private List<Statement.Question> asked(Word word, Call call, Names names) {
        boolean asks = word.braces() instanceof Word.Question || word.braces() instanceof Word.Items;
        if (!asks) {
            return List.of();
        }
        if (call.closures().size() != 1) {
            context.report()
                    .error(
                            call.at(),
                            "'" + word.name() + "' takes "
                                    + (word.braces() instanceof Word.Items ? "a list" : "a condition") + " in braces",
                            "write " + word.name() + " { … }");
            return List.of();
        }
        return questions.one(call.closures().get(0), names).stream().toList();
    }
}
