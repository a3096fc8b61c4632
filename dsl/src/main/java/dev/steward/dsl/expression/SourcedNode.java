package dev.steward.dsl.expression;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.value.Type;

/**
 * An expression within a list or map of a module's argument, with its text: the plan shows it.
 *
 * @param node the expression
 * @param source as written
 */
public record SourcedNode(Node node, String source) implements Node {

    @Override
    public Type type() {
        return node.type();
    }

    @Override
    public boolean deferred() {
        return node.deferred();
    }

    @Override
    public SourceRef at() {
        return node.at();
    }

    @Override
    public Object value(Env env) {
        return node.value(env);
    }
}
