package dev.steward.dsl.script;

import dev.steward.dsl.expression.BinaryNode;
import dev.steward.dsl.expression.ChoiceNode;
import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.HostNameNode;
import dev.steward.dsl.expression.ListNode;
import dev.steward.dsl.expression.LogicNode;
import dev.steward.dsl.expression.MapNode;
import dev.steward.dsl.expression.NameNode;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.expression.RangeNode;
import dev.steward.dsl.expression.SignNode;
import dev.steward.dsl.expression.SourcedNode;
import dev.steward.dsl.expression.TextNode;
import dev.steward.dsl.value.Numbers;
import dev.steward.dsl.value.Operator;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Type.Kind;
import dev.steward.dsl.value.Ups;
import dev.steward.dsl.word.Suggestion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.BooleanExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ElvisOperatorExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MapEntryExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NotExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.RangeExpression;
import org.codehaus.groovy.ast.expr.TernaryExpression;
import org.codehaus.groovy.ast.expr.UnaryMinusExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/**
 * Checks an expression and makes it a {@link Node}. It knows the few forms of expression that a playbook may hold; every
 * other form is a problem, so that a form nobody thought of is refused as well.
 */
final class Expressions {

    /** Where an expression stands: secrets and raw text may be put into a text in some places only. */
    enum Place {
        VALUE,
        ARGUMENT,
        SHELL
    }

    private final Context context;
    private final Place place;
    private final Expressions values;
    private final Members members;
    private final Jinja jinja;

    Expressions(Context context) {
        this(context, Place.VALUE);
    }

    private Expressions(Context context, Place place) {
        this.context = context;
        this.place = place;
        this.jinja = new Jinja(context);
        this.values = place == Place.VALUE ? this : new Expressions(context);
        this.members = place == Place.VALUE ? new Members(context, this) : values.members;
    }

    /** Reads the arguments of modules: a secret may be put into a text. */
    Expressions arguments() {
        return new Expressions(context, Place.ARGUMENT);
    }

    /** Reads shell lines: raw text may be put into them as well. */
    Expressions shell() {
        return new Expressions(context, Place.SHELL);
    }

    /** The expression as a node; where there is a problem, a value of unknown type that causes no further one. */
    Node node(Expression expression, Names names) {
        Class<?> form = expression.getClass();
        if (expression instanceof ConstantExpression constant) {
            return constant(constant);
        } else if (expression instanceof GStringExpression text) {
            return text(text, names);
        } else if (form == VariableExpression.class) {
            return name((VariableExpression) expression, names);
        } else if (form == PropertyExpression.class) {
            return members.property((PropertyExpression) expression, names);
        } else if (form == MethodCallExpression.class) {
            return members.call((MethodCallExpression) expression, names);
        } else if (form == BinaryExpression.class) {
            return binary((BinaryExpression) expression, names);
        } else if (form == ListExpression.class) {
            return list((ListExpression) expression, names);
        } else if (expression instanceof MapExpression map) {
            return new MapNode(entries(map, names), context.at(map));
        }
        return rarer(expression, names);
    }

    private Node rarer(Expression expression, Names names) {
        if (expression instanceof NotExpression not) {
            return new SignNode(true, values.node(not.getExpression(), names), context.at(not));
        } else if (expression instanceof UnaryMinusExpression minus) {
            return minus(minus, names);
        } else if (expression.getClass() == BooleanExpression.class) {
            return node(((BooleanExpression) expression).getExpression(), names);
        } else if (expression instanceof ElvisOperatorExpression elvis) {
            Node value = values.node(elvis.getTrueExpression(), names);
            return new ChoiceNode(value, Optional.empty(), node(elvis.getFalseExpression(), names), context.at(elvis));
        } else if (expression instanceof TernaryExpression choice) {
            Node question = values.node(choice.getBooleanExpression(), names);
            Node yes = node(choice.getTrueExpression(), names);
            return new ChoiceNode(
                    question, Optional.of(yes), node(choice.getFalseExpression(), names), context.at(choice));
        } else if (expression instanceof RangeExpression range
                && !range.isExclusiveLeft()
                && !range.isExclusiveRight()) {
            return new RangeNode(
                    values.node(range.getFrom(), names), values.node(range.getTo(), names), context.at(range));
        }
        return refused(expression);
    }

