package dev.steward.web.design;

import dev.steward.runner.app.power.OutageLine;
import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.power.PowerState;
import dev.steward.web.format.Times;
import dev.steward.web.power.Banner;
import dev.steward.web.power.Budget;
import dev.steward.web.power.HomePower;
import dev.steward.web.power.OutagePart;
import dev.steward.web.power.PowerPage;
import dev.steward.web.power.UpsCard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Power in each of its states. */
public final class PowerSpecimens {

    private final Times times;
    private final Instant now;

    PowerSpecimens(Times times, Instant now) {
        this.times = times;
        this.now = now;
    }

    /** What every page says where it is bad, and where it is of concern. */
    public List<Optional<Banner>> banners() {
        return List.of(
                Optional.of(new Banner(
                        true, "bad", "DISARMED", "A power cut would be told, and nothing would be stopped.")),
                Optional.of(new Banner(true, "warn", "ON BATTERY", "The mains is gone.")));
    }

    /** That fits, is tight, is too long, and that nobody knows. */
    public List<Budget> budgets() {
        return List.of(
                budget("fits", 1000, "21 min", "The plan fits into the battery even where every limit is used up."),
                budget(
                        "tight",
                        700,
                        "12 min",
                        "As it usually goes the plan fits; with every limit used up it does not."),
                budget("over", 300, "5 min", "The battery is empty before the plan is over."),
                budget("unknown", -1, "", "The UPS does not say how long its battery lasts."));
    }

    private static Budget budget(String level, int end, String runtime, String words) {
        List<Budget.Part> parts = new ArrayList<>();
        int from = 0;
        for (String kind : List.of("typical", "likely", "worst")) {
            int to = List.of(400, 620, 900).get(parts.size());
            parts.add(new Budget.Part(from, to - from, kind, end >= 0 && from >= end));
            from = to;
        }
        return new Budget(
                parts,
                end,
                level,
                words,
                runtime.isEmpty() ? "" : "4 min to spare",
                List.of(
                        new Budget.Legend("typical", "as a rule 6 min"),
                        new Budget.Legend("likely", "95 of 100 times 8 min"),
                        new Budget.Legend("worst", "every limit used up 14 min")),
                runtime);
    }

    /** One that is well, one that is on battery, one that does not answer. */
    private List<UpsCard> upses() {
        return List.of(
                ups("cyberpower", "ok", "on mains, charging", "OL CHRG", 970, ""),
                ups("rack-b", "maintenance", "on battery", "OB DISCHRG", 240, ""),
                ups(
                        "cellar",
                        "failed",
                        "does not answer",
                        "",
                        0,
                        "upsd at 192.0.2.164:3493 does not answer: connection refused; start nut-server there"));
    }

    private UpsCard ups(String name, String sign, String status, String tokens, int charge, String trouble) {
        boolean known = trouble.isEmpty();
        return new UpsCard(
                name,
                name + "@192.0.2.164:3493",
                known ? "CyberPower CP1500" : "",
                sign,
                status,
                tokens,
                known
                        ? Optional.of(new UpsCard.Gauge(charge / 10 + " %", charge, charge < 300 ? "full" : ""))
                        : Optional.empty(),
                known ? "21 min" : "",
                known ? Optional.of(new UpsCard.Gauge("36 %", 360, "")) : Optional.empty(),
                known ? Optional.of(times.when(now.minusSeconds(3))) : Optional.empty(),
                trouble);
    }

    /** Power in short: armed with some to spare, and disarmed. */
    public List<HomePower> home() {
        return List.of(
                new HomePower("ok", "On mains", true, upses(), "13 min to spare", "fits", List.of()),
                new HomePower("failed", "On mains, disarmed", false, List.of(), "2 min too short", "over", List.of()));
    }

