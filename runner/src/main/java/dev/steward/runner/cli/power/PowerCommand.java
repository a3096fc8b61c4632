package dev.steward.runner.cli.power;

import dev.steward.runner.app.power.OutageLine;
import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.ConfigOption;
import dev.steward.runner.cli.DeskCommand;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.control.Ask;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.outage.rehearsal.Scenarios;
import dev.steward.runner.power.PowerState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward power}: how power stands, what an outage would do, and steering it. */
@Command(
        mixinStandardHelpOptions = true,
        name = "power",
        description = {
            "Shows and steers what happens when the mains fails.",
            "Exit codes: 0 well; 1 refused, or it could not be done; 2 a step failed; 4 a host was unreachable, or there is"
                    + " no valid plan; 5 wrong options; 6 (status) disarmed, on battery or not known; 99 not confirmed or cancelled."
        })
public final class PowerCommand extends DeskCommand {

    /** {@code status} where all is not well; for scripts and monitoring. */
    static final int NOT_WELL = 6;

    private final Bench bench;
    private final PowerText text;
    private final EventJson json = new EventJson();

    /** The verb. */
    public PowerCommand(Bench bench) {
        super(bench);
        this.bench = bench;
        this.text = new PowerText(bench.screen(), ZoneId.systemDefault());
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "status",
            description = "How power stands: UPSes, outage, armed or not. Exit 0 on mains and armed, else 6.")
    int status(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean asJson)
            throws IOException, InterruptedException, Refusal {
        PowerView view = status(config);
        if (asJson) {
            out().println(json().readTree(json.text(view)).toPrettyString());
        } else {
            text.status(view);
        }
        boolean well = !view.configured()
                || view.armed()
                        && view.state() == PowerState.ONLINE
                        && view.plan().isPresent();
        return well ? Exit.OK : NOT_WELL;
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "plan",
            description =
                    "The plan: numbered phases and steps, the hosts they mean now, times, the battery. Exit 4: none is valid.")
    int plan(@Mixin ConfigOption config, @Option(names = "--json", description = "As JSON.") boolean asJson)
            throws IOException, InterruptedException, Refusal {
        if (asJson) {
            return show(config, new Ask.OfPower.Plan(), true, data -> {});
        }
        PlanView plan = plan(config);
        text.plan(plan);
        return plan.name().isEmpty() ? Exit.UNREACHABLE_OR_PROBLEMS : Exit.OK;
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "history",
            description = "Outages, rehearsals and recoveries, the latest first.")
    int history(
            @Mixin ConfigOption config,
            @Option(
                            names = {"-n", "--count"},
                            defaultValue = "20",
                            paramLabel = "N",
                            description = "So many at most.")
                    int count,
            @Option(names = "--json", description = "As JSON.") boolean asJson)
            throws IOException, InterruptedException, Refusal {
        Ask ask = new Ask.OfPower.History(Math.max(1, Math.min(count, 1000)));
        return show(
                config, ask, asJson, data -> text.history(List.of(json.value(data.toString(), OutageLine[].class))));
    }

    @Command(mixinStandardHelpOptions = true, name = "arm", description = "An outage carries the plan out.")
    int arm(@Mixin ConfigOption config, @Mixin Sure sure) throws IOException, InterruptedException, Refusal {
        return arm(config, sure, true, "Power protection is armed.");
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "disarm",
            description = "An outage is watched and told, and stops nothing, until it is armed again.")
    int disarm(@Mixin ConfigOption config, @Mixin Sure sure) throws IOException, InterruptedException, Refusal {
        return arm(config, sure, false, "An outage will stop NOTHING until you arm it again.");
    }

