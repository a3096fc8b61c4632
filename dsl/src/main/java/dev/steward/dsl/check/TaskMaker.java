package dev.steward.dsl.check;

import dev.steward.dsl.catalog.ModuleSchema;
import dev.steward.dsl.catalog.Param;
import dev.steward.dsl.expression.Env;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Expression;
import dev.steward.dsl.plan.Loop;
import dev.steward.dsl.plan.ModuleCall;
import dev.steward.dsl.plan.Retry;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.plan.Text;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.value.Type;
import dev.steward.dsl.word.Accepts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A task or handler. For one use. */
final class TaskMaker {

    private static final Duration DELAY = Duration.ofSeconds(5);

    private final KeywordSet keywords = new KeywordSet();
    private final List<Condition> changedWhen = new ArrayList<>();
    private final List<Condition> failedWhen = new ArrayList<>();
    private final List<String> notifies = new ArrayList<>();
    private final List<String> listen = new ArrayList<>();
    private Optional<ModuleCall> call = Optional.empty();
    private Optional<String> register = Optional.empty();
    private Optional<Duration> timeout = Optional.empty();
    private Optional<Loop> loop = Optional.empty();
    private Retry retry = Retry.NONE;

    private TaskMaker() {}

    static Task make(Statement.Say task, Env env) {
        return new TaskMaker().task(task, env);
    }

    private Task task(Statement.Say task, Env start) {
        Object name = new SaidValues(task, start).lateText();
        Walk.through(task.bodies().get(0), start, (statement, env) -> {
            if (statement instanceof Statement.Use use) {
                call = Optional.of(new ModuleCall(use.module().name(), arguments(use, env), use.at()));
            } else if (statement instanceof Statement.Say say && !keywords.take(say, env)) {
                take(say, new SaidValues(say, env), env);
            }
            return env;
        });
        ModuleCall called = call.orElseThrow(() -> new EvaluationException(task.at(), "this task calls no module"));
        return new Task(
                name,
                called,
                keywords.keywords(),
                register,
                changedWhen,
                failedWhen,
                retry,
                timeout,
                notifies,
                listen,
                loop,
                task.at());
    }

    private void take(Statement.Say say, SaidValues values, Env env) {
        switch (say.word().name()) {
            case "register" -> register = Optional.of(values.text());
            case "changedWhen" -> say.questions().forEach(q -> changedWhen.add(PlanValues.condition(q, env)));
            case "failedWhen" -> say.questions().forEach(q -> failedWhen.add(PlanValues.condition(q, env)));
            case "retries" -> retry = retry(values);
            case "timeout" -> timeout = Optional.of((Duration) values.value(0));
            case "notify" -> notifies.addAll(values.texts());
            case "listen" -> listen.addAll(values.texts());
            case "loop" ->
                say.questions().forEach(q -> loop = Optional.of(new Loop(PlanValues.later(q.node(), q.source(), env))));
            default ->
                throw new IllegalStateException("no one takes " + say.word().name());
        }
    }

    private static Retry retry(SaidValues values) {
        Duration delay = (Duration) values.named("delay").orElse(DELAY);
        String backoff = (String) values.named("backoff").orElse("constant");
        return new Retry(values.number(), delay, Retry.Backoff.valueOf(backoff.toUpperCase(Locale.ROOT)));
    }

    private static Map<String, Object> arguments(Statement.Use use, Env env) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        use.arguments().forEach((name, argument) -> arguments.put(name, argument(use.module(), name, argument, env)));
        return arguments;
    }

    private static Object argument(ModuleSchema module, String name, Statement.Argument argument, Env env) {
        if (argument instanceof Statement.Asked asked) {
            return asked.questions().stream()
                    .map(q -> PlanValues.condition(q, env))
                    .toList();
        } else if (argument instanceof Statement.Gathered gathered) {
            List<Object> all = new ArrayList<>();
            gathered.values().forEach(given -> {
                Object value = value(module, name, given, env);
                all.addAll(value instanceof List<?> list ? list : List.of(value));
            });
            return List.copyOf(all);
        }
        return value(module, name, (Statement.Given) argument, env);
    }

    private static Object value(ModuleSchema module, String name, Statement.Given given, Env env) {
        if (given.shell()) {
            return PlanValues.shell(given.node(), env);
        }
        Object value = PlanValues.of(given.node(), given.source(), env);
        Optional<Param> param = module.param(name);
        if (param.isPresent() && !(value instanceof Text) && !(value instanceof Expression)) {
            Accepts.check(module.name(), param.get(), Type.ofValue(value), value)
                    .ifPresent(refusal -> {
                        throw new EvaluationException(given.node().at(), refusal.message());
                    });
        }
        return value;
    }
}
