package dev.steward.runner.cli.power;

import dev.steward.runner.app.power.OutageLine;
import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.cli.print.Screen;
import dev.steward.runner.cli.print.Screen.Paint;
import dev.steward.runner.power.PowerState;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Power in a terminal, for somebody who was woken at night: the worst first, one fact a line. */
final class PowerText {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int LONGEST = 72;

    private final Screen screen;
    private final ZoneId zone;

    PowerText(Screen screen, ZoneId zone) {
        this.screen = screen;
        this.zone = zone;
    }

    void status(PowerView view) {
        if (!view.configured()) {
            line(
                    "No UPS is configured: add a section 'power' to steward.yml. 'steward power import FILE' makes one of a guardian.yaml.");
            return;
        }
        boolean calm = view.state() == PowerState.ONLINE;
        line(screen.paint(calm ? Paint.GOOD : Paint.BAD, words(view.state())) + "   "
                + (view.armed()
                        ? "armed"
                        : screen.paint(Paint.BAD, "DISARMED: an outage would stop nothing; steward power arm"))
                + view.plan().map(plan -> "   plan " + plan).orElse(screen.paint(Paint.BAD, "   NO VALID PLAN")));
        view.troubles().forEach(trouble -> line(screen.paint(Paint.CHANGE, "! ") + trouble));
        view.upses().forEach(this::ups);
        view.outage().ifPresent(this::outage);
    }

    private void ups(PowerView.UpsLine ups) {
        String said = ups.status().orElse("not known")
                + ups.charge()
                        .map(charge -> "   charge " + Math.round(charge) + " %")
                        .orElse("")
                + ups.runtime().map(left -> "   lasts " + span(left)).orElse("")
                + ups.load().map(load -> "   load " + Math.round(load) + " %").orElse("");
        line(String.format("  %-14s %s   %s", ups.name(), said, screen.paint(Paint.QUIET, ups.address())));
        ups.trouble().ifPresent(trouble -> line("                 " + screen.paint(Paint.BAD, trouble)));
    }

    private void outage(PowerView.Outage outage) {
        line("");
        line(screen.paint(Paint.TITLE, outage.rehearsal() ? "Rehearsal" : "Outage") + " on battery for "
                + span(outage.onBatteryFor())
                + outage.needs()
                        .map(needs -> ", what is ahead likely takes " + span(needs))
                        .orElse("")
                + (outage.run() > 0 ? "   run " + outage.run() : "   (the history cannot be written)"));
        line(
                outage.committed()
                        ? screen.paint(
                                Paint.BAD, "  The point of no return is behind: the plan is carried out to its end.")
                        : "  It can still be undone: steward power abort --reason …");
        int number = 0;
        for (PowerView.PhaseLine phase : outage.phases()) {
            number++;
            line(String.format(
                    "  %d  %-11s %-28s %s%s%s",
                    number,
                    phase.state(),
                    phase.name(),
                    phase.began().map(at -> CLOCK.format(at.atZone(zone))).orElse(""),
                    phase.took().map(took -> " for " + span(took)).orElse(""),
                    phase.state().equals("waiting")
                            ? phase.gate().map(gate -> "when " + gate).orElse("")
                            : phase.note().isEmpty() ? "" : "  " + phase.note()));
        }
    }

    void plan(PlanView plan) {
        problems(plan);
        if (plan.name().isEmpty()) {
            return;
        }
        line(screen.paint(Paint.TITLE, plan.name()) + "   " + plan.file()
                + (plan.kept()
                        ? screen.paint(Paint.CHANGE, "   the last valid one: the present playbook is wrong")
                        : ""));
        plan.phases().forEach(this::phase);
        line("");
        line("Needs      " + span(plan.typical()) + " as a rule, " + span(plan.likely()) + " in 95 of 100 cases, "
                + span(plan.worst()) + " with every limit used up");
        line("Battery    "
                + plan.runtime()
                        .map(left -> span(left) + " at the present load: " + margin(plan, left))
                        .orElse("does not say how long it lasts, so nobody knows whether the plan fits"));
        loads(plan);
        plan.notes().forEach(note -> line("Note       " + note));
        if (plan.wayBack().isEmpty()) {
            line("Way back   " + screen.paint(Paint.BAD, "nobody said: write wayBack into the playbook"));
        }
        for (int i = 0; i < plan.wayBack().size(); i++) {
            line((i == 0 ? "Way back   " : "           ") + plan.wayBack().get(i));
        }
    }

    private void problems(PlanView plan) {
        plan.problems().forEach(problem -> line(screen.paint(Paint.BAD, "PROBLEM ") + problem));
    }