    private Node refused(Expression expression) {
        context.error(
                expression,
                Forbidden.words(expression) + " cannot be used in a playbook",
                Forbidden.advice(expression));
        return Constant.unknown(context.at(expression));
    }

    private Node constant(ConstantExpression constant) {
        Object value = constant.getValue();
        if (value instanceof BigInteger || value instanceof BigDecimal decimal && !Numbers.fits(decimal)) {
            context.error(constant, "this number is too large or too fine");
            return Constant.unknown(context.at(constant));
        } else if (value instanceof Double || value instanceof Float) {
            return Constant.of(BigDecimal.valueOf(((Number) value).doubleValue()), context.at(constant));
        } else if (value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigDecimal) {
            jinja.look(constant, value);
            return Constant.of(value, context.at(constant));
        }
        return refused(constant);
    }

    private Node text(GStringExpression text, Names names) {
        List<TextNode.Part> parts = new ArrayList<>();
        for (int i = 0; i < text.getStrings().size(); i++) {
            String literal = String.valueOf(text.getStrings().get(i).getValue());
            if (!literal.isEmpty()) {
                jinja.look(text, literal);
                parts.add(TextNode.Part.literal(literal));
            }
            if (i < text.getValues().size()) {
                parts.add(inserted(text.getValues().get(i), names));
            }
        }
        return new TextNode(List.copyOf(parts), context.at(text));
    }

    private TextNode.Part inserted(Expression value, Names names) {
        Node node = values.node(value, names);
        if (node.type().is(Kind.NOTHING)) {
            context.error(value, "null cannot be put into a text");
        } else if (node.type().is(Kind.SECRET) && place == Place.VALUE) {
            context.error(value, "a secret can be put into a text only as the argument of a module");
        } else if (node.type().is(Kind.RAW) && place != Place.SHELL) {
            context.error(value, "raw(…) is for shell lines only", "leave it out: nothing is quoted here");
        }
        return TextNode.Part.value(node, context.source().of(value));
    }

    private Node name(VariableExpression variable, Names names) {
        String name = variable.getName();
        Optional<Names.Binding> found = names.find(name);
        if (found.isPresent()) {
            Names.Binding binding = found.get();
            return binding.ofHost()
                    ? new HostNameNode(name, binding.type(), context.at(variable))
                    : new NameNode(name, binding.type(), binding.deferred(), context.at(variable));
        }
        unknownName(variable, name, names);
        return Constant.unknown(context.at(variable));
    }

    private void unknownName(VariableExpression variable, String name, Names names) {
        Integer line = context.registered().get(name);
        if (names.ofGate() && (line != null || name.equals("host") || name.equals("item"))) {
            context.error(
                    variable,
                    "'" + name + "' belongs to a host, but this is asked of the power alone",
                    "ask ups, such as ups.charge <= 20");
        } else if (line != null) {
            context.error(
                    variable,
                    "'" + name + "' is not registered yet: its task stands at line " + line,
                    "use it in a later task");
        } else if (name.equals("this") || name.equals("super")) {
            context.error(variable, "'" + name + "' cannot be used in a playbook");
        } else if (name.equals(Ups.NAME)) {
            context.error(variable, "'ups' is known only in the phases of a power playbook and in its emergencyWhen");
        } else if (name.equals("item")) {
            context.error(variable, "'item' is known only in a task with a loop", "write loop { … } in this task");
        } else if (Character.isUpperCase(name.charAt(0)) || name.matches("java|javax|groovy|org|com|dev|sun|jdk")) {
            context.error(
                    variable,
                    "classes are not available to playbooks, so '" + name + "' is unknown",
                    "what acts is written as a task");
        } else {
            context.error(variable, "unknown name '" + name + "'", meant(name, names));
        }
    }

