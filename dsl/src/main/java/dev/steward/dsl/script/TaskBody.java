package dev.steward.dsl.script;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Type.Kind;
import dev.steward.dsl.value.Ups;
import dev.steward.dsl.word.Room;
import dev.steward.dsl.word.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** The inside of a task or handler: one module and its keywords. */
final class TaskBody {

    private final Context context;
    private final Blocks blocks;
    private final ClosureExpression closure;

    TaskBody(Context context, Blocks blocks, ClosureExpression closure) {
        this.context = context;
        this.blocks = blocks;
        this.closure = closure;
    }

    /** Reads it; what it registers is known to later tasks. */
    List<dev.steward.dsl.script.Statement> read(Room room, Call task, Names names) {
        if (Closures.hasParameters(closure)) {
            context.error(closure, "the braces of " + room.words() + " take no parameters");
        }
        boolean loop = calls("loop").findAny().isPresent();
        Type result = module().map(m -> Results.of(m, loop)).orElse(Type.ANY);
        Optional<String> register = registered(names);
        Names inner = names.inner();
        List<dev.steward.dsl.script.Statement> said = new ArrayList<>(loopFirst(room, inner, names));
        Names judging = inner.inner();
        register.ifPresent(name -> judging.bindOnHost(name, result));
        List<Statement> judges = new ArrayList<>();
        List<Statement> others = new ArrayList<>();
        for (Statement statement : Closures.statements(closure)) {
            String name = name(statement);
            if (name.equals("failedWhen") || name.equals("changedWhen")) {
                judges.add(statement);
            } else if (!name.equals("loop")) {
                others.add(statement);
            }
        }
        said.addAll(blocks.read(others, room, inner, true));
        said.addAll(blocks.read(judges, room, judging, true));
        count(said, room, task);
        register.ifPresent(name -> names.register(name, result));
        return said;
    }

    private List<dev.steward.dsl.script.Statement> loopFirst(Room room, Names inner, Names names) {
        List<Statement> loops = Closures.statements(closure).stream()
                .filter(s -> name(s).equals("loop"))
                .toList();
        List<dev.steward.dsl.script.Statement> said = blocks.read(loops, room, names, true);
        said.forEach(s -> inner.bindOnHost("item", itemType(s)));
        return said;
    }

    private Type itemType(dev.steward.dsl.script.Statement loop) {
        if (loop instanceof dev.steward.dsl.script.Statement.Say say
                && !say.questions().isEmpty()) {
            Type items = say.questions().get(0).node().type();
            if (!items.unknown() && !items.is(Kind.LIST)) {
                context.report().error(say.questions().get(0).at(), "'loop' goes through a list, not " + items.name());
            }
            return items.element().orElse(Type.ANY);
        }
        return Type.ANY;
    }

    private void count(List<dev.steward.dsl.script.Statement> said, Room room, Call task) {
        List<dev.steward.dsl.script.Statement> uses = said.stream()
                .filter(dev.steward.dsl.script.Statement.Use.class::isInstance)
                .toList();
        if (uses.size() > 1) {
            context.report()
                    .error(uses.get(1).at(), "a task calls one module, this is its second", "write a task for each");
        } else if (uses.isEmpty() && !triesAnother(room)) {
            context.report()
                    .error(
                            task.at(),
                            "this " + task.name() + " calls no module",
                            "write what it does, such as apt name: ['…']");
        }
    }

    /** Whether a word stands in it that does not belong there: it has been reported, and was perhaps meant as its module. */
    private boolean triesAnother(Room room) {
        return Closures.statements(closure).stream().map(TaskBody::name).anyMatch(name -> Words.find(name, room)
                .isEmpty());
    }

    private Optional<ModuleSchema> module() {
        return Closures.statements(closure).stream()
                .map(s -> context.catalog().find(name(s)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> registered(Names names) {
        return calls("register")
                .map(MethodCallExpression::getArguments)
                .filter(TupleExpression.class::isInstance)
                .flatMap(a -> ((TupleExpression) a).getExpressions().stream())
                .filter(name -> registers(name, names))
                .map(e -> (String) ((ConstantExpression) e).getValue())
                .findFirst();
    }

    private boolean registers(Expression name, Names names) {
        boolean word = name instanceof ConstantExpression constant
                && constant.getValue() instanceof String text
                && text.matches("[A-Za-z_][A-Za-z0-9_]*");
        boolean ups =
                names.find(Ups.NAME).filter(b -> b.type().equals(Ups.TYPE)).isPresent();
        List<String> taken = ups ? List.of("host", "item", Ups.NAME) : List.of("host", "item");
        if (word && taken.contains(((ConstantExpression) name).getValue())) {
            context.error(
                    name,
                    "the name '" + ((ConstantExpression) name).getValue()
                            + "' is taken: every task knows its own under it",
                    "choose another one, such as 'result'");
            return false;
        }
        if (!word) {
            context.error(name, "a result is registered under a name as written, such as 'upgrade'");
        }
        return word;
    }

    private java.util.stream.Stream<MethodCallExpression> calls(String name) {
        return Closures.statements(closure).stream()
                .filter(s -> name(s).equals(name))
                .map(s -> (MethodCallExpression) ((ExpressionStatement) s).getExpression());
    }

    private static String name(Statement statement) {
        return statement instanceof ExpressionStatement expression
                        && expression.getExpression() instanceof MethodCallExpression call
                        && call.isImplicitThis()
                        && call.getMethodAsString() != null
                ? call.getMethodAsString()
                : "";
    }
}
