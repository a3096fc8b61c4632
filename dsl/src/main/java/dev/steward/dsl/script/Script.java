package dev.steward.dsl.script;

import dev.steward.dsl.catalog.ModuleCatalog;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.source.Report;
import dev.steward.dsl.source.SourceText;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.word.Room;
import dev.steward.dsl.word.Suggestion;
import dev.steward.dsl.word.Word;
import dev.steward.dsl.word.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** One file: nothing but one playbook or one task list. */
final class Script {

    private final Context context;
    private final ModuleNode tree;
    private final Library library;

    Script(SourceText source, ModuleNode tree, ModuleCatalog catalog, Report report, Library library) {
        this.context = new Context(source, catalog, report, registered(tree));
        this.tree = tree;
        this.library = library;
    }

    /** The playbook it holds; empty after a problem. */
    Optional<dev.steward.dsl.script.Statement.Playbook> playbook() {
        return only("playbook").map(call -> {
            Names names = Names.ofPlaybook();
            Blocks blocks = new Blocks(context, library, new Notices());
            Word word = Words.find("playbook", Room.FILE).orElseThrow();
            blocks.words().read(word, call, names, List.of());
            List<dev.steward.dsl.script.Statement> body =
                    braces(call) ? blocks.read(call.closures().get(0), Room.PLAYBOOK, names.inner()) : List.of();
            PowerWords.check(body, context.report());
            return new dev.steward.dsl.script.Statement.Playbook(name(call), body, call.at());
        });
    }

    /** The task list it holds, for these values; empty after a problem. */
    Optional<dev.steward.dsl.script.Statement.TaskList> taskList(Library.Wanted wanted) {
        return only("taskList").filter(this::braces).map(call -> {
            Names names = wanted.names().bare();
            Blocks blocks = new Blocks(context, library, wanted.notices());
            blocks.words().read(Words.find("taskList", Room.FILE).orElseThrow(), call, names, List.of());
            List<Statement> first = new ArrayList<>();
            List<Statement> rest = new ArrayList<>();
            for (Statement statement : Closures.statements(call.closures().get(0))) {
                (declares(statement) ? first : rest).add(statement);
            }
            List<dev.steward.dsl.script.Statement.Variable> variables = new ArrayList<>();
            blocks.read(first, Room.TASK_LIST, names, true).forEach(s -> {
                if (s instanceof dev.steward.dsl.script.Statement.Declare declare) {
                    variables.addAll(declare.variables());
                }
            });
            given(wanted, variables, names);
            List<dev.steward.dsl.script.Statement> steps = new ArrayList<>();
            blocks.read(rest, Room.TASK_LIST, names, true).forEach(s -> {
                if (s instanceof dev.steward.dsl.script.Statement.Say say) {
                    say.bodies().forEach(steps::addAll);
                }
            });
            return new dev.steward.dsl.script.Statement.TaskList(name(call), variables, steps);
        });
    }

    private void given(Library.Wanted wanted, List<dev.steward.dsl.script.Statement.Variable> variables, Names names) {
        Set<String> known = new TreeSet<>();
        variables.forEach(v -> known.add(v.name()));
        wanted.given().forEach((name, value) -> {
            SourceRef at = wanted.call().named().get(name).at();
            Optional<dev.steward.dsl.script.Statement.Variable> variable =
                    variables.stream().filter(v -> v.name().equals(name)).findFirst();
            if (variable.isEmpty()) {
                context.report()
                        .error(at, "'" + wanted.file() + "' has no var '" + name + "'", Suggestion.of(name, known));
                return;
            }
            Type wants = variable.get().value().type();
            Type gets = value.node().type();
            if (!wants.unknown() && !gets.unknown() && wants.kind() != gets.kind()) {
                context.report()
                        .error(
                                at,
                                "the var '" + name + "' of '" + wanted.file() + "' is " + wants.name() + ", not "
                                        + gets.name());
            }
            names.bind(name, wants.or(gets), value.node().deferred());
        });
    }

    private static boolean declares(Statement statement) {
        return statement instanceof ExpressionStatement said
                && said.getExpression() instanceof MethodCallExpression call
                && "vars".equals(call.getMethodAsString());
    }

