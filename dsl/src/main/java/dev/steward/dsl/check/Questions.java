package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Question;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.source.Report;
import dev.steward.dsl.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What {@code ask} says of a var, checked against its default; and whether a value is an answer to it. */
final class Questions {

    private final Report report;

    Questions(Report report) {
        this.report = report;
    }

    /** What is asked; after a problem without what was wrong. */
    Question of(Statement.Variable variable, Object standard, Env env) {
        Map<String, Node> options = variable.asking().options();
        String help = text(options.get("help"), env);
        Optional<Object> least = limit(options.get("min"), "min", standard, env);
        Optional<Object> most = limit(options.get("max"), "max", standard, env);
        List<Object> choices = choices(options.get("choices"), standard, env);
        boolean required = required(options.get("required"), standard, env);
        Question question = new Question(variable.asking().label(), help, choices, least, most, required);
        if (least.isPresent() && most.isPresent() && Values.compare(least.get(), most.get()) > 0) {
            report.error(options.get("max").at(), "'max' of ask is less than its 'min'");
            return Question.NONE;
        }
        boolean open = required && Values.written(standard).isEmpty();
        if (standard != null && !open) {
            wrong(question, standard)
                    .ifPresent(
                            why -> report.error(variable.at(), "the default of '" + variable.name() + "' is " + why));
        }
        return question;
    }

    private String text(Node node, Env env) {
        if (node == null) {
            return "";
        }
        Object said = value(node, env);
        if (said instanceof CharSequence words) {
            return words.toString();
        }
        report.error(node.at(), "'help' of ask is a text");
        return "";
    }

    private Object value(Node node, Env env) {
        try {
            return node.value(env);
        } catch (EvaluationException e) {
            report.error(e.at(), e.getMessage());
            return null;
        }
    }

    private Optional<Object> limit(Node node, String name, Object standard, Env env) {
        if (node == null) {
            return Optional.empty();
        }
        Object said = value(node, env);
        boolean ordered = standard instanceof Number && said instanceof Number
                || standard instanceof Duration && said instanceof Duration;
        if (ordered) {
            return Optional.of(said);
        }
        report.error(
                node.at(),
                standard instanceof Number || standard instanceof Duration
                        ? "'" + name + "' of ask is of the type of the default"
                        : "'" + name + "' of ask is for numbers, durations and sizes");
        return Optional.empty();
    }

    private List<Object> choices(Node node, Object standard, Env env) {
        if (node == null) {
            return List.of();
        }
        Object said = value(node, env);
        if (standard instanceof Boolean || standard instanceof Map<?, ?> || standard instanceof SecretRef) {
            report.error(node.at(), "'choices' of ask is for texts, numbers, durations, sizes and lists");
        } else if (!(said instanceof List<?> list) || list.isEmpty()) {
            report.error(node.at(), "'choices' of ask is a list of the values there are: choices: ['small', 'large']");
        } else if (list.stream().anyMatch(one -> one == null || one instanceof List<?> || !fits(standard, one))) {
            report.error(
                    node.at(), "each of the 'choices' of ask is of the type of the default; those of a list are texts");
        } else {
            return List.copyOf(list);
        }
        return List.of();
    }

    private static boolean fits(Object standard, Object one) {
        return standard instanceof List<?> && one instanceof CharSequence
                || standard == null
                || standard instanceof Number && one instanceof Number
                || Conversion.typeName(standard).equals(Conversion.typeName(one));
    }

    private boolean required(Node node, Object standard, Env env) {
        if (node == null) {
            return false;
        }
        Object said = value(node, env);
        if (!(said instanceof Boolean flag)) {
            report.error(node.at(), "'required' of ask is true or false");
        } else if (flag && !(standard instanceof CharSequence || standard instanceof List<?>)) {
            report.error(node.at(), "'required' of ask is for texts and lists; anything else has a value always");
        } else {
            return flag;
        }
        return false;
    }

    /** Why a value of the right type is no answer, as what follows "is"; empty: it is one. */
    static Optional<String> wrong(Question question, Object value) {
        List<Object> wrong = new ArrayList<>(value instanceof List<?> list ? list : List.of(value));
        wrong.removeIf(one -> question.choices().isEmpty()
                || question.choices().stream().anyMatch(choice -> Values.same(choice, one)));
        if (!wrong.isEmpty()) {
            return Optional.of("'" + Values.written(wrong.get(0)) + "', but one of "
                    + question.choices().stream().map(Values::written).collect(Collectors.joining(", "))
                    + " is expected");
        }
        if (question.least().filter(least -> Values.compare(value, least) < 0).isPresent()) {
            return Optional.of("less than " + Values.written(question.least().get()));
        }
        if (question.most().filter(most -> Values.compare(value, most) > 0).isPresent()) {
            return Optional.of("more than " + Values.written(question.most().get()));
        }
        return Optional.empty();
    }
}