    private void loads(PlanView plan) {
        boolean several =
                plan.loads().stream().map(PlanView.Load::ups).distinct().count() > 1;
        plan.loads().stream()
                .filter(load -> !load.after().isEmpty())
                .forEach(load ->
                        line("           " + (several ? load.ups() + ": " : "") + "about " + span(load.runtime())
                                + " at " + Math.round(load.percent()) + " % load, once " + load.after() + " is off"));
    }

    private String margin(PlanView plan, Duration left) {
        if (left.compareTo(plan.likely()) < 0) {
            return screen.paint(Paint.BAD, "DOES NOT FIT, " + span(plan.likely().minus(left)) + " too short");
        }
        return left.compareTo(plan.worst()) < 0
                ? screen.paint(
                        Paint.CHANGE,
                        "fits as a rule, " + span(left.minus(plan.likely())) + " to spare, "
                                + span(plan.worst().minus(left)) + " too short at the worst")
                : screen.paint(Paint.GOOD, "fits, " + span(left.minus(plan.worst())) + " to spare at the worst");
    }

    private void phase(PlanView.PhasePlan phase) {
        line("");
        line(screen.paint(Paint.TITLE, "Phase " + phase.number() + "  " + phase.name())
                + (phase.pointOfNoReturn() ? screen.paint(Paint.BAD, "  POINT OF NO RETURN") : "")
                + (phase.recovers() ? "  can be undone" : ""));
        line("  " + phase.gate().map(gate -> "when " + gate).orElse("when those before are over") + "; "
                + span(phase.typical()) + " as a rule, " + span(phase.worst()) + " at most");
        phase.steps().forEach(step -> step(phase.number(), step));
    }

    private void step(int phase, PlanView.StepPlan step) {
        line(String.format("  %d.%d  %s", phase, step.number(), step.task())
                + step.limit()
                        .map(limit -> ", at most " + span(limit) + " each")
                        .orElse(""));
        line("       " + screen.paint(Paint.QUIET, cut(step.does())));
        wrapped(step.hosts().isEmpty() ? List.of("no host now") : step.hosts());
        step.leftOut().forEach(left -> line("       left out: " + left));
    }

    /** Names, as many a line as fit. */
    private void wrapped(List<String> names) {
        StringBuilder row = new StringBuilder();
        for (String name : names) {
            if (row.length() + name.length() > LONGEST && !row.isEmpty()) {
                line("       " + row);
                row.setLength(0);
            }
            row.append(row.isEmpty() ? "" : ", ").append(name);
        }
        line("       " + row);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }

    void history(List<OutageLine> lines) {
        if (lines.isEmpty()) {
            line("No outage, no rehearsal yet.");
        }
        for (OutageLine one : lines) {
            line(String.format(
                    "%-6s %s  %-10s %-12s %s",
                    one.run() > 0 ? "#" + one.run() : "",
                    DAY.format(one.began().atZone(zone)),
                    one.kind(),
                    one.took().map(PowerText::span).orElse(""),
                    one.cause()));
            if (!one.ended().isEmpty()) {
                line("       " + one.ended());
            }
        }
    }

    /** Each step of a plan that a dry run leaves out. */
    void skipped(PlanView plan, Which which) {
        problems(plan);
        for (PlanView.PhasePlan phase : which.phases(plan)) {
            line(screen.paint(Paint.TITLE, "Phase " + phase.number() + "  " + phase.name()));
            for (PlanView.StepPlan step : which.steps(phase)) {
                for (String host : step.hosts().isEmpty() ? List.of("no host now") : step.hosts()) {
                    line(String.format(
                            "  %d.%d  %s  %s  %s",
                            phase.number(), step.number(), screen.paint(Paint.CHANGE, "SKIPPED"), host, step.task()));
                }
                step.leftOut()
                        .forEach(left ->
                                line(String.format("  %d.%d  left out  %s", phase.number(), step.number(), left)));
            }
        }
        line("Dry run: nothing was done.");
    }

    private void line(String text) {
        screen.out().println(text.stripTrailing());
    }

    static String words(PowerState state) {
        return switch (state) {
            case ONLINE -> "ON MAINS";
            case ON_BATTERY -> "ON BATTERY";
            case SHEDDING -> "OUTAGE, shutting down in order";
            case COMMITTED -> "OUTAGE, past the point of no return";
            case RECOVERING -> "POWER IS BACK, bringing everything back";
            case UNKNOWN -> "NOT KNOWN";
        };
    }

    /** As 45 s, 7 min 12 s, 1 h 05 min. */
    static String span(Duration span) {
        long seconds = Math.max(0, span.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min"
                    + (seconds % 60 == 0 ? "" : String.format(Locale.ROOT, " %02d s", seconds % 60));
        }
        return seconds / 3600 + " h " + String.format(Locale.ROOT, "%02d min", seconds / 60 % 60);
    }
}
