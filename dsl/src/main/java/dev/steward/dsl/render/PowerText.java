package dev.steward.dsl.render;

import dev.steward.dsl.plan.Block;
import dev.steward.dsl.plan.Phase;
import dev.steward.dsl.plan.Play;
import dev.steward.dsl.plan.PowerPlan;
import dev.steward.dsl.plan.Step;
import dev.steward.dsl.plan.Task;
import dev.steward.dsl.value.Units;
import java.util.ArrayList;
import java.util.List;

/** The phases of a power plan for people: what is done behind which gate, step by step, and how it comes back. For one use. */
final class PowerText {

    private static final int LONGEST = 110;

    private final PlanText text;
    private final Matches matches;
    private int play;

    PowerText(PlanText text, Matches matches) {
        this.text = text;
        this.matches = matches;
    }

    void write(PowerPlan power) {
        String upses = power.upses().isEmpty() ? "any UPS" : String.join(", ", power.upses());
        text.line(0, "On battery: " + upses + ", after " + Units.written(power.confirm()) + " without mains");
        power.emergency().ifPresent(e -> text.line(1, "every gate opens when { " + e.source() + " }"));
        text.line(
                1,
                "power back: trusted after " + Units.written(power.stableFor())
                        + power.restartCharge()
                                .map(c -> ", machines are woken from a charge of " + c + " %")
                                .orElse(""));
        text.line(
                1,
                power.wayBack()
                        .map(PowerText::wayBack)
                        .orElse("way back: nobody said; write wayBack … or what was off stays off"));
        power.stopBefore()
                .forEach(s -> text.line(1, "first " + s.consumers() + ", then what it needs: " + s.providers()));
        for (int i = 0; i < power.phases().size(); i++) {
            phase(power.phases().get(i), i + 1);
        }
    }

    private static String wayBack(PowerPlan.WayBack back) {
        List<String> ways = new ArrayList<>();
        if (back.upsReturn()) {
            ways.add("the UPS gives power again with the mains");
        }
        if (!back.wake().isEmpty()) {
            ways.add("wake " + String.join(", ", back.wake()));
        }
        back.note().ifPresent(ways::add);
        return "way back: " + String.join("; ", ways);
    }

    private void phase(Phase phase, int number) {
        text.line("");
        text.line(
                0, "Phase " + number + ": " + phase.name() + (phase.pointOfNoReturn() ? "  (point of no return)" : ""));
        phase.startWhen().ifPresent(c -> text.line(1, "starts when { " + c.source() + " }"));
        if (!phase.after().isEmpty()) {
            text.line(1, "after " + String.join(", ", phase.after()));
        }
        List<String> said = new ArrayList<>();
        phase.limit().ifPresent(l -> said.add("at most " + Units.written(l)));
        phase.shrink()
                .ifPresent(s -> said.add(
                        s.to().isZero()
                                ? "left out as number " + s.order() + " when the battery runs short"
                                : "shrinks as number " + s.order() + " to " + Units.written(s.to())
                                        + " when the battery runs short"));
        said.add("on a failure " + failure(phase.onError()));
        text.line(1, String.join(", ", said));
        int[] step = {0};
        phase.plays().forEach(p -> play(p, number + ".", step));
        if (phase.recover().isEmpty()) {
            text.line(1, "nothing undoes it");
        } else {
            text.line(1, "undone by");
            int[] back = {0};
            phase.recover().forEach(p -> play(p, number + ".r", back));
        }
    }

    private static String failure(Phase.OnError what) {
        return switch (what) {
            case CONTINUE -> "it goes on";
            case ABORT_PHASE -> "the rest of the phase is left out";
            case ABORT_ALL -> "no later phase begins but those that switch machines off";
        };
    }

    private void play(Play of, String prefix, int[] step) {
        String hosts = matches.known() ? "  (" + matches.line(play) + ")" : "";
        play++;
        text.line(1, of.name() + ", " + pace(of));
        text.line(2, "hosts " + of.hosts() + hosts);
        text.said(2, PlanTree.rollout(of.rollout()));
        text.said(2, PlanTree.keywords(of.keywords()));
        steps(2, of.tasks(), of, prefix, step);
        steps(2, of.handlers(), of, prefix, step);
    }

    /** Whether its hosts are done side by side. */
    private static String pace(Play play) {
        boolean one = play.rollout().forks().filter(f -> f == 1).isPresent()
                || play.rollout().serial().stream().allMatch(b -> !b.percent() && b.size() == 1)
                        && !play.rollout().serial().isEmpty();
        return one ? "sequential" : "parallel";
    }

    private void steps(int depth, List<? extends Step> steps, Play play, String prefix, int[] number) {
        for (Step step : steps) {
            if (step instanceof Task task) {
                number[0]++;
                text.line(
                        depth,
                        prefix + number[0] + " [" + task.call().module() + "] " + play.hosts() + ": "
                                + Shown.plain(task.name()));
                String arguments = PlanText.pairs(task.call().arguments());
                if (!arguments.isEmpty()) {
                    text.line(depth + 2, shortened(arguments));
                }
                text.said(depth + 2, PlanTree.said(task));
            } else if (step instanceof Block block) {
                text.line(depth, ("block " + block.name()).strip());
                text.said(depth + 1, PlanTree.keywords(block.keywords()));
                steps(depth + 1, block.steps(), play, prefix, number);
                part(depth, "rescue", block.rescue(), play, prefix, number);
                part(depth, "always", block.always(), play, prefix, number);
            } else {
                text.line(depth, "run the handlers notified so far");
            }
        }
    }

    private void part(int depth, String name, List<Step> steps, Play play, String prefix, int[] number) {
        if (!steps.isEmpty()) {
            text.line(depth, name);
            steps(depth + 1, steps, play, prefix, number);
        }
    }

    private static String shortened(String arguments) {
        String line = arguments.replace("\n", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