    private static String name(Call call) {
        return !call.positional().isEmpty() && call.positional().get(0) instanceof ConstantExpression name
                ? String.valueOf(name.getValue())
                : "";
    }

    private boolean braces(Call call) {
        if (call.closures().size() != 1) {
            context.report().error(call.at(), "'" + call.name() + "' needs braces: " + call.name() + "('…') { … }");
            return false;
        }
        return true;
    }

    /** The one call that the file consists of. */
    private Optional<Call> only(String word) {
        boolean clean = declaresNothing();
        Optional<Call> found = Optional.empty();
        Blocks blocks = new Blocks(context, library, new Notices());
        for (Statement statement : tree.getStatementBlock().getStatements()) {
            if (statement.getLineNumber() < 1) {
                continue; // the parser's own, in a file without statements
            }
            if (found.isEmpty()
                    && statement instanceof ExpressionStatement said
                    && said.getExpression() instanceof MethodCallExpression call
                    && call.isImplicitThis()
                    && word.equals(call.getMethodAsString())
                    && statement.getStatementLabels() == null) {
                found = Call.of(call, context);
            } else {
                clean = false;
                elsewhere(statement, word, blocks);
            }
        }
        if (found.isEmpty() && clean) {
            context.report()
                    .error(
                            context.source().at(1, 1),
                            "this file holds no " + word,
                            "it begins with " + word + "('…') {");
        }
        return found;
    }

    private void elsewhere(Statement statement, String word, Blocks blocks) {
        int[] found = {0};
        Context counting = new Context(
                context.source(),
                context.catalog(),
                (at, message, suggestion) -> {
                    found[0]++;
                    context.report().error(at, message, suggestion);
                },
                context.registered());
        new Blocks(counting, library, new Notices()).read(List.of(statement), Room.FILE, Names.ofPlaybook(), true);
        if (found[0] == 0) {
            context.error(statement, "a file holds one " + word + " and nothing else");
        }
    }

    /** Everything beside statements is refused: imports, packages, classes, methods, annotations. */
    private boolean declaresNothing() {
        List<ASTNode> refused = new ArrayList<>();
        tree.getImports().forEach(i -> refuse(i, "an import", refused));
        tree.getStarImports().forEach(i -> refuse(i, "an import", refused));
        tree.getStaticImports().values().forEach(i -> refuse(i, "an import", refused));
        tree.getStaticStarImports().values().forEach(i -> refuse(i, "an import", refused));
        if (tree.getPackage() != null) {
            refuse(tree.getPackage(), "a package", refused);
        }
        tree.getMethods().forEach(m -> refuse(m, "a method", refused));
        for (ClassNode type : tree.getClasses()) {
            if (!type.isScript() && type.getLineNumber() > 0) {
                refuse(type, "a class", refused);
            }
        }
        return refused.isEmpty();
    }

    private void refuse(AnnotatedNode node, String what, List<ASTNode> refused) {
        ASTNode at = node.getLineNumber() > 0 || node.getAnnotations().isEmpty()
                ? node
                : node.getAnnotations().get(0);
        refused.add(at);
        context.error(at, what + " cannot be used in a playbook");
        node.getAnnotations().stream()
                .filter(a -> a.getLineNumber() > 0)
                .forEach(a -> context.error(a, "an annotation cannot be used in a playbook"));
    }

    private static Map<String, Integer> registered(ModuleNode tree) {
        Map<String, Integer> lines = new HashMap<>();
        tree.getStatementBlock().visit(new CodeVisitorSupport() {
            @Override
            public void visitMethodCallExpression(MethodCallExpression call) {
                if ("register".equals(call.getMethodAsString())
                        && call.getArguments() instanceof TupleExpression arguments) {
                    arguments.getExpressions().stream()
                            .filter(ConstantExpression.class::isInstance)
                            .forEach(e -> lines.putIfAbsent(e.getText(), call.getLineNumber()));
                }
                super.visitMethodCallExpression(call);
            }
        });
        return lines;
    }
}
