package dev.steward.web.power;

import dev.steward.runner.app.power.OutageLine;
import dev.steward.runner.app.power.PlanView;
import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerDesk.Who;
import dev.steward.runner.app.power.PowerRefused;
import dev.steward.runner.app.power.PowerView;
import dev.steward.web.format.When;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.Plug;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How power stands, what an outage would do and does, and steering it. */
public final class PowerPage implements Page {

    private static final int HISTORY = 30;
    private static final long MOST_PHASES = 1_000;
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final PowerKit kit;

    /** The page. */
    public PowerPage(PowerKit kit) {
        this.kit = kit;
    }

    /**
     * What the page shows.
     *
     * @param power as it stands
     * @param sign of the state
     * @param state in words
     * @param upses one each
     * @param outage that is on
     * @param plan empty: it is being worked out
     * @param budget empty: there is no plan
     * @param history the latest first
     * @param scenarios that can be played
     * @param plug of a demo
     * @param said what the form held that was not taken
     */
    public record View(
            PowerView power,
            String sign,
            String state,
            List<UpsCard> upses,
            Optional<OutagePart> outage,
            Optional<PlanView> plan,
            Optional<Budget> budget,
            List<Past> history,
            List<Scenario> scenarios,
            Optional<Plug> plug,
            Said said) {

        /** Whether there is a plan to steer. */
        public boolean steerable() {
            return power.plan().isPresent();
        }

        /** A span of the plan in words. */
        public String span(Duration span) {
            return Words.span(span);
        }
    }

    /** An outage of the history. */
    public record Past(OutageLine line, When began, String took) {}

    /** A scenario with its words. */
    public record Scenario(String name, String words) {}

    /**
     * What a form held.
     *
     * @param word which form; empty text: none was sent
     * @param reason as typed
     * @param plan as typed
     * @param problems why it was not taken
     */
    public record Said(String word, String reason, String plan, List<String> problems) {

        private static final Said NOTHING = new Said("", "", "", List.of());

        /** Whether it is about this form. */
        public boolean about(String form) {
            return word.equals(form);
        }
    }

    @Override
    public List<Route> routes() {
        PowerLive live = new PowerLive(kit);
        List<Route> routes = new ArrayList<>(List.of(
                Route.get("/power", request -> page(200, Said.NOTHING)),
                Route.get("/parts/power", request -> Reply.part("powerparts", view(Said.NOTHING))),
                Route.get("/parts/power-banner", request -> Reply.part("powerbanner", Banner.of(kit.desk()))),
                Route.get("/power/live", request -> new Reply.Stream(live::begin)),
                steer("arm", (form, who) -> arm(true, who)),
                steer("disarm", (form, who) -> arm(false, who)),
                steer("apply", (form, who) -> run(kit.desk().apply(how(form), who))),
                steer("abort", (form, who) -> {
                    kit.desk().abort(who);
                    return Reply.see("/power");
                }),
                steer("recover", (form, who) -> run(kit.desk().recover(form.on("check"), who))),
                new Route(Verb.POST, "/power/rehearse", Route.Access.REHEARSE, this::rehearse)));
        kit.plug()
                .ifPresent(plug -> routes.add(Route.post("/power/plug", request -> {
                    if (plug.out()) {
                        plug.back();
                    } else {
                        plug.pull();
                    }
                    return Reply.see("/power");
                })));
        return routes;
    }

    private Reply page(int status, Said said) throws InterruptedException {
        kit.plan().known(PATIENCE);
        return new Reply.Page(status, "power", "Power", view(said), true);
    }

    private View view(Said said) {
        PowerView power = kit.desk().view();
        Optional<PlanView> plan = power.configured() ? kit.plan().known() : Optional.empty();
        return new View(
                power,
                Words.sign(power.state(), power.armed()),
                Words.of(power.state()),
                power.upses().stream()
                        .map(line -> UpsCard.of(line, kit.times()))
                        .toList(),
                power.outage().map(outage -> OutagePart.of(outage, power.state(), kit.times())),
                plan,
                plan.flatMap(one -> Budget.of(power, one)),
                kit.desk().history(HISTORY).stream().map(this::past).toList(),
                kit.scenarios(),
                kit.plug(),
                said);
    }

    private Past past(OutageLine line) {
        return new Past(
                line,
                kit.times().when(line.began()),
                line.took().map(Words::span).orElse(""));
    }

    /** Does what was confirmed. */
    private interface Act {

        Reply of(Params form, Who who) throws PowerRefused;
    }

    private Route steer(String word, Act act) {
        return Route.power("/power/" + word, request -> {
            Params form = request.form();
            PowerConfirm.Said said =
                    new PowerConfirm.Said(Optional.of(form.exact("token")), form.first("reason"), form.first("plan"));
            try {
                return act.of(form, kit.confirm().check(request, said));
            } catch (Refused e) {
                return again(e.status(), word, form, e.problems().isEmpty() ? List.of(e.getMessage()) : e.problems());
            } catch (PowerRefused e) {
                return again(409, word, form, e.problems());
            }
        });
    }

    /* What was typed stays, but the token: it goes into no page. */
    private Reply again(int status, String word, Params form, List<String> problems) throws InterruptedException {
        return page(
                status,
                new Said(
                        word,
                        form.first("reason").orElse(""),
                        form.first("plan").orElse(""),
                        problems));
    }

    private Reply arm(boolean on, Who who) throws PowerRefused {
        kit.desk().arm(on, who);
        return Reply.see("/power");
    }

    private static Reply run(long run) {
        return Reply.see("/runs/" + run);
    }

    private static PowerDesk.Apply how(Params form) {
        return new PowerDesk.Apply(
                form.on("now"),
                form.on("check"),
                form.number("phase", 1, MOST_PHASES).map(Long::intValue),
                Optional.empty());
    }

    private Reply rehearse(Request request) throws InterruptedException {
        String scenario = request.form().first("scenario").orElse("");
        try {
            if (kit.scenarios().stream().noneMatch(known -> known.name().equals(scenario))) {
                throw new PowerRefused(List.of("There is no scenario '" + scenario + "'."));
            }
            return run(kit.desk().rehearse(scenario, new Who(request.caller().name(), "")));
        } catch (PowerRefused e) {
            return again(409, "rehearse", request.form(), e.problems());
        }
    }
}
