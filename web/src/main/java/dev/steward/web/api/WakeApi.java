package dev.steward.web.api;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.wake.Maintenance;
import dev.steward.runner.wake.WakeLinks;
import dev.steward.runner.wake.WakeRefused;
import dev.steward.runner.wake.WakeView;
import dev.steward.runner.wake.Wakes;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.WebParts;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Guests that sleep and wake, as JSON; and the maintenance flag that holds both. */
final class WakeApi {

    private static final String GUEST = Api.ROOT + "/guests/{guest}/wake";
    private static final String MAINTENANCE = Api.ROOT + "/maintenance";
    private static final int LONGEST_HOURS = 87_600;

    private final Wakes wakes;
    private final Maintenance maintenance;
    private final EventJson json;

    WakeApi(WebParts parts) {
        this.wakes = parts.wakes();
        this.maintenance = parts.maintenance();
        this.json = parts.store().json();
    }

    List<Route> routes() {
        return List.of(
                Route.get(Api.ROOT + "/wake", request -> Reply.json(all()))
                        .as(Operation.json("Guests that sleep and wake", "wake")),
                Route.get(GUEST, request -> Reply.json(facts(asked(() -> wakes.one(request.place("guest"))))))
                        .as(described(Operation.json("What a guest that sleeps and wakes does", "name", "state"))),
                Route.post(GUEST, this::wake)
                        .as(Operation.json(
                                        "Wakes a guest: starts it and waits, in the background, until one of its"
                                                + " addresses answers; its GET tells when, and where to go then",
                                        "name",
                                        "state")
                                .status(202)
                                .problems(404, 409)),
                Route.post(GUEST + "/links", this::link)
                        .as(Operation.json("Makes a link that wakes a guest and opens nothing else", "path", "expires")
                                .field("hours", Type.INTEGER, "how long it holds; else the rule's linkLife")
                                .status(201)
                                .problems(400, 404, 409, 415)),
                Route.post(GUEST + "/revoke", this::revoke)
                        .as(described(Operation.json("Withdraws all links of a guest", "revoked"))),
                Route.get(MAINTENANCE, request -> Reply.json(maintained()))
                        .as(Operation.json("Whether maintenance holds waking and sleeping", "on")),
                Route.post(MAINTENANCE, this::maintain)
                        .as(Operation.json("Begins or ends maintenance", "on")
                                .needs("on", Type.BOOLEAN, "true begins, false ends it")
                                .field("reason", Type.STRING, "for people")
                                .problems(400, 415)));
    }

    private static Operation described(Operation operation) {
        return operation.problems(404);
    }

    private interface Asked<T> {
        T get() throws WakeRefused;
    }

    private static <T> T asked(Asked<T> what) {
        try {
            return what.get();
        } catch (WakeRefused e) {
            throw switch (e.kind()) {
                case UNKNOWN -> Refused.notFound(e.getMessage());
                case LINK -> Refused.forbidden(e.getMessage());
                case OFTEN -> new Refused(429, "Too often", e.getMessage(), List.of());
                case HELD, KEY -> Refused.conflict(e.getMessage());
            };
        }
    }

    private Map<String, Object> all() {
        return Map.of("wake", wakes.all().stream().map(WakeApi::facts).toList());
    }

    private static Map<String, Object> facts(WakeView view) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", view.rule().name());
        facts.put("cluster", view.rule().cluster());
        facts.put("vmid", view.rule().config().vmid());
        facts.put("guest", view.guest());
        facts.put("state", view.state().word());
        facts.put("since", view.since());
        facts.put("words", view.words());
        view.forward().ifPresent(to -> facts.put("forward", to));
        return facts;
    }

    private Reply wake(Request request) {
        String by = request.caller().name();
        return new Reply.Json(202, facts(asked(() -> wakes.wake(request.place("guest"), by))));
    }

    private Reply link(Request request) {
        Body body = Body.of(request, json, Set.of("hours"));
        WakeView view = asked(() -> wakes.one(request.place("guest")));
        Duration life = body.number("hours", 1, LONGEST_HOURS)
                .map(Duration::ofHours)
                .orElse(view.rule().config().linkLife());
        String name = view.rule().name();
        WakeLinks.Link link =
                asked(() -> wakes.link(name, life, request.caller().name()));
        return new Reply.Json(201, Map.of("path", "/w/" + name + "/" + link.token(), "expires", link.expires()));
    }

    private Reply revoke(Request request) {
        return Reply.json(Map.of("revoked", asked(() -> wakes.revoke(request.place("guest")))));
    }

    private Map<String, Object> maintained() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("on", maintenance.now().isPresent());
        maintenance.now().ifPresent(since -> {
            facts.put("since", since.at());
            facts.put("by", since.by());
            facts.put("reason", since.reason());
        });
        return facts;
    }

    private Reply maintain(Request request) {
        Body body = Body.of(request, json, Set.of("on", "reason"));
        if (!body.has("on")) {
            throw Refused.bad("'on' is missing: true begins maintenance, false ends it.");
        }
        if (body.flag("on")) {
            maintenance.begin(request.caller().name(), body.text("reason").orElse(""));
        } else {
            maintenance.end();
        }
        return Reply.json(maintained());
    }
}
