package dev.steward.dsl.script;

import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.source.Report;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Type.Kind;
import dev.steward.dsl.word.Room;
import dev.steward.dsl.word.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.IfStatement;

/** Reads what stands in a block, statement by statement. */
final class Blocks {

    private final Context context;
    private final Expressions expressions;
    private final WordUse words;
    private final Phrases phrases;

    Blocks(Context context, Library library, Notices notices) {
        this.context = context;
        this.expressions = new Expressions(context);
        Questions questions = new Questions(context, expressions);
        this.words = new WordUse(context, expressions, questions);
        this.phrases =
                new Phrases(context, this, words, new ModuleUse(context, expressions, questions), library, notices);
    }

    WordUse words() {
        return words;
    }

    Expressions expressions() {
        return expressions;
    }

    /** The words of a closure. */
    List<Statement> read(ClosureExpression closure, Room room, Names names) {
        if (Closures.hasParameters(closure)) {
            context.error(closure, "the braces of " + room.words() + " take no parameters");
        }
        return read(Closures.statements(closure), room, names, true);
    }

    /** Statements of a room; a nested list of them stands in an if or each. */
    List<Statement> read(List<org.codehaus.groovy.ast.stmt.Statement> written, Room room, Names names, boolean direct) {
        List<Statement> all = new ArrayList<>();
        Said said = new Said(room);
        for (org.codehaus.groovy.ast.stmt.Statement statement : written) {
            if (statement.getStatementLabels() != null) {
                context.error(
                        statement,
                        "a label cannot be used in a playbook",
                        "write name: value behind the word that takes it");
            }
            if (statement instanceof ExpressionStatement expression) {
                said(expression.getExpression(), room, names, direct).ifPresent(s -> {
                    said.once(s);
                    all.add(s);
                });
            } else if (statement instanceof IfStatement choice) {
                choose(choice, room, names).ifPresent(all::add);
            } else if (!(statement instanceof EmptyStatement)) {
                context.error(
                        statement,
                        Forbidden.words(statement) + " cannot be used in a playbook",
                        Forbidden.advice(statement));
            }
        }
        return all;
    }

    private Optional<Statement> said(Expression expression, Room room, Names names, boolean direct) {
        if (expression instanceof DeclarationExpression declaration) {
            return define(declaration, names);
        } else if (expression instanceof MethodCallExpression call) {
            return call.isImplicitThis()
                    ? Call.of(call, context).flatMap(c -> phrases.read(c, room, names, direct))
                    : behindDot(call, room, names, direct);
        }
        if (expression instanceof VariableExpression variable && Words.any(variable.getName())) {
            context.error(
                    expression,
                    "'" + variable.getName() + "' alone does nothing",
                    "write " + variable.getName() + "()");
        } else if (expression instanceof VariableExpression variable) {
            phrases.unknown(variable.getName(), context.at(variable), room);
        } else if (!(expression instanceof org.codehaus.groovy.ast.expr.EmptyExpression)) {
            nothing(expression, names);
        }
        return Optional.empty();
    }

    private void nothing(Expression expression, Names names) {
        if (joined(expression)) {
            return;
        }
        Report before = context.report();
        int[] found = {0};
        Context counting = new Context(
                context.source(),
                context.catalog(),
                (at, message, suggestion) -> {
                    found[0]++;
                    before.error(at, message, suggestion);
                },
                context.registered());
        new Expressions(counting).node(expression, names);
        if (found[0] == 0) {
            context.error(expression, "this says nothing here", "a statement begins with a word or a module");
        }
    }

    /** A word and its value that Groovy joins: {@code retries -1} is a subtraction to it, {@code hosts ['a']} an index. */
    private boolean joined(Expression expression) {
        if (!(expression instanceof BinaryExpression binary)
                || !(binary.getLeftExpression() instanceof VariableExpression word)
                || !(Words.any(word.getName())
                        || context.catalog().find(word.getName()).isPresent())) {
            return false;
        }
        String sign = binary.getOperation().getText();
        boolean index = sign.equals("[");
        String value = context.source().of(binary.getRightExpression());
        context.error(
                expression,
                "Groovy takes '" + word.getName() + "' with what follows for " + (index ? "an index" : "a calculation"),
                "write the value in parentheses: " + word.getName()
                        + (index ? "([" + value + "])" : "(" + sign + value + ")"));
        return true;
    }

    private Optional<Statement> define(DeclarationExpression declaration, Names names) {
        boolean plain = !declaration.isMultipleAssignmentDeclaration()
                && declaration.getAnnotations().isEmpty()
                && declaration.getVariableExpression().isDynamicTyped()
                && declaration.getVariableExpression().getModifiers() == 0;
        if (!plain) {
            context.error(declaration, "a definition is written as def name = value, without type or annotation");
            if (!declaration.isMultipleAssignmentDeclaration()) {
                names.bind(declaration.getVariableExpression().getName(), Type.ANY, false);
            }
            return Optional.empty();
        }
        String name = declaration.getVariableExpression().getName();
        Node value = expressions.node(declaration.getRightExpression(), names);
        free(name, context.at(declaration), names);
        names.bind(name, value.type(), value.deferred());
        return Optional.of(new Statement.Define(name, value, context.at(declaration)));
    }

