package dev.steward.dsl.script;

import dev.steward.dsl.expression.Node;
import dev.steward.dsl.value.Type.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;

/** Reads conditions and loop items: closures that are evaluated at run time. */
final class Questions {

    private final Context context;
    private final Expressions expressions;

    Questions(Context context, Expressions expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    /** The only condition between the braces; empty after a problem. */
    Optional<Statement.Question> one(ClosureExpression closure, Names names) {
        if (!plain(closure)) {
            return Optional.empty();
        }
        return Closures.single(closure, context)
                .map(e ->
                        new Statement.Question(context.source().within(closure), asked(e, names), context.at(closure)));
    }

    /** Every expression between the braces, each a condition of its own. */
    List<Statement.Question> each(ClosureExpression closure, Names names) {
        List<Statement.Question> all = new ArrayList<>();
        if (plain(closure)) {
            for (Expression e : Closures.expressions(closure, context)) {
                all.add(new Statement.Question(context.source().of(e), asked(e, names), context.at(e)));
            }
            if (all.isEmpty()) {
                context.error(closure, "between these braces stands a condition, but there is none");
            }
        }
        return all;
    }

    private boolean plain(ClosureExpression closure) {
        if (Closures.hasParameters(closure)) {
            context.error(closure, "these braces take no parameters");
            return false;
        }
        return true;
    }

    private Node asked(Expression expression, Names names) {
        Node node = expressions.node(expression, names);
        if (node.type().is(Kind.SECRET) || node.type().is(Kind.RAW)) {
            context.error(expression, "this is " + node.type().name() + " and answers nothing");
        }
        return node;
    }
}
