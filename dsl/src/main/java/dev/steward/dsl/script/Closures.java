package dev.steward.dsl.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.LambdaExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** What stands between braces. */
final class Closures {

    private Closures() {}

    /** The parameters' names, {@code it} where none is written; empty after a problem. */
    static Optional<List<String>> parameters(ClosureExpression closure, Context context) {
        if (closure instanceof LambdaExpression) {
            context.error(closure, "a lambda cannot be used in a playbook", "write { x -> … }");
            return Optional.empty();
        }
        Parameter[] written = closure.getParameters();
        if (written == null) {
            return Optional.of(List.of());
        } else if (written.length == 0) {
            return Optional.of(List.of("it"));
        }
        List<String> names = new ArrayList<>();
        for (Parameter parameter : written) {
            if (!parameter.isDynamicTyped()
                    || parameter.hasInitialExpression()
                    || !parameter.getAnnotations().isEmpty()) {
                context.error(parameter, "a parameter is a name alone");
                return Optional.empty();
            }
            names.add(parameter.getName());
        }
        return Optional.of(names);
    }

    /** Whether the closure names parameters, which a block of words has none of. */
    static boolean hasParameters(ClosureExpression closure) {
        return closure instanceof LambdaExpression
                || closure.getParameters() == null
                || closure.getParameters().length > 0;
    }

    /** Its statements. */
    static List<Statement> statements(ClosureExpression closure) {
        return closure.getCode() instanceof BlockStatement block ? block.getStatements() : List.of(closure.getCode());
    }

    /** Its only expression; empty after a problem. */
    static Optional<Expression> single(ClosureExpression closure, Context context) {
        List<Expression> all = expressions(closure, context);
        if (all.size() > 1) {
            context.error(all.get(1), "between these braces stands one expression", "join conditions with &&");
        } else if (all.isEmpty() && statements(closure).stream().allMatch(EmptyStatement.class::isInstance)) {
            context.error(closure, "between these braces stands an expression, but there is none");
        }
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** Its expressions, each a statement; other statements are problems. */
    static List<Expression> expressions(ClosureExpression closure, Context context) {
        List<Expression> all = new ArrayList<>();
        for (Statement statement : statements(closure)) {
            if (statement instanceof ExpressionStatement said) {
                all.add(said.getExpression());
            } else if (!(statement instanceof EmptyStatement)) {
                context.error(
                        statement,
                        Forbidden.words(statement) + " cannot be used in a playbook",
                        Forbidden.advice(statement));
            }
        }
        return all;
    }
}
