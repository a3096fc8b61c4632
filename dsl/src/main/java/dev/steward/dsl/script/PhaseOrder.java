package dev.steward.dsl.script;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.source.Report;
import dev.steward.dsl.word.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the phases of a power playbook can follow one another as they say. */
public final class PhaseOrder {

    private final List<Stage> stages;
    private final Report report;
    private final Map<String, Stage> byName = new LinkedHashMap<>();

    private PhaseOrder(List<Stage> stages, Report report) {
        this.stages = stages;
        this.report = report;
    }

    /**
     * A phase as far as its place among the others goes.
     *
     * @param name as written
     * @param at where its name stands
     * @param after what it says it waits for; empty: the one written before it
     * @param noReturn where it is made the point of no return
     */
    public record Stage(String name, SourceRef at, List<Named> after, Optional<SourceRef> noReturn) {}

    /**
     * The name of another phase.
     *
     * @param name as written
     * @param at where it stands
     */
    public record Named(String name, SourceRef at) {}

    /** Reports names said twice, phases that nobody knows, circles, and a second point of no return. */
    public static void check(List<Stage> stages, Report report) {
        new PhaseOrder(stages, report).check();
    }

    private void check() {
        Optional<Integer> line = Optional.empty();
        for (Stage stage : stages) {
            Stage other = byName.putIfAbsent(stage.name(), stage);
            if (other != null) {
                report.error(
                        stage.at(),
                        "another phase here is named '" + stage.name() + "' as well, at line "
                                + other.at().line());
            }
            if (stage.noReturn().isPresent()) {
                SourceRef at = stage.noReturn().get();
                line.ifPresent(first -> report.error(
                        at,
                        "'pointOfNoReturn' is said in two phases, first at line " + first,
                        "say it in the first phase that is never taken back"));
                line = line.or(() -> Optional.of(at.line()));
            }
        }
        stages.forEach(this::known);
        circle();
    }

    private void known(Stage stage) {
        for (Named other : stage.after()) {
            if (other.name().equals(stage.name())) {
                report.error(other.at(), "phase '" + stage.name() + "' waits for itself");
            } else if (!byName.containsKey(other.name())) {
                String near = Suggestion.of(other.name(), byName.keySet());
                report.error(
                        other.at(),
                        "no phase is named '" + other.name() + "'",
                        near.isEmpty() ? "there are " + String.join(", ", byName.keySet()) : near);
            }
        }
    }

    /** Each circle is told once, at a phase that says it. */
    private void circle() {
        Map<String, List<String>> waits = new LinkedHashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            List<String> names = new ArrayList<>();
            stage.after().stream()
                    .map(Named::name)
                    .filter(n -> byName.containsKey(n) && !n.equals(stage.name()))
                    .forEach(names::add);
            if (stage.after().isEmpty() && i > 0) {
                names.add(stages.get(i - 1).name());
            }
            waits.putIfAbsent(stage.name(), names);
        }
        for (List<String> circle : Circles.of(waits)) {
            told(circle);
        }
    }

    private void told(List<String> circle) {
        Set<String> members = new LinkedHashSet<>(circle);
        Map<String, SourceRef> said = new HashMap<>();
        stages.forEach(s -> s.after().stream()
                .filter(n -> members.contains(s.name()) && members.contains(n.name()))
                .forEach(n -> said.putIfAbsent(s.name(), n.at())));
        boolean unsaid = members.stream().anyMatch(m -> byName.get(m).after().isEmpty());
        SourceRef at = circle.stream()
                .map(said::get)
                .filter(r -> r != null)
                .findFirst()
                .orElse(byName.get(circle.get(0)).at());
        report.error(
                at,
                "these phases wait for each other: "
                        + circle.stream().map(n -> "'" + n + "'").collect(Collectors.joining(" after ")),
                unsaid ? "a phase without 'after' waits for the one written before it" : "");
    }
}
