package dev.steward.dsl.check;

import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.Env;
import dev.steward.dsl.expression.ListNode;
import dev.steward.dsl.expression.MapNode;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.expression.RawNode;
import dev.steward.dsl.expression.SourcedNode;
import dev.steward.dsl.expression.TextNode;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Expression;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.plan.Text;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.value.Type.Kind;
import dev.steward.dsl.value.Unknown;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Expressions to what a plan holds: plain data, and pieces of code for what only the run knows. */
final class PlanValues {

    private PlanValues() {}

    /** An expression as it stands in an argument. */
    static Object of(Node node, String source, Env env) {
        if (node instanceof TextNode text && (text.deferred() || holdsSecret(text))) {
            return text(text, env, false);
        } else if (node instanceof ListNode list && (list.deferred() || special(list.elements()))) {
            return list.elements().stream().map(e -> of(e, source, env)).toList();
        } else if (node instanceof MapNode map
                && (map.deferred() || special(map.entries().values()))) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.entries().forEach((key, value) -> entries.put(key, of(value, source, env)));
            return entries;
        } else if (node instanceof SourcedNode sourced) {
            return of(sourced.node(), sourced.source(), env);
        }
        return node.deferred() ? later(node, source, env) : plain(node.value(env), node.at());
    }

    private static boolean special(Collection<Node> nodes) {
        return nodes.stream().anyMatch(n -> n instanceof TextNode || n instanceof ListNode || n instanceof MapNode);
    }

    private static boolean holdsSecret(TextNode text) {
        return text.parts().stream().flatMap(p -> p.value().stream()).anyMatch(n -> n.type()
                .is(Kind.SECRET));
    }

    /** What a name is bound to: a value, or code where only the run knows it. */
    static Object bound(Node node, String source, Env env) {
        return node.deferred() ? later(node, source, env) : node.value(env);
    }

    static Expression later(Node node, String source, Env env) {
        return new Expression(source, node.at(), scope -> node.value(env.on(scope)));
    }

    static Condition condition(Statement.Question question, Env env) {
        Node node = question.node();
        return new Condition(question.source(), question.at(), scope -> {
            Object answer = node.value(env.on(scope));
            return Unknown.is(answer) ? Boolean.FALSE : answer;
        });
    }

    /** A shell line: every value apart. */
    static Text shell(Node node, Env env) {
        if (node instanceof TextNode text) {
            return text(text, env, true);
        }
        return new Text(List.of(new Text.Literal(String.valueOf(((Constant) node).value()))));
    }

    private static Text text(TextNode text, Env env, boolean shell) {
        List<Text.Part> parts = new ArrayList<>();
        for (TextNode.Part part : text.parts()) {
            parts.add(part.value()
                    .map(node -> value(node, part.source(), env, shell))
                    .orElseGet(() -> new Text.Literal(part.literal())));
        }
        return new Text(parts);
    }

    private static Text.Part value(Node node, String source, Env env, boolean shell) {
        if (node instanceof RawNode raw) {
            return new Text.Raw(raw.deferred() ? later(raw.of(), raw.source(), env) : plain(raw.value(env), raw.at()));
        } else if (node.deferred()) {
            return new Text.Deferred(later(node, source, env));
        }
        Object value = plain(node.value(env), node.at());
        if (value instanceof SecretRef secret) {
            return new Text.Secret(secret);
        }
        if (shell && (value instanceof Collection<?> || value instanceof Map<?, ?>)) {
            throw new EvaluationException(
                    node.at(), "${" + source + "} is no single value, but a shell line takes one value at a time");
        }
        return new Text.Value(value);
    }

    /** Plain data without null. */
    private static Object plain(Object value, SourceRef at) {
        if (value == null) {
            throw new EvaluationException(at, "this is null, and null cannot stand in a plan");
        } else if (value instanceof CharSequence text) {
            return text.toString();
        } else if (value instanceof Collection<?> list) {
            return list.stream().map(e -> plain(e, at)).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> entries = new LinkedHashMap<>();
            map.forEach((key, entry) -> entries.put(String.valueOf(key), plain(entry, at)));
            return entries;
        }
        return value;
    }
}
