package dev.steward.dsl.check;

import dev.steward.dsl.expression.Env;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.script.Circles;
import dev.steward.dsl.script.PhaseOrder;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.source.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a power playbook says of an outage. For one use. */
final class PowerMaker {

    private final Report report;
    private final String playbook;
    private final List<Phase> phases = new ArrayList<>();
    private final List<PhaseOrder.Stage> stages = new ArrayList<>();
    private final List<PowerPlan.StopBefore> order = new ArrayList<>();
    private List<String> upses = List.of();
    private Duration confirm = PowerPlan.CONFIRM;
    private Duration stableFor = PowerPlan.STABLE_FOR;
    private Optional<Integer> restartCharge = Optional.empty();
    private Optional<Condition> emergency = Optional.empty();
    private Optional<PowerPlan.WayBack> wayBack = Optional.empty();
    private SourceRef at;
    private boolean broken;

    PowerMaker(Report report, String playbook) {
        this.report = report;
        this.playbook = playbook;
    }

    /** Takes a word of a power playbook. */
    void take(Statement.Say say, Env env) {
        try {
            SaidValues values = new SaidValues(say, env);
            switch (say.word().name()) {
                case "onBattery" -> battery(say, values);
                case "onPowerRestored" -> {
                    stableFor = (Duration) values.named("stableFor").orElse(stableFor);
                    restartCharge = values.named("charge").map(Integer.class::cast);
                }
                case "emergencyWhen" ->
                    emergency = say.questions().stream().findFirst().map(q -> PlanValues.condition(q, env));
                case "wayBack" -> wayBack = Optional.of(back(say, values));
                case "stopBefore" ->
                    order.add(new PowerPlan.StopBefore(
                            (String) values.named("consumers").orElseThrow(),
                            (String) values.named("providers").orElseThrow(),
                            say.at()));
                case "phase" -> {
                    PhaseMaker.Made made = new PhaseMaker(report, playbook).make(say, env);
                    phases.add(made.phase());
                    stages.add(made.stage());
                }
                default ->
                    throw new IllegalStateException("no one takes " + say.word().name());
            }
        } catch (EvaluationException e) {
            broken = true;
            report.error(e.at(), e.getMessage());
        }
    }

    /** The power plan; empty for an ordinary playbook. */
    Optional<PowerPlan> plan() {
        if (at == null) {
            return Optional.empty();
        }
        if (broken) {
            return Optional.empty(); // what follows from a problem that was told is no other one
        }
        if (phases.isEmpty()) {
            report.error(at, "a power playbook has one phase at least", "write phase('…') { … } in it");
        }
        PhaseOrder.check(stages, report);
        if (circles()) {
            return Optional.empty();
        }
        return Optional.of(new PowerPlan(
                upses, confirm, stableFor, restartCharge, emergency, StopOrder.of(phases, order), wayBack, order, at));
    }

    private void battery(Statement.Say say, SaidValues values) {
        at = say.at();
        upses = texts(say, values, "ups");
        confirm = (Duration) values.named("confirm").orElse(confirm);
    }

    private PowerPlan.WayBack back(Statement.Say say, SaidValues values) {
        List<String> wake = texts(say, values, "wake");
        boolean upsReturn = Boolean.TRUE.equals(values.named("upsReturn").orElse(false));
        Optional<String> note = values.named("note").map(String.class::cast);
        if (!upsReturn && wake.isEmpty() && note.isEmpty()) {
            throw new EvaluationException(
                    say.at(),
                    "'wayBack' says how machines come on again: upsReturn: true, wake: ['host'] or note: '…'");
        }
        return new PowerPlan.WayBack(upsReturn, wake, note, say.at());
    }

    private static List<String> texts(Statement.Say say, SaidValues values, String name) {
        Object said = values.named(name).orElse(List.of());
        List<String> all = said instanceof List<?> list
                ? list.stream().map(String.class::cast).toList()
                : List.of((String) said);
        Set<String> seen = new LinkedHashSet<>();
        for (String one : all) {
            if (one.isBlank() || !seen.add(one)) {
                throw new EvaluationException(
                        say.named().get(name).at(),
                        one.isBlank() ? "'" + name + "' holds an empty text" : "'" + one + "' is said twice");
            }
        }
        return all;
    }

    /** Nothing can be stopped before what it is stopped after. Patterns are compared by their parts, as written. */
    private boolean circles() {
        Map<String, List<String>> waits = new LinkedHashMap<>();
        Map<String, SourceRef> said = new LinkedHashMap<>();
        for (PowerPlan.StopBefore pair : order) {
            for (String provider : StopOrder.parts(pair.providers())) {
                waits.computeIfAbsent(provider, n -> new ArrayList<>()).addAll(StopOrder.parts(pair.consumers()));
                said.put(provider, pair.at());
            }
        }
        List<List<String>> found = Circles.of(waits);
        for (List<String> circle : found) {
            report.error(
                    said.get(circle.get(0)),
                    circle.size() == 2
                            ? "'" + circle.get(0) + "' would be stopped before itself"
                            : "these would be stopped before each other: "
                                    + circle.stream().map(n -> "'" + n + "'").collect(Collectors.joining(" after ")),
                    "leave one of them out, or name the hosts one by one");
        }
        return !found.isEmpty();
    }
}
