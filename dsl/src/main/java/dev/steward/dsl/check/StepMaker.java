package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.FlushHandlers;
import dev.steward.dsl.plan.Keywords;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.source.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lists of tasks. */
final class StepMaker {

    private final Report report;

    StepMaker(Report report) {
        this.report = report;
    }

    List<Step> steps(List<Statement> body, Env start) {
        List<Step> steps = new ArrayList<>();
        Set<Object> names = new HashSet<>();
        Walk.through(body, start, (statement, env) -> {
            attempt(() -> step(statement, env, steps, names));
            return env;
        });
        return steps;
    }

    List<Task> handlers(List<Statement> body, Env start) {
        List<Task> handlers = new ArrayList<>();
        Set<Object> names = new HashSet<>();
        Walk.through(body, start, (statement, env) -> {
            if (statement instanceof Statement.Say say) {
                attempt(() -> handlers.add(named(TaskMaker.make(say, env), names)));
            }
            return env;
        });
        return handlers;
    }

    private void attempt(Runnable making) {
        try {
            making.run();
        } catch (EvaluationException e) {
            report.error(e.at(), e.getMessage());
        }
    }

    private static Task named(Task task, Set<Object> names) {
        if (task.name() instanceof String && !names.add(task.name())) {
            throw new EvaluationException(task.at(), "another one here is named '" + task.name() + "' as well");
        }
        return task;
    }

    private void step(Statement statement, Env env, List<Step> steps, Set<Object> names) {
        if (statement instanceof Statement.Include include) {
            steps.add(included(include, env));
        } else if (statement instanceof Statement.Say say) {
            switch (say.word().name()) {
                case "task" -> steps.add(named(TaskMaker.make(say, env), names));
                case "block" -> steps.add(block(say, env));
                case "flushHandlers" -> steps.add(new FlushHandlers(say.at()));
                default ->
                    throw new IllegalStateException("no one takes " + say.word().name());
            }
        }
    }

    private Block block(Statement.Say say, Env start) {
        KeywordSet keywords = new KeywordSet();
        List<Step> steps = new ArrayList<>();
        Set<Object> names = new HashSet<>();
        Walk.through(say.bodies().get(0), start, (statement, env) -> {
            if (!(statement instanceof Statement.Say word) || !keywords.take(word, env)) {
                attempt(() -> step(statement, env, steps, names));
            }
            return env;
        });
        String name = say.arguments().isEmpty() ? "" : new SaidValues(say, start).text();
        return new Block(name, keywords.keywords(), steps, other(say, 1, start), other(say, 2, start), say.at());
    }

    private List<Step> other(Statement.Say say, int body, Env env) {
        return say.bodies().size() > body ? steps(say.bodies().get(body), env) : List.of();
    }

    private Block included(Statement.Include include, Env env) {
        Env inner = env.bare();
        for (Statement.Variable variable : include.list().variables()) {
            Statement.Given given = include.given().get(variable.name());
            Node node = given == null ? variable.value() : given.node();
            String source = given == null ? variable.source() : given.source();
            inner = inner.with(variable.name(), PlanValues.bound(node, source, given == null ? inner : env));
        }
        List<Step> steps = steps(include.list().steps(), inner);
        return new Block(include.list().name(), Keywords.NONE, steps, List.of(), List.of(), include.at());
    }
}