    /** In an outage, past its first phases. */
    public PowerPage.View outage() {
        return new PowerPage.View(
                new PowerView(
                        true,
                        true,
                        false,
                        PowerState.ON_BATTERY,
                        List.of(),
                        Optional.of("UPS shutdown"),
                        Optional.of("1a2b3c4d5e6f7081"),
                        Optional.empty(),
                        List.of("cellar has not answered for 5 min: upsd at 192.0.2.164:3493 does not answer.")),
                "maintenance",
                "On battery",
                upses(),
                Optional.of(part()),
                Optional.of(plan()),
                Optional.of(budgets().get(1)),
                history(),
                List.of(new PowerPage.Scenario("long-outage", "the mains stays away")),
                Optional.empty(),
                new PowerPage.Said(
                        "disarm",
                        "the UPS is replaced",
                        "",
                        List.of("Type the name of the plan, 'UPS shutdown', to disarm it.")));
    }

    private static PlanView plan() {
        List<PlanView.PhasePlan> phases = List.of(
                phase(1, "Shut down guests", Optional.of("ups.onBattery"), false),
                phase(2, "Nodes off", Optional.of("ups.runtime < 8.minutes"), true));
        return new PlanView(
                "UPS shutdown",
                "ups.groovy",
                "1a2b3c4d5e6f7081",
                true,
                phases,
                Duration.ofMinutes(6),
                Duration.ofMinutes(8),
                Duration.ofMinutes(14),
                Optional.of(Duration.ofMinutes(12)),
                List.of(),
                List.of("ups.groovy:3:1: unknown word 'fase'; did you mean 'phase'?"),
                List.of("Steward's own machine is left out."),
                List.of(
                        new PlanView.Load("cyberpower", "", 36, Duration.ofMinutes(12)),
                        new PlanView.Load("cyberpower", "pve-node2", 20, Duration.ofMinutes(21))));
    }

    private List<PowerPage.Past> history() {
        return List.of(
                past("outage", "on battery for 7 min 2 s", "power came back after 7 min; everything as before"),
                past("rehearsal", "long-outage, by anna", "4 min of battery left"));
    }

    private PowerPage.Past past(String kind, String cause, String ended) {
        Instant began = now.minus(Duration.ofDays(12));
        return new PowerPage.Past(
                new OutageLine(900_000, kind, began, Optional.of(Duration.ofMinutes(9)), cause, ended),
                times.when(began),
                "9 min 00 s");
    }

    private static PlanView.PhasePlan phase(int number, String name, Optional<String> gate, boolean last) {
        return new PlanView.PhasePlan(
                number,
                name,
                gate,
                last,
                !last,
                List.of(new PlanView.StepPlan(
                        1,
                        "Shut down",
                        "guest shutdown",
                        List.of("web-1 (CT 101)", "web-2 (CT 102)"),
                        Optional.of(Duration.ofMinutes(3)),
                        List.of("steward: Steward itself runs there"))),
                Duration.ofMinutes(3),
                Duration.ofMinutes(4),
                Duration.ofMinutes(7));
    }

    private OutagePart part() {
        List<OutagePart.Line> lines = new ArrayList<>();
        for (String[] state : new String[][] {
            {"done", "ok"},
            {"failed", "failed"},
            {"running", "running"},
            {"skipped", "skipped"},
            {"recovering", "running"},
            {"recovered", "ok"},
            {"waiting", "queued"}
        }) {
            boolean begun = !state[0].equals("waiting") && !state[0].equals("skipped");
            lines.add(new OutagePart.Line(
                    lines.size() + 1,
                    "A phase that is " + state[0],
                    state[1],
                    state[0],
                    "ups.runtime < 8.minutes",
                    begun
                            ? Optional.of(new OutagePart.At(times.clock(now), times.when(now.minusSeconds(200))))
                            : Optional.empty(),
                    begun ? "1 min 10 s" : "",
                    state[0].equals("failed") ? "web-2 did not shut down within 3 min and was stopped hard" : ""));
        }
        return new OutagePart(
                900_000, times.when(now.minusSeconds(240)), "4 min 00 s", true, false, "8 min", false, lines);
    }
}
