package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.script.PhaseOrder;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.source.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A phase of a power playbook. For one use. */
final class PhaseMaker {

    private final Report report;
    private final String playbook;
    private final List<Play> plays = new ArrayList<>();
    private final List<Play> recover = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<PhaseOrder.Named> after = new ArrayList<>();
    private Optional<Condition> startWhen = Optional.empty();
    private Optional<Duration> limit = Optional.empty();
    private Optional<SourceRef> noReturn = Optional.empty();
    private Optional<Phase.Shrink> shrink = Optional.empty();
    private Phase.OnError onError = Phase.OnError.CONTINUE;

    PhaseMaker(Report report, String playbook) {
        this.report = report;
        this.playbook = playbook;
    }

    /** A phase and its place among the others. */
    record Made(Phase phase, PhaseOrder.Stage stage) {}

    Made make(Statement.Say said, Env start) {
        String name = new SaidValues(said, start).text();
        Walk.through(said.bodies().get(0), start, (statement, env) -> {
            if (statement instanceof Statement.Say say) {
                take(say, new SaidValues(say, env), env);
            }
            return env;
        });
        if (plays.isEmpty()) {
            report.error(said.at(), "this phase does nothing", "write play('…') { … } in it");
        }
        Phase phase = new Phase(
                name,
                startWhen,
                after.stream().map(PhaseOrder.Named::name).toList(),
                limit,
                noReturn.isPresent(),
                shrink,
                onError,
                plays,
                recover,
                said.at());
        return new Made(
                phase, new PhaseOrder.Stage(name, said.arguments().get(0).at(), after, noReturn));
    }

    private void take(Statement.Say say, SaidValues values, Env env) {
        switch (say.word().name()) {
            case "play" -> play(say, env, plays);
            case "recover" ->
                Walk.through(say.bodies().get(0), env, (statement, inner) -> {
                    if (statement instanceof Statement.Say play) {
                        play(play, inner, recover);
                    }
                    return inner;
                });
            case "startWhen" -> startWhen = say.questions().stream().findFirst().map(q -> PlanValues.condition(q, env));
            case "after" -> {
                List<String> others = values.texts();
                for (int i = 0; i < others.size(); i++) {
                    after.add(new PhaseOrder.Named(
                            others.get(i), say.arguments().get(i).at()));
                }
            }
            case "timeout" -> limit = Optional.of((Duration) values.value(0));
            case "pointOfNoReturn" -> noReturn = Optional.of(say.at());
            case "shrink" ->
                shrink = Optional.of(
                        new Phase.Shrink((Integer) values.named("order").orElseThrow(), (Duration)
                                values.named("to").orElseThrow()));
            case "onError" -> onError = what(values.text());
            default ->
                throw new IllegalStateException("no one takes " + say.word().name());
        }
    }

    private static Phase.OnError what(String word) {
        return switch (word) {
            case "abortPhase" -> Phase.OnError.ABORT_PHASE;
            case "abortAll" -> Phase.OnError.ABORT_ALL;
            default -> Phase.OnError.CONTINUE;
        };
    }

    private void play(Statement.Say say, Env env, List<Play> to) {
        try {
            Play play = new PlayMaker(report, playbook).make(say, env);
            if (!names.add((to == plays ? "do " : "undo ") + play.name())) {
                throw new EvaluationException(
                        say.at(), "another play of this phase is named '" + play.name() + "' as well");
            }
            to.add(play);
        } catch (EvaluationException e) {
            report.error(e.at(), e.getMessage());
        }
    }
}
