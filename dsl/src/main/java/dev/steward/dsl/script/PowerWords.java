package dev.steward.dsl.script;

import dev.steward.dsl.expression.Constant;
import dev.steward.dsl.expression.Node;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.source.Report;
import dev.steward.dsl.value.Ups;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What makes a playbook a power playbook, and what such a playbook must and must not say. */
final class PowerWords {

    private static final Set<String> HEAD = Set.of("onBattery", "onPowerRestored", "emergencyWhen", "wayBack");
    private static final Set<String> ALL =
            Set.of("onBattery", "onPowerRestored", "emergencyWhen", "wayBack", "stopBefore", "phase");

    private PowerWords() {}

    /** Whether it stands directly in a playbook. */
    static boolean head(String word) {
        return HEAD.contains(word);
    }

    /** Whether a playbook that says these is a power playbook. */
    static boolean any(List<Statement> body) {
        return flat(body).stream()
                .anyMatch(s -> s instanceof Statement.Say say
                        && ALL.contains(say.word().name()));
    }

    /** The names known within a phase: {@code ups} beside all others. */
    static Names phase(Names names, SourceRef at, Report report) {
        if (names.find(Ups.NAME).isPresent()) {
            report.error(
                    at,
                    "in a power playbook 'ups' stands for the UPS, but a value has that name already",
                    "call that value otherwise");
        }
        Names inner = names.inner();
        inner.bindOnHost(Ups.NAME, Ups.TYPE);
        return inner;
    }

    /** Reports what a power playbook lacks or must not say; an ordinary one is left alone. */
    static void check(List<Statement> body, Report report) {
        List<Statement> all = flat(body);
        Optional<Statement.Say> battery = first(all, "onBattery");
        Optional<Statement.Say> phase = first(all, "phase");
        if (!any(body)) {
            return;
        }
        for (Statement statement : all) {
            boolean play =
                    statement instanceof Statement.Say say && say.word().name().equals("play");
            if (play || statement instanceof Statement.Import) {
                report.error(
                        statement.at(),
                        "a power playbook does everything in its phases, so " + (play ? "'play'" : "'importPlaybook'")
                                + " cannot stand beside them",
                        play ? "put it into a phase('…') { … }, or into a playbook of its own" : "");
            }
        }
        if (battery.isEmpty()) {
            SourceRef at = all.stream()
                    .filter(s -> s instanceof Statement.Say say
                            && ALL.contains(say.word().name()))
                    .findFirst()
                    .orElseThrow()
                    .at();
            report.error(
                    at, "this playbook does not say which UPS it is about", "write onBattery ups: '…', or onBattery()");
        } else if (phase.isEmpty()) {
            report.error(battery.get().at(), "a power playbook has one phase at least", "write phase('…') { … } in it");
        }
        order(body, report);
    }

    /** The order of the phases, where it is known before the playbook is planned. */
    private static void order(List<Statement> body, Report report) {
        List<PhaseOrder.Stage> stages = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Say say && say.word().name().equals("phase")) {
                Optional<PhaseOrder.Stage> stage = stage(say);
                if (stage.isEmpty()) {
                    return;
                }
                stages.add(stage.get());
            } else if (statement instanceof Statement.Choose || statement instanceof Statement.Each) {
                return;
            }
        }
        PhaseOrder.check(stages, report);
    }

    private static Optional<PhaseOrder.Stage> stage(Statement.Say phase) {
        List<PhaseOrder.Named> after = new ArrayList<>();
        Optional<SourceRef> noReturn = Optional.empty();
        for (Statement.Say say : says(phase.bodies().get(0))) {
            if (say.word().name().equals("pointOfNoReturn")) {
                noReturn = Optional.of(say.at());
            } else if (say.word().name().equals("after")) {
                if (!say.arguments().stream().allMatch(PowerWords::text)) {
                    return Optional.empty();
                }
                say.arguments()
                        .forEach(n -> after.add(new PhaseOrder.Named(String.valueOf(((Constant) n).value()), n.at())));
            }
        }
        return !phase.arguments().isEmpty()
                        && text(phase.arguments().get(0))
                        && phase.arguments().get(0) instanceof Constant name
                ? Optional.of(new PhaseOrder.Stage(String.valueOf(name.value()), name.at(), after, noReturn))
                : Optional.empty();
    }

    /** Whether it is a text as written; a value in error is none. */
    private static boolean text(Node node) {
        return node instanceof Constant constant && constant.value() instanceof String;
    }

    private static List<Statement.Say> says(List<Statement> body) {
        return body.stream()
                .filter(Statement.Say.class::isInstance)
                .map(Statement.Say.class::cast)
                .toList();
    }

    private static Optional<Statement.Say> first(List<Statement> all, String word) {
        return says(all).stream().filter(s -> s.word().name().equals(word)).findFirst();
    }

    /** What is said, whether in if or each or not. */
    private static List<Statement> flat(List<Statement> body) {
        List<Statement> all = new ArrayList<>();
        for (Statement statement : body) {
            if (statement instanceof Statement.Choose choice) {
                all.addAll(flat(choice.yes()));
                all.addAll(flat(choice.no()));
            } else if (statement instanceof Statement.Each each) {
                all.addAll(flat(each.body()));
            } else {
                all.add(statement);
            }
        }
        return all;
    }
}
