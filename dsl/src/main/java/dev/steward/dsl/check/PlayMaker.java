package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.plan.Batch;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.source.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A play. For one use. */
final class PlayMaker {

    private final Report report;
    private final String playbook;
    private final KeywordSet keywords = new KeywordSet();
    private final Map<String, Object> vars = new LinkedHashMap<>();
    private final List<Batch> serial = new ArrayList<>();
    private final List<Step> tasks = new ArrayList<>();
    private final List<Task> handlers = new ArrayList<>();
    private String hosts = "";
    private SourceRef hostsAt;
    private Optional<Integer> forks = Optional.empty();
    private Optional<Integer> maxFail = Optional.empty();
    private boolean countUnreachable = true;
    private boolean forceHandlers;
    private Play.Order order = Play.Order.INVENTORY;
    private Play.Strategy strategy = Play.Strategy.LINEAR;

    PlayMaker(Report report, String playbook) {
        this.report = report;
        this.playbook = playbook;
    }

    Play make(Statement.Say play, Env start) {
        String name = new SaidValues(play, start).text();
        Walk.through(play.bodies().get(0), start, (statement, env) -> {
            if (statement instanceof Statement.Declare declare) {
                return declared(declare, env);
            }
            if (statement instanceof Statement.Say say && !keywords.take(say, env)) {
                take(say, new SaidValues(say, env), env);
            }
            return env;
        });
        notified();
        Play.Rollout rollout =
                new Play.Rollout(forks, serial, order, strategy, maxFail, countUnreachable, forceHandlers);
        return new Play(
                name,
                playbook,
                hosts,
                hostsAt == null ? play.at() : hostsAt,
                keywords.keywords(),
                Collections.unmodifiableMap(vars),
                rollout,
                tasks,
                handlers,
                play.at());
    }

    private Env declared(Statement.Declare declare, Env start) {
        Env env = start;
        for (Statement.Variable variable : declare.variables()) {
            vars.put(variable.name(), PlanValues.of(variable.value(), variable.source(), env));
            env = env.with(variable.name(), PlanValues.bound(variable.value(), variable.source(), env));
        }
        return env;
    }

    private void take(Statement.Say say, SaidValues values, Env env) {
        switch (say.word().name()) {
            case "hosts" -> {
                hosts = values.text();
                hostsAt = say.at();
            }
            case "forks" -> forks = Optional.of(values.number());
            case "serial" -> values.all().forEach(size -> serial.add(batch(size)));
            case "order" -> order = Play.Order.valueOf(constant(values.text()));
            case "strategy" -> strategy = Play.Strategy.valueOf(constant(values.text()));
            case "maxFailPercentage" -> {
                maxFail = Optional.of(values.number());
                countUnreachable =
                        !Boolean.FALSE.equals(values.named("countUnreachable").orElse(true));
            }
            case "forceHandlers" -> forceHandlers = values.on();
            case "tasks" ->
                tasks.addAll(new StepMaker(report).steps(say.bodies().get(0), env));
            case "handlers" ->
                handlers.addAll(new StepMaker(report).handlers(say.bodies().get(0), env));
            default ->
                throw new IllegalStateException("no one takes " + say.word().name());
        }
    }

    private static Batch batch(Object size) {
        return size instanceof String share
                ? new Batch(Integer.parseInt(share.substring(0, share.length() - 1)), true)
                : new Batch((Integer) size, false);
    }

    /** {@code reverseSorted} to {@code REVERSE_SORTED}. */
    private static String constant(String word) {
        return word.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    private void notified() {
        Set<String> answers = new HashSet<>();
        handlers.forEach(h -> {
            answers.add(String.valueOf(h.name()));
            answers.addAll(h.listen());
        });
        Stream.concat(tasks.stream().flatMap(Step::allTasks), handlers.stream())
                .forEach(task -> notified(task, answers));
    }

    private static void notified(Task task, Set<String> answers) {
        task.notifies().stream().filter(n -> !answers.contains(n)).forEach(n -> {
            throw new EvaluationException(task.at(), "no handler of this play is named '" + n + "'");
        });
    }
}
