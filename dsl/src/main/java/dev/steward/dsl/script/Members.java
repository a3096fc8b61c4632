package dev.steward.dsl.script;

import dev.steward.dsl.expression.CallNode;
import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.IndexNode;
import dev.steward.dsl.expression.Lambda;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.expression.PropertyNode;
import dev.steward.dsl.expression.RawNode;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.value.Methods;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Type.Kind;
import dev.steward.dsl.value.Units;
import dev.steward.dsl.word.Suggestion;
import dev.steward.dsl.word.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** What stands behind a dot or in brackets: properties, units, calls of allowed methods, elements. */
final class Members {

    private static final Set<String> INNARDS =
            Set.of("class", "metaClass", "classLoader", "delegate", "owner", "thisObject", "properties", "binding");

    private final Context context;
    private final Expressions expressions;

    Members(Context context, Expressions expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    Node property(PropertyExpression property, Names names) {
        if (property.isSpreadSafe() || !(property.getProperty() instanceof ConstantExpression constant)) {
            context.error(
                    property,
                    "a property is written as .name or ?.name",
                    "for each of a list write .collect { it.name }");
            return Constant.unknown(context.at(property));
        }
        Node of = expressions.node(property.getObjectExpression(), names);
        String name = String.valueOf(constant.getValue());
        Optional<Type> type = propertyType(of.type(), name, constant);
        if (type.isEmpty()) {
            return Constant.unknown(context.at(constant));
        }
        return new PropertyNode(of, name, property.isSafe(), type.get(), context.at(constant));
    }

    private Optional<Type> propertyType(Type of, String name, ConstantExpression at) {
        if (INNARDS.contains(name)) {
            context.error(at, "'" + name + "' is not available to playbooks");
            return Optional.empty();
        }
        if (of.unknown() || of.is(Kind.MAP)) {
            return Optional.of(Units.type(name).filter(t -> of.unknown()).orElse(Type.ANY));
        }
        if (of.is(Kind.RECORD) && of.properties().containsKey(name)) {
            return Optional.of(of.properties().get(name));
        }
        Optional<Type> unit = of.numeric() ? Units.type(name) : Optional.empty();
        if (unit.isEmpty()) {
            unknownProperty(of, name, at);
        }
        return unit;
    }

    private void unknownProperty(Type of, String name, ConstantExpression at) {
        Set<String> known = new TreeSet<>(of.properties().keySet());
        if (of.numeric()) {
            known.addAll(Units.durationUnits());
            known.addAll(Units.sizeUnits());
        }
        String advice = Suggestion.of(name, known);
        if (of.is(Kind.LIST)) {
            advice = "for each of its values write .collect { it." + name + " }";
        } else if (Methods.names(of).contains(name)) {
            advice = "write ." + name + "()";
        } else if (advice.isEmpty() && !known.isEmpty()) {
            advice = "it has " + String.join(", ", known);
        }
        context.error(at, of.name() + " has no " + (of.numeric() ? "unit" : "property") + " '" + name + "'", advice);
    }

    Node index(BinaryExpression binary, Names names) {
        if (binary.getLeftExpression() instanceof VariableExpression word
                && names.find(word.getName()).isEmpty()
                && (Words.any(word.getName())
                        || context.catalog().find(word.getName()).isPresent())) {
            String name = word.getName();
            context.error(word, "'" + name + " […]' asks for an element of '" + name + "'", "write " + name + "([…])");
            return Constant.unknown(context.at(binary));
        }
        Node of = expressions.node(binary.getLeftExpression(), names);
        Node index = expressions.node(binary.getRightExpression(), names);
        if (!of.type().unknown() && !of.type().is(Kind.LIST) && !of.type().is(Kind.MAP)) {
            context.error(
                    binary,
                    "only a list or a map has elements, but this is "
                            + of.type().name());
        } else if (of.type().is(Kind.LIST)
                && !index.type().unknown()
                && !index.type().is(Kind.INTEGER)) {
            context.error(
                    binary.getRightExpression(),
                    "a list is asked by a whole number, not by " + index.type().name());
        }
        return new IndexNode(of, index, of.type().element().orElse(Type.ANY), context.at(binary));
    }

    Node call(MethodCallExpression call, Names names) {
        Optional<Call> read = Call.of(call, context);
        if (read.isEmpty()) {
            return Constant.unknown(context.at(call));
        }
        Call said = read.get();
        if (!said.named().isEmpty()) {
            context.error(call, "'" + said.name() + "' takes no named arguments");
        }
        return call.isImplicitThis() ? function(said, names) : method(call, said, names);
    }

    private Node function(Call said, Names names) {
        switch (said.name()) {
            case "secret":
                return secret(said);
            case "raw":
                if (said.positional().size() == 1) {
                    Expression of = said.positional().get(0);
                    return new RawNode(
                            expressions.node(of, names), context.source().of(of), said.at());
                }
                context.report().error(said.at(), "raw takes one value");
                break;
            case "ask":
                context.report().error(said.at(), "ask(default, 'label') stands only in the vars of a playbook");
                break;
            default:
                unknownFunction(said, names);
        }
        return Constant.unknown(said.at());
    }

    private Node secret(Call said) {
        if (said.positional().size() == 1
                && said.positional().get(0) instanceof ConstantExpression path
                && path.getValue() instanceof String name
                && !name.isBlank()) {
            return new Constant(new SecretRef(name, said.at()), Type.SECRET, said.at());
        }
        context.report()
                .error(said.at(), "secret takes the name of a secret as a text, such as secret('mail/password')");
        return new Constant(new SecretRef("?", said.at()), Type.SECRET, said.at());
    }

    private void unknownFunction(Call said, Names names) {
        String name = said.name();
        if (context.catalog().find(name).isPresent()) {
            context.report().error(said.at(), "'" + name + "' is a module and stands in a task of its own");
        } else if (Words.any(name)) {
            context.report().error(said.at(), "'" + name + "' gives no value and cannot stand here");
        } else {
            Set<String> known = new TreeSet<>(names.all());
            known.addAll(List.of("secret", "raw"));
            known.remove(name);
            context.report()
                    .error(said.at(), "'" + name + "' is not available to playbooks", Suggestion.of(name, known));
        }
    }

    private Node method(MethodCallExpression call, Call said, Names names) {
        if (call.isSpreadSafe()) {
            context.error(call, "a spread '*.' cannot be used in a playbook", "write .collect { … }");
            return Constant.unknown(context.at(call));
        }
        Node of = expressions.node(call.getObjectExpression(), names);
        List<Node> arguments = new ArrayList<>();
        said.positional().forEach(a -> arguments.add(expressions.node(a, names)));
        Optional<Lambda> lambda = said.closure().flatMap(c -> lambda(c, of.type(), names));
        Optional<Type> result = resultOf(call, said, of, arguments, lambda);
        if (result.isEmpty()) {
            return Constant.unknown(context.at(call.getMethod()));
        }
        return new CallNode(
                of,
                said.name(),
                List.copyOf(arguments),
                lambda,
                call.isSafe(),
                result.get(),
                context.at(call.getMethod()));
    }

    private Optional<Type> resultOf(
            MethodCallExpression call, Call said, Node of, List<Node> arguments, Optional<Lambda> lambda) {
        boolean reported = of instanceof Constant constant && constant.type().is(Kind.ANY);
        if (reported || said.closure().isPresent() && lambda.isEmpty()) {
            return Optional.empty();
        }
        Type body = lambda.map(l -> l.body().type()).orElse(null);
        List<Type> types = arguments.stream().map(Node::type).toList();
        Optional<Type> type = Methods.result(of.type(), said.name(), types, body);
        if (type.isEmpty()) {
            unknownMethod(call, said.name(), of.type());
        }
        return type;
    }

    private void unknownMethod(MethodCallExpression call, String name, Type of) {
        Optional<String> takes = Methods.takes(of, name);
        if (takes.isPresent()) {
            context.error(call.getMethod(), "'" + name + "' of " + of.name() + " takes " + takes.get());
        } else {
            String owner = of.unknown() ? "a value" : of.name();
            context.error(
                    call.getMethod(),
                    "'" + name + "' of " + owner + " is not available to playbooks",
                    Suggestion.of(name, Methods.names(of)));
        }
    }

    private Optional<Lambda> lambda(ClosureExpression closure, Type of, Names names) {
        Optional<List<String>> parameters = Closures.parameters(closure, context);
        Optional<Expression> body = Closures.single(closure, context);
        if (parameters.isEmpty() || body.isEmpty()) {
            return Optional.empty();
        }
        Names inner = names.inner();
        for (String parameter : parameters.get()) {
            inner.bind(parameter, of.is(Kind.LIST) ? of.element().orElse(Type.ANY) : Type.ANY, false);
        }
        return Optional.of(new Lambda(parameters.get(), expressions.node(body.get(), inner)));
    }
}
