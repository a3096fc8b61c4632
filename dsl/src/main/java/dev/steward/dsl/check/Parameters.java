package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Parameter;
import dev.steward.dsl.plan.Question;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.source.Report;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.value.Values;
import dev.steward.dsl.word.Suggestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a run: the vars of a playbook and of those it imports, with the values given for this run. */
final class Parameters {

    private record Declared(Parameter parameter, Object standard, Statement.Variable variable) {}

    private final Report report;
    private final Map<String, Object> given;
    private final boolean quiet;
    private final Map<String, Declared> all = new LinkedHashMap<>();

    /**
     * The parameters of one check.
     *
     * @param quiet whether the playbook has problems already, so that what follows from them is left out
     */
    Parameters(Report report, Map<String, Object> given, boolean quiet) {
        this.report = report;
        this.given = given;
        this.quiet = quiet;
    }

    List<Parameter> list() {
        return all.values().stream().map(Declared::parameter).toList();
    }

    /** The value of a playbook's var. */
    Object value(Statement.Variable variable) {
        return all.get(variable.name()).parameter().value();
    }

    /** Takes the vars of a playbook, then those of its imports. */
    void declare(Statement.Playbook playbook) {
        Env env = Env.empty();
        for (Statement statement : playbook.body()) {
            if (statement instanceof Statement.Define define && !define.value().deferred()) {
                env = env.with(define.name(), attempt(define.value()::value, env));
            } else if (statement instanceof Statement.Declare declare) {
                for (Statement.Variable variable : declare.variables()) {
                    env = env.with(variable.name(), taken(variable, env));
                }
            }
        }
        playbook.imports().forEach(this::declare);
    }

    private Object attempt(java.util.function.Function<Env, Object> code, Env env) {
        try {
            return code.apply(env);
        } catch (EvaluationException e) {
            if (!quiet) {
                report.error(e.at(), e.getMessage());
            }
            return null;
        }
    }

    private Object taken(Statement.Variable variable, Env env) {
        if (variable.value().deferred()) {
            return null;
        }
        Object standard = attempt(variable.value()::value, env);
        Declared before = all.get(variable.name());
        if (before != null) {
            if (!Values.same(before.standard, standard)) {
                report.error(
                        variable.at(),
                        "the var '" + variable.name() + "' has another default at " + before.variable.at(),
                        "give both the same default, or rename one");
            }
            return before.parameter.value();
        }
        boolean said = given.containsKey(variable.name()) && standard != null;
        Question question = new Questions(report).of(variable, standard, env);
        Object value = said ? answered(variable, question, converted(variable, standard)) : standard;
        Parameter parameter = new Parameter(variable.name(), Conversion.typeName(standard), value, question, said);
        all.put(variable.name(), new Declared(parameter, standard, variable));
        return value;
    }

    private Object answered(Statement.Variable variable, Question question, Object value) {
        Questions.wrong(question, value)
                .ifPresent(
                        why -> report.error(variable.at(), "the value given for '" + variable.name() + "' is " + why));
        return value;
    }

    private Object converted(Statement.Variable variable, Object standard) {
        Object value = given.get(variable.name());
        if (standard instanceof SecretRef) {
            report.error(
                    variable.at(),
                    "the var '" + variable.name() + "' is a secret and takes no value from the command line",
                    "store it under its name");
            return standard;
        }
        return Conversion.to(standard, variable.value().type().is(Type.Kind.SIZE), value)
                .orElseGet(() -> {
                    report.error(
                            variable.at(),
                            "the value given for '" + variable.name() + "' is not "
                                    + variable.value().type().name(),
                            Conversion.example(standard));
                    return standard;
                });
    }

    /** Reports given values that no playbook declares. */
    void unknown(Statement.Playbook playbook) {
        given.keySet().stream().filter(name -> !all.containsKey(name)).sorted().forEach(name -> {
            String near = Suggestion.of(name, all.keySet());
            String known = all.isEmpty() ? "it has none" : "it has " + String.join(", ", all.keySet());
            report.error(
                    playbook.at(),
                    "this playbook has no var '" + name + "', which was given for the run",
                    near.isEmpty() ? known : near);
        });
    }
}