    /** Reports a name that is taken already. */
    void free(String name, SourceRef at, Names names) {
        if (names.find(name).isPresent() || name.equals("item")) {
            context.report().error(at, "the name '" + name + "' is taken already", "choose another one");
        }
    }

    private Optional<Statement> choose(IfStatement choice, Room room, Names names) {
        if (!room.sequence()) {
            context.error(choice, "'if' cannot stand in " + room.words(), "write when { … }, or put the if around it");
            return Optional.empty();
        }
        Node question = expressions.node(choice.getBooleanExpression().getExpression(), names);
        if (question.deferred()) {
            context.error(
                    choice.getBooleanExpression(),
                    "'if' decides before the run, but this is known only at run time",
                    "write when { … } in the task");
        }
        List<Statement> yes = branch(choice.getIfBlock(), room, names);
        List<Statement> no = branch(choice.getElseBlock(), room, names);
        return Optional.of(new Statement.Choose(question, yes, no, context.at(choice)));
    }

    private List<Statement> branch(org.codehaus.groovy.ast.stmt.Statement written, Room room, Names names) {
        List<org.codehaus.groovy.ast.stmt.Statement> statements =
                written instanceof BlockStatement block ? block.getStatements() : List.of(written);
        return read(statements, nested(room), names.inner(), false);
    }

    private static Room nested(Room room) {
        return room == Room.BLOCK ? Room.TASKS : room == Room.PHASE ? Room.PLAYS : room;
    }

    private Optional<Statement> behindDot(MethodCallExpression call, Room room, Names names, boolean direct) {
        String name = call.getMethodAsString();
        if ("each".equals(name) || "eachWithIndex".equals(name)) {
            return Call.of(call, context).flatMap(c -> each(call, c, room, names));
        } else if ("rescue".equals(name) || "always".equals(name)) {
            return phrases.block(call, room, names, direct);
        }
        nothing(call, names);
        return Optional.empty();
    }

    private Optional<Statement> each(MethodCallExpression call, Call said, Room room, Names names) {
        Node of = expressions.node(call.getObjectExpression(), names);
        if (!room.sequence()) {
            context.report()
                    .error(
                            said.at(),
                            "'" + said.name() + "' cannot stand in " + room.words(),
                            "put it around the whole of it");
            return Optional.empty();
        }
        if (of.deferred()) {
            context.error(
                    call.getObjectExpression(),
                    "'each' goes through a list before the run, but this is known only at run time",
                    "write loop { … } in the task");
        } else if (!of.type().unknown()
                && !of.type().is(Kind.LIST)
                && !of.type().is(Kind.MAP)) {
            context.error(
                    call.getObjectExpression(),
                    "'each' goes through a list or a map, not " + of.type().name());
        }
        if (said.closures().size() != 1 || !said.positional().isEmpty() || call.isSpreadSafe()) {
            context.report().error(said.at(), "'" + said.name() + "' takes a block { x -> … }");
            return Optional.empty();
        }
        return Closures.parameters(said.closures().get(0), context).map(parameters -> {
            Names inner = names.inner();
            boolean indexed = said.name().equals("eachWithIndex");
            parameters.forEach(p -> inner.bind(
                    p, elementType(of.type(), indexed && p.equals(parameters.get(parameters.size() - 1))), false));
            List<Statement> body = read(Closures.statements(said.closures().get(0)), nested(room), inner, false);
            return new Statement.Each(of, parameters, indexed, body, said.at());
        });
    }

    private static Type elementType(Type of, boolean index) {
        if (index) {
            return Type.INTEGER;
        }
        return of.is(Kind.LIST) ? of.element().orElse(Type.ANY) : Type.ANY;
    }

    /** What was said in a room so far: words that may be said once, names that must differ. */
    private final class Said {
        private final Room room;
        private final Set<String> once = new HashSet<>();
        private final Map<String, Integer> named = new HashMap<>();

        Said(Room room) {
            this.room = room;
        }

        void once(Statement statement) {
            if (!(statement instanceof Statement.Say say)) {
                return;
            }
            String word = say.word().name();
            if (say.word().once() && !once.add(word)) {
                context.report().error(say.at(), "'" + word + "' is said twice in " + room.words());
            }
            boolean names = Set.of("play", "task", "handler").contains(word)
                    && !say.arguments().isEmpty();
            if (names && say.arguments().get(0) instanceof Constant name) {
                Integer line =
                        named.putIfAbsent(word + " " + name.value(), say.at().line());
                if (line != null) {
                    context.report()
                            .error(
                                    name.at(),
                                    "another " + word + " here is named '" + name.value() + "' as well, at line "
                                            + line);
                }
            }
        }
    }
}
