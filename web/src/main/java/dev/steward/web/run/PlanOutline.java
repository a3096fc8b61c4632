package dev.steward.web.run;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Condition;
import dev.steward.dsl.plan.Expression;
import dev.steward.dsl.plan.Keywords;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.SecretRef;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.plan.Text;
import dev.steward.dsl.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as lines to read. */
public final class PlanOutline {

    private PlanOutline() {}

    /**
     * A play.
     *
     * @param name as written
     * @param hosts its pattern
     * @param how serial, forks and the like, in words; may be empty
     * @param steps in order, handlers last
     */
    public record PlayLine(String name, String hosts, String how, List<StepLine> steps) {}

    /**
     * A task, block or handler.
     *
     * @param depth of nesting, from 0
     * @param name as written
     * @param call the module with its arguments
     * @param notes when, retries, notify …
     * @param kind "task", "block" or "handler"
     */
    public record StepLine(int depth, String name, String call, List<String> notes, String kind) {}

    /** The plays of a plan. */
    public static List<PlayLine> of(Plan plan) {
        return plan.allPlays().stream().map(PlanOutline::of).toList();
    }

    private static PlayLine of(Play play) {
        List<StepLine> steps = new ArrayList<>();
        play.tasks().forEach(step -> add(steps, step, 0));
        play.handlers().forEach(handler -> steps.add(task(handler, 0, "handler")));
        return new PlayLine(play.name(), play.hosts(), how(play), steps);
    }

    private static String how(Play play) {
        List<String> words = new ArrayList<>();
        if (!play.rollout().serial().isEmpty()) {
            words.add("serial "
                    + play.rollout().serial().stream()
                            .map(batch -> batch.size() + (batch.percent() ? " %" : ""))
                            .collect(Collectors.joining(", ")));
        }
        play.rollout().forks().ifPresent(forks -> words.add("forks " + forks));
        if (play.keywords().become().enabled().orElse(false)) {
            words.add("become " + play.keywords().become().user().orElse("root"));
        }
        play.rollout().maxFailPercentage().ifPresent(share -> words.add("at most " + share + " % may fail"));
        return String.join(", ", words);
    }

    private static void add(List<StepLine> steps, Step step, int depth) {
        if (step instanceof Task task) {
            steps.add(task(task, depth, "task"));
        } else if (step instanceof Block block) {
            steps.add(new StepLine(
                    depth, block.name().isEmpty() ? "block" : block.name(), "", notes(block.keywords()), "block"));
            block.steps().forEach(inner -> add(steps, inner, depth + 1));
            section(steps, "rescue", block.rescue(), depth);
            section(steps, "always", block.always(), depth);
        } else {
            steps.add(new StepLine(depth, "handlers run here", "", List.of(), "block"));
        }
    }

    private static void section(List<StepLine> steps, String word, List<Step> inner, int depth) {
        if (!inner.isEmpty()) {
            steps.add(new StepLine(depth, word, "", List.of(), "block"));
            inner.forEach(step -> add(steps, step, depth + 1));
        }
    }

    private static StepLine task(Task task, int depth, String kind) {
        List<String> notes = new ArrayList<>(notes(task.keywords()));
        task.loop().ifPresent(loop -> notes.add("for each of " + loop.items().source()));
        if (task.retry().further() > 0) {
            notes.add(task.retry().further() + " further tries");
        }
        task.timeout().ifPresent(limit -> notes.add("at most " + dev.steward.web.format.Times.exact(limit)));
        if (!task.notifies().isEmpty()) {
            notes.add("notifies " + String.join(", ", task.notifies()));
        }
        task.register().ifPresent(name -> notes.add("result in " + name));
        String call = task.call().module() + ' ' + arguments(task.call().arguments());
        return new StepLine(depth, text(task.name()), call.strip(), notes, kind);
    }

    private static List<String> notes(Keywords keywords) {
        List<String> notes = new ArrayList<>();
        keywords.when().stream().map(Condition::source).forEach(source -> notes.add("when " + source));
        if (!keywords.tags().isEmpty()) {
            notes.add("tags " + String.join(", ", keywords.tags()));
        }
        keywords.delegateTo().ifPresent(host -> notes.add("on " + text(host)));
        keywords.runOnce().filter(once -> once).ifPresent(once -> notes.add("once"));
        return notes;
    }

    private static String arguments(Map<String, Object> arguments) {
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + ": " + text(argument.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String text(Object value) {
        if (value instanceof Text text) {
            return text.parts().stream().map(PlanOutline::part).collect(Collectors.joining());
        }
        if (value instanceof Expression expression) {
            return "${" + expression.source() + "}";
        }
        return value instanceof SecretRef ? "***" : Values.written(value);
    }

    private static String part(Text.Part part) {
        if (part instanceof Text.Literal literal) {
            return literal.text();
        }
        if (part instanceof Text.Deferred deferred) {
            return "${" + deferred.expression().source() + "}";
        }
        if (part instanceof Text.Value value) {
            return text(value.value());
        }
        return part instanceof Text.Raw raw ? text(raw.value()) : "***";
    }
}
