package dev.steward.runner.doctor;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.config.power.UpsConfig;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.power.UpsStatus;
import dev.steward.runner.power.nut.NutException;
import dev.steward.runner.power.nut.UpsClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One UPS: whether it answers, what of it cannot be trusted, and whether we may do there what the plan needs. */
final class UpsCheck {

    /** Above it LB comes at once: some devices say 100 (NUT #2652). */
    private static final double HIGHEST_LOW = 60;

    private final String what;
    private final UpsConfig config;
    private final Optional<PowerPlan> plan;
    private final List<Finding> findings = new ArrayList<>();

    UpsCheck(String name, UpsConfig config, Optional<PowerPlan> plan) {
        this.what = "ups " + name;
        this.config = config;
        this.plan = plan;
    }

    List<Finding> look(UpsClient client) {
        UpsReading reading = client.read();
        if (reading instanceof UpsReading.Silent silent) {
            findings.add(Finding.problem(what, silent.message()));
        } else if (reading instanceof UpsReading.Answered answered) {
            status(client.address(), answered.status());
        }
        if (!(reading instanceof UpsReading.Silent silent && silent.why() == UpsReading.Why.UNREACHABLE)) {
            login(client);
            wayBack(client);
        }
        if (!config.tls().verify()) {
            findings.add(Finding.note(what, "tls.verify is false: anybody may pass for upsd and read the password"));
        }
        return findings;
    }

    private void status(String address, UpsStatus status) {
        findings.add(Finding.good(
                what,
                address + " "
                        + String.join(" ", status.tokens().stream().sorted().toList())
                        + status.charge()
                                .map(charge -> ", " + text(charge) + " %")
                                .orElse("")
                        + status.runtime()
                                .map(runtime -> ", " + runtime.toMinutes() + " min")
                                .orElse("")
                        + status.load()
                                .map(load -> ", load " + text(load) + " %")
                                .orElse("")));
        if (status.charge().isEmpty()) {
            findings.add(Finding.note(what, "its driver says no battery.charge: a gate on ups.charge never opens"));
        }
        if (status.runtime().filter(runtime -> !runtime.isZero()).isEmpty()) {
            findings.add(Finding.note(
                    what, "its driver says no battery.runtime: nobody can tell whether the plan fits the battery"));
        }
        UpsStatus.number(status.variables(), "battery.charge.low")
                .filter(low -> low > HIGHEST_LOW)
                .ifPresent(
                        low -> findings.add(
                                Finding.problem(
                                        what,
                                        "battery.charge.low is " + text(low)
                                                + ": it says LB almost at once on battery, and every gate opens;"
                                                + " set it lower: upsrw -s battery.charge.low=10, or override.battery.charge.low = 10 in ups.conf")));
        tokens(status);
    }

    private void tokens(UpsStatus status) {
        if (status.has("FSD")) {
            findings.add(Finding.problem(
                    what, "says FSD: a primary has ordered the shutdown; it stays so until upsd is restarted"));
        }
        if (status.has("RB")) {
            findings.add(Finding.problem(what, "says RB: its battery must be replaced"));
        }
        for (String token : List.of("BYPASS", "OFF", "CAL", "OVER", "ALARM")) {
            if (status.has(token)) {
                findings.add(Finding.note(
                        what, "says " + token + ": what hangs on it may not be protected now; look at the device"));
            }
        }
        if (status.has("LB") && !status.has("OB")) {
            findings.add(Finding.note(what, "says LB on mains: its battery may be worn out"));
        }
    }

    private void login(UpsClient client) {
        if (config.user().isEmpty()) {
            findings.add(Finding.note(
                    what,
                    "no user is set: its primary does not wait for Steward before it has the UPS cut the power; make one in"
                            + " upsd.users ('steward ups-config' prints it), and set user and password"));
            return;
        }
        try {
            client.tryLogIn();
            findings.add(Finding.good(
                    what, "the primary waits for user " + config.user().get()));
        } catch (NutException e) {
            findings.add(Finding.problem(what, e.getMessage()));
        }
    }

    private void wayBack(UpsClient client) {
        if (plan.flatMap(PowerPlan::wayBack)
                .filter(PowerPlan.WayBack::upsReturn)
                .isEmpty()) {
            return;
        }
        try {
            if (!client.commands().contains("shutdown.return")) {
                findings.add(Finding.problem(
                        what,
                        "does not know shutdown.return, which the plan's wayBack needs: machines stay off when the mains come"
                                + " back before the UPS is empty; use wake and a BIOS setting instead"));
            } else if (config.user().isEmpty()) {
                findings.add(Finding.problem(
                        what,
                        "the plan's wayBack gives it shutdown.return, and for that user and password must be set"));
            }
        } catch (NutException e) {
            findings.add(Finding.problem(what, e.getMessage()));
        }
    }

    /** What the plan takes at most, against what the battery gives. */
    static Optional<Finding> fits(String ups, UpsStatus status, Duration plan, int margin) {
        Optional<Duration> usable = status.runtime()
                .map(runtime -> runtime.multipliedBy(100 - margin).dividedBy(100));
        return usable.filter(time -> !plan.isZero() && time.compareTo(plan) < 0)
                .map(time -> Finding.problem(
                        "ups " + ups,
                        "the plan may take " + minutes(plan) + ", and at the present load the battery gives "
                                + minutes(time) + " (" + margin
                                + " % kept back); shorten its phases (timeout), or let them shrink"));
    }

    private static String minutes(Duration time) {
        return time.toMinutes() + " min" + (time.toSecondsPart() == 0 ? "" : " " + time.toSecondsPart() + " s");
    }

    private static String text(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : String.format(Locale.ROOT, "%.1f", number);
    }
}
