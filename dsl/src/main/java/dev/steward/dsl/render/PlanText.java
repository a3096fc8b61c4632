package dev.steward.dsl.render;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Parameter;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan for people: what shall happen, in order, in the playbook's own words. For one use. */
public final class PlanText {

    private static final Set<String> CONDITIONS = Set.of("when", "changedWhen", "failedWhen", "loop");

    private final StringBuilder text = new StringBuilder();

    private final Matches matches;

    private PlanText(Matches matches) {
        this.matches = matches;
    }

    /** The plan as text, lines ended by a newline. */
    public static String of(Plan plan) {
        return of(plan, Matches.NONE);
    }

    /** The same, with the hosts of an inventory that each play stands for. */
    public static String of(Plan plan, Matches matches) {
        PlanText text = new PlanText(matches);
        text.plan(plan);
        return text.text.toString();
    }

    private void plan(Plan plan) {
        line(0, "Playbook: " + plan.name());
        int width = plan.parameters().stream()
                .mapToInt(p -> p.name().length())
                .max()
                .orElse(0);
        plan.parameters().forEach(p -> line(1, parameter(p, width)));
        if (plan.power().isPresent()) {
            new PowerText(this, matches).write(plan.power().get());
            return;
        }
        for (int i = 0; i < plan.plays().size(); i++) {
            play(plan.plays().get(i), i + 1, plan.name());
        }
        if (plan.plays().isEmpty()) {
            line(0, "It has no plays.");
        }
    }

    private static String parameter(Parameter parameter, int width) {
        String name = parameter.name() + " ".repeat(width - parameter.name().length());
        String origin = parameter.given() ? "  (given)" : "";
        String label = parameter.label().isEmpty() ? "" : "  " + parameter.label();
        return name + " = " + Shown.line(parameter.value()) + origin + label;
    }

    private void play(Play play, int number, String playbook) {
        text.append('\n');
        String from = play.playbook().equals(playbook) ? "" : "  (from " + play.playbook() + ")";
        line(0, "Play " + number + ": " + play.name() + from);
        line(1, "hosts " + play.hosts() + (matches.known() ? "  (" + matches.line(number - 1) + ")" : ""));
        said(1, PlanTree.rollout(play.rollout()));
        said(1, PlanTree.keywords(play.keywords()));
        if (!play.vars().isEmpty()) {
            line(1, "vars " + pairs(play.vars()));
        }
        steps(1, play.tasks());
        if (!play.handlers().isEmpty()) {
            line(1, "handlers");
            steps(2, play.handlers());
        }
    }

    private void steps(int depth, List<? extends Step> steps) {
        int number = 0;
        for (Step step : steps) {
            number++;
            if (step instanceof Task task) {
                task(depth, number, task);
            } else if (step instanceof Block block) {
                block(depth, number, block);
            } else {
                line(depth, number + ". run the handlers notified so far");
            }
        }
    }

    private void block(int depth, int number, Block block) {
        line(depth, number + ". block " + block.name());
        said(depth + 2, PlanTree.keywords(block.keywords()));
        steps(depth + 2, block.steps());
        if (!block.rescue().isEmpty()) {
            line(depth + 1, " rescue");
            steps(depth + 2, block.rescue());
        }
        if (!block.always().isEmpty()) {
            line(depth + 1, " always");
            steps(depth + 2, block.always());
        }
    }

    private void task(int depth, int number, Task task) {
        line(depth, number + ". " + Shown.plain(task.name()));
        Map<String, Object> arguments = task.call().arguments();
        line(depth + 2, task.call().module() + (arguments.isEmpty() ? "" : " " + pairs(arguments)));
        said(depth + 2, PlanTree.said(task));
    }

    static String pairs(Map<String, Object> values) {
        return values.entrySet().stream()
                .map(e -> e.getKey() + ": " + Shown.line(e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** Conditions each on a line of their own, everything else together on one. */
    void said(int depth, Map<String, Object> said) {
        String others = said.entrySet().stream()
                .filter(e -> !CONDITIONS.contains(e.getKey()))
                .map(e -> Boolean.TRUE.equals(e.getValue()) ? e.getKey() : e.getKey() + " " + shown(e.getValue()))
                .collect(Collectors.joining(", "));
        if (!others.isEmpty()) {
            line(depth, others);
        }
        said.forEach((word, value) -> {
            if (CONDITIONS.contains(word)) {
                List<?> all = value instanceof List<?> list ? list : List.of(value);
                all.forEach(one -> line(depth, word + " { " + one + " }"));
            }
        });
    }

    private static String shown(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return value instanceof Map<?, ?> map ? Shown.line(map) : String.valueOf(value);
    }

    /** A line as it is. */
    void line(String line) {
        text.append(line).append('\n');
    }

    void line(int depth, String line) {
        text.append("  ".repeat(depth))
                .append(line.replace("\n", "\n" + "  ".repeat(depth + 1)))
                .append('\n');
    }
}