    /** A property of the UPS without the UPS, where it is known; else what is spelt like it. */
    private static String meant(String name, Names names) {
        boolean power =
                names.find(Ups.NAME).filter(b -> b.type().equals(Ups.TYPE)).isPresent();
        if (power && (name.equals("battery") || Ups.TYPE.properties().containsKey(name))) {
            return "write ups." + (name.equals("battery") ? "charge" : name);
        }
        return Suggestion.of(name, names.all());
    }

    private Node minus(UnaryMinusExpression minus, Names names) {
        Node of = values.node(minus.getExpression(), names);
        if (!of.type().unknown() && !of.type().numeric() && !of.type().is(Kind.DURATION)) {
            context.error(
                    minus, "only a number has a sign, but this is " + of.type().name());
        }
        return new SignNode(false, of, context.at(minus));
    }

    private Node list(ListExpression list, Names names) {
        List<Node> elements = new ArrayList<>();
        list.getExpressions().forEach(e -> elements.add(element(e, names)));
        return new ListNode(List.copyOf(elements), context.at(list));
    }

    private Node element(Expression expression, Names names) {
        Node node = node(expression, names);
        boolean sourced = place != Place.VALUE && node.deferred() && !(node instanceof TextNode);
        boolean nested = node instanceof ListNode || node instanceof MapNode;
        return sourced && !nested ? new SourcedNode(node, context.source().of(expression)) : node;
    }

    /** The entries of a map or of named arguments; keys are words or literal texts. */
    Map<String, Node> entries(MapExpression map, Names names) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (MapEntryExpression entry : map.getMapEntryExpressions()) {
            if (!(entry.getKeyExpression() instanceof ConstantExpression key)
                    || !(key.getValue() instanceof String name)) {
                context.error(entry, "a key is written as a word or a text, not computed");
            } else if (entries.put(name, element(entry.getValueExpression(), names)) != null) {
                context.error(entry, "'" + name + "' is given twice");
            }
        }
        return entries;
    }

    private Node binary(BinaryExpression binary, Names names) {
        String sign = binary.getOperation().getText();
        if (sign.equals("&&") || sign.equals("||")) {
            Node left = values.node(binary.getLeftExpression(), names);
            return new LogicNode(
                    sign.equals("&&"), left, values.node(binary.getRightExpression(), names), context.at(binary));
        } else if (sign.equals("[")) {
            return members.index(binary, names);
        }
        Optional<Operator> operator = Operator.of(sign);
        if (operator.isEmpty()) {
            context.error(
                    binary.getLeftExpression(),
                    "'" + sign + "' cannot be used in a playbook",
                    Forbidden.operator(sign));
            return Constant.unknown(context.at(binary));
        }
        Node left = values.node(binary.getLeftExpression(), names);
        Node right = values.node(binary.getRightExpression(), names);
        return new BinaryNode(
                operator.get(), left, right, operated(binary, operator.get(), left, right), context.at(binary));
    }

    private Type operated(BinaryExpression binary, Operator operator, Node left, Node right) {
        if (left.type().is(Kind.SECRET) || right.type().is(Kind.SECRET)) {
            context.error(binary, "a secret is handed to a module, not computed with");
            return Type.ANY;
        }
        Optional<Type> type = operator.type(left.type(), right.type());
        if (type.isEmpty()) {
            String message = Operators.words(operator, left.type(), right.type());
            context.error(binary, message, Operators.advice(left.type(), right.type()));
        } else {
            Operators.charge(left, right)
                    .ifPresent(wrong -> context.error(binary.getRightExpression(), wrong, "write such as 20"));
        }
        return type.orElse(Type.ANY);
    }
}