    private int arm(ConfigOption config, Sure sure, boolean on, String what)
            throws IOException, InterruptedException, Refusal {
        sure.confirm(what, named(config));
        return say(config, new Ask.OfPower.Arm(on, person(), sure.reason));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "apply",
            description =
                    "Carries the plan out now, as if the mains were gone. Gates wait as in an outage; --now skips them.")
    int apply(
            @Mixin ConfigOption config,
            @Mixin Sure sure,
            @Mixin Which which,
            @Option(names = "--now", description = "Do not wait for gates.") boolean now,
            @Option(names = "--check", description = "Change nothing.") boolean check)
            throws IOException, InterruptedException, Refusal {
        PlanView plan = plan(config);
        which.check(plan);
        if (!check) {
            sure.confirm("This switches machines off.", plan.name());
        }
        return follow(
                config, new Ask.OfPower.Apply(now, check, which.phase, which.action, person(), sure.reason), false);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "abort",
            description = "Ends an outage before its point of no return, and brings back what was stopped.")
    int abort(@Mixin ConfigOption config, @Mixin Sure sure) throws IOException, InterruptedException, Refusal {
        sure.confirm("This ends the outage that is on; what was stopped is started again.", named(config));
        return say(config, new Ask.OfPower.Abort(person(), sure.reason));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "recover",
            description = "Brings back what the last outage stopped, where that is not done yet.")
    int recover(
            @Mixin ConfigOption config,
            @Mixin Sure sure,
            @Option(names = "--check", description = "Only say what would be done.") boolean check)
            throws IOException, InterruptedException, Refusal {
        if (!check) {
            sure.confirm("This starts what the last outage stopped.", named(config));
        }
        return follow(config, new Ask.OfPower.Recover(check, person(), sure.reason), false);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "rehearse",
            description =
                    "Plays an outage on a clock of its own, in check mode: nothing is changed, 40 minutes take seconds.")
    int rehearse(
            @Mixin ConfigOption config,
            @Parameters(
                            paramLabel = "SCENARIO",
                            arity = "0..1",
                            description = "A name (none: all are listed), or a .seq file as NUT's dummy-ups reads it.")
                    String scenario,
            @Option(names = "--json", description = "As JSON.") boolean asJson)
            throws IOException, InterruptedException, Refusal {
        if (scenario == null) {
            Scenarios.NAMED.forEach((name, one) -> out().printf("%-14s %s%n", name, one.words()));
            return Exit.OK;
        }
        String said = Scenarios.NAMED.containsKey(scenario)
                ? scenario
                : bench.folder().resolve(Path.of(scenario)).normalize().toString();
        try {
            Scenarios.of(Scenarios.NAMED.containsKey(scenario) || !scenario.contains(".") ? scenario : said);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Exit.OPTIONS, List.of(e.getMessage()));
        }
        return follow(config, new Ask.OfPower.Rehearse(said, person()), asJson);
    }

    PowerText text() {
        return text;
    }

    private int say(ConfigOption config, Ask ask) throws IOException, InterruptedException, Refusal {
        return show(config, ask, false, said -> out().println(said.asText()));
    }

    /** Begins a run and shows it to its end. */
    int begun(ConfigOption config, Ask ask) throws IOException, InterruptedException, Refusal {
        return follow(config, ask, false);
    }

    PlanView plan(ConfigOption config) throws IOException, InterruptedException, Refusal {
        List<PlanView> plans = new ArrayList<>();
        show(config, new Ask.OfPower.Plan(), false, data -> plans.add(json.value(data.toString(), PlanView.class)));
        return plans.get(0);
    }

    /** The name of the plan in effect. */
    private String named(ConfigOption config) throws IOException, InterruptedException, Refusal {
        return status(config)
                .plan()
                .orElseThrow(
                        () -> new Refusal(
                                Exit.UNREACHABLE_OR_PROBLEMS,
                                List.of(
                                        "There is no valid power plan, so there is nothing to steer; 'steward power plan' says why.")));
    }

    private PowerView status(ConfigOption config) throws IOException, InterruptedException, Refusal {
        List<PowerView> seen = new ArrayList<>();
        show(config, new Ask.OfPower.Status(), false, data -> seen.add(json.value(data.toString(), PowerView.class)));
        return seen.get(0);
    }
}
