package dev.steward.dsl.script;

import dev.steward.dsl.plan.SourceRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;

/**
 * A call as written: {@code name a, b, key: value { … }}.
 *
 * @param name what is called
 * @param positional the arguments without a name, closures apart
 * @param named the arguments with one, each with the place of its name
 * @param closures the blocks among the arguments
 * @param at where it stands
 */
record Call(
        String name,
        List<Expression> positional,
        Map<String, Named> named,
        List<ClosureExpression> closures,
        SourceRef at) {

    /** A named argument. */
    record Named(Expression value, SourceRef at) {}

    /** The only block. */
    Optional<ClosureExpression> closure() {
        return closures.isEmpty() ? Optional.empty() : Optional.of(closures.get(0));
    }

    /** Takes a call apart; empty after a problem. */
    static Optional<Call> of(MethodCallExpression call, Context context) {
        if (!(call.getMethod() instanceof ConstantExpression method) || !(method.getValue() instanceof String name)) {
            context.error(call, "what is called is written as a word, not computed");
            return Optional.empty();
        }
        if (call.getGenericsTypes() != null && call.getGenericsTypes().length > 0) {
            context.error(call, "type arguments cannot be used in a playbook");
            return Optional.empty();
        }
        Parts parts = new Parts();
        boolean fine = true;
        if (call.getArguments() instanceof TupleExpression tuple) {
            for (Expression argument : tuple.getExpressions()) {
                fine &= parts.take(argument, context);
            }
        }
        SourceRef at = call.isImplicitThis() ? context.at(call) : context.at(method);
        return fine ? Optional.of(new Call(name, parts.positional, parts.named, parts.closures, at)) : Optional.empty();
    }

    private static final class Parts {
        private final List<Expression> positional = new ArrayList<>();
        private final Map<String, Named> named = new LinkedHashMap<>();
        private final List<ClosureExpression> closures = new ArrayList<>();

        boolean take(Expression argument, Context context) {
            if (argument instanceof ClosureExpression closure) {
                closures.add(closure);
            } else if (argument instanceof MapExpression map && namesArguments(map, context)) {
                for (MapEntryExpression entry : map.getMapEntryExpressions()) {
                    if (!name(entry, context)) {
                        return false;
                    }
                }
            } else {
                positional.add(argument);
            }
            return true;
        }

        /** Groovy's parser hands named arguments over as a map that has no bracket of its own in the text. */
        private static boolean namesArguments(MapExpression map, Context context) {
            return !map.getMapEntryExpressions().isEmpty()
                    && !context.source()
                            .between(map, map.getMapEntryExpressions().get(0))
                            .equals("[");
        }

        private boolean name(MapEntryExpression entry, Context context) {
            if (!(entry.getKeyExpression() instanceof ConstantExpression key)
                    || !(key.getValue() instanceof String name)) {
                context.error(entry, "the name of an argument is written as a word, not computed");
                return false;
            }
            if (named.put(name, new Named(entry.getValueExpression(), context.at(key))) != null) {
                context.error(entry, "'" + name + "' is given twice");
            }
            return true;
        }
    }
}
