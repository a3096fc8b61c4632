package dev.steward.dsl.script;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.ListNode;
import dev.steward.dsl.expression.MapNode;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.expression.TextNode;
import dev.steward.dsl.value.Type.Kind;
import dev.steward.dsl.word.Accepts;
import dev.steward.dsl.word.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;

/** Checks the call of a module against its schema. */
final class ModuleUse {

    private final Context context;
    private final Expressions arguments;
    private final Expressions shell;
    private final ShellLines shellLines;
    private final Questions questions;

    ModuleUse(Context context, Expressions expressions, Questions questions) {
        this.context = context;
        this.arguments = expressions.arguments();
        this.shell = expressions.shell();
        this.shellLines = new ShellLines(context);
        this.questions = questions;
    }

    Statement read(ModuleSchema module, Call call, Names names) {
        Map<String, Statement.Argument> given = new LinkedHashMap<>();
        unnamed(module, call, names, given);
        call.named().forEach((name, argument) -> named(module, name, argument, names, given));
        missing(module, call, given.keySet());
        return new Statement.Use(module, given, call.at());
    }

    private void unnamed(ModuleSchema module, Call call, Names names, Map<String, Statement.Argument> given) {
        Optional<Param> param = module.positional().flatMap(module::param);
        List<Expression> values = call.positional();
        boolean asks = param.map(p -> p.type() == Param.Type.CONDITIONS).orElse(false);
        if (!call.closures().isEmpty()) {
            if (asks) {
                given.put(param.orElseThrow().name(), new Statement.Asked(asked(call.closures(), names)));
            } else {
                context.error(
                        call.closures().get(0),
                        "'" + module.name() + "' takes no block { … }",
                        "write its parameters as name: value");
            }
        }
        if (values.isEmpty()) {
            return;
        }
        if (param.isEmpty() || asks) {
            context.error(values.get(0), "'" + module.name() + "' takes its parameters by name", firstParam(module));
        } else if (param.get().type() == Param.Type.TEXTS) {
            given.put(param.get().name(), gathered(module, param.get(), values, names));
        } else {
            given.put(param.get().name(), value(module, param.get(), values.get(0), names));
            if (values.size() > 1) {
                context.error(
                        values.get(1),
                        "'" + module.name() + "' takes one value without a name",
                        "write the others as name: value");
            }
        }
    }

    private static String firstParam(ModuleSchema module) {
        return module.params().isEmpty()
                ? ""
                : "such as " + module.params().get(0).name() + ": …";
    }

    private List<Statement.Question> asked(List<ClosureExpression> closures, Names names) {
        List<Statement.Question> all = new ArrayList<>();
        closures.forEach(c -> all.addAll(questions.each(c, names)));
        return all;
    }

    private Statement.Argument gathered(ModuleSchema module, Param param, List<Expression> values, Names names) {
        List<Statement.Given> all = new ArrayList<>();
        for (Expression value : values) {
            all.add(value(module, param, value, names));
        }
        boolean list = all.size() == 1 && all.get(0).node().type().is(Kind.LIST);
        return list ? all.get(0) : new Statement.Gathered(List.copyOf(all));
    }

    private void named(
            ModuleSchema module, String name, Call.Named argument, Names names, Map<String, Statement.Argument> given) {
        Optional<Param> param = module.param(name);
        if (param.isEmpty() && !module.freeForm()) {
            Set<String> known =
                    new TreeSet<>(module.params().stream().map(Param::name).toList());
            String advice = Suggestion.of(name, known);
            context.report()
                    .error(
                            argument.at(),
                            "'" + module.name() + "' has no parameter '" + name + "'",
                            advice.isEmpty() ? "it takes " + String.join(", ", known) : advice);
            arguments.node(argument.value(), names);
        } else if (given.containsKey(name)) {
            context.report().error(argument.at(), "'" + name + "' is given twice, once without its name");
        } else if (param.isPresent() && param.get().type() == Param.Type.CONDITIONS) {
            conditions(param.get(), argument, names, given);
        } else {
            Param taken = param.orElse(new Param(name, Param.Type.ANY, false, List.of(), ""));
            given.put(name, value(module, taken, argument.value(), names));
        }
    }

    private void conditions(Param param, Call.Named argument, Names names, Map<String, Statement.Argument> given) {
        if (argument.value() instanceof ClosureExpression closure) {
            given.put(param.name(), new Statement.Asked(questions.each(closure, names)));
        } else {
            context.error(
                    argument.value(),
                    "'" + param.name() + "' takes " + param.type().words());
        }
    }

    private Statement.Given value(ModuleSchema module, Param param, Expression written, Names names) {
        boolean line = param.type() == Param.Type.SHELL;
        Node node = (line ? shell : arguments).node(written, names);
        if (line) {
            shellLines.check(written, node);
        } else if (module.name().equals("command") && holdsSecret(node)) {
            context.error(
                    written,
                    "a secret among the arguments of a command can be seen by everybody on the host (ps)",
                    "hand it over by environment NAME: secret('…'), or use shell");
        } else {
            Object known = node instanceof Constant constant ? constant.value() : null;
            Accepts.check(module.name(), param, node.type(), known)
                    .ifPresent(refusal -> context.error(written, refusal.message(), refusal.suggestion()));
        }
        return new Statement.Given(node, context.source().of(written), line);
    }

    private static boolean holdsSecret(Node node) {
        if (node instanceof TextNode text) {
            return text.parts().stream().flatMap(p -> p.value().stream()).anyMatch(ModuleUse::holdsSecret);
        } else if (node instanceof ListNode list) {
            return list.elements().stream().anyMatch(ModuleUse::holdsSecret);
        } else if (node instanceof MapNode map) {
            return map.entries().values().stream().anyMatch(ModuleUse::holdsSecret);
        }
        return node.type().is(Kind.SECRET);
    }

    private void missing(ModuleSchema module, Call call, Set<String> given) {
        for (Param param : module.params()) {
            if (param.required() && !given.contains(param.name())) {
                String how = module.positional().filter(param.name()::equals).isPresent()
                        ? "write it behind the word"
                        : "write " + param.name() + ": …";
                context.report()
                        .error(
                                call.at(),
                                "'" + module.name() + "' needs '" + param.name() + "', "
                                        + param.type().words(),
                                how);
            }
        }
    }
}
