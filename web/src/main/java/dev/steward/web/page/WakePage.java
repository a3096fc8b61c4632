package dev.steward.web.page;

import dev.steward.runner.wake.Maintenance;
import dev.steward.runner.wake.WakeLinks;
import dev.steward.runner.wake.WakeRefused;
import dev.steward.runner.wake.WakeState;
import dev.steward.runner.wake.WakeView;
import dev.steward.runner.wake.Wakes;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Guests that sleep and wake, for who steers them; and the page behind a link that wakes one, for who visits it. */
public final class WakePage implements Page {

    private static final long LONGEST_DAYS = 3650;

    private final Wakes wakes;
    private final Maintenance maintenance;
    private final Times times;

    WakePage(WebParts parts, Times times) {
        this.wakes = parts.wakes();
        this.maintenance = parts.maintenance();
        this.times = times;
    }

    /**
     * All of them.
     *
     * @param maintenance since when, by whom and why; empty: it is off
     * @param fresh a link that was just made
     */
    public record View(List<Line> lines, Optional<Maintenance.Since> maintenance, Optional<Fresh> fresh) {}

    /** One of them, and how many links of it hold. */
    public record Line(WakeView wake, When since, int links) {}

    /** A link that was just made; it is shown this once. */
    public record Fresh(String name, String path, When expires) {}

    /**
     * What a visitor sees.
     *
     * @param held why nothing is woken now; empty: it may be
     */
    public record Visit(WakeView wake, Optional<String> held) {

        /** Whether something is under way, and the page looks again by itself. */
        public boolean moving() {
            return wake.state() == WakeState.WAKING || wake.state() == WakeState.STOPPING;
        }

        /** Whether a wish can be made. */
        public boolean open() {
            return held.isEmpty() && !moving();
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/wake", request -> page(Optional.empty())),
                Route.post("/wake/{name}/now", this::now),
                Route.post("/wake/{name}/links", this::link),
                Route.post("/wake/{name}/revoke", this::revoke),
                Route.post("/maintenance", this::maintain),
                Route.get("/w/{name}/{token}", this::visit),
                Route.hook("/w/{name}/{token}", this::visitorWakes));
    }

    private Reply page(Optional<Fresh> fresh) {
        List<Line> lines = new ArrayList<>();
        for (WakeView view : wakes.all()) {
            lines.add(new Line(view, times.when(view.since()), wakes.links(view.rule())));
        }
        return Reply.page("wake", "Sleep and wake", new View(lines, maintenance.now(), fresh));
    }

    private Reply now(Request request) {
        try {
            wakes.wake(request.place("name"), request.caller().name());
            return Reply.see("/wake");
        } catch (WakeRefused e) {
            throw refused(e);
        }
    }

    private Reply link(Request request) {
        long days = request.form().number("days", 1, LONGEST_DAYS).orElse(0L);
        try {
            WakeView view = wakes.one(request.place("name"));
            Duration life = days == 0 ? view.rule().config().linkLife() : Duration.ofDays(days);
            WakeLinks.Link link =
                    wakes.link(view.rule().name(), life, request.caller().name());
            String path = path(view.rule().name(), link.token());
            return page(Optional.of(new Fresh(view.rule().name(), path, times.when(link.expires()))));
        } catch (WakeRefused e) {
            throw refused(e);
        }
    }

    /** Where a link leads. */
    public static String path(String name, String token) {
        return "/w/" + name + "/" + token;
    }

    private Reply revoke(Request request) {
        try {
            wakes.revoke(request.place("name"));
            return Reply.see("/wake");
        } catch (WakeRefused e) {
            throw refused(e);
        }
    }

    private Reply maintain(Request request) {
        if (request.form().on("on")) {
            maintenance.begin(
                    request.caller().name(), request.form().first("reason").orElse(""));
        } else {
            maintenance.end();
        }
        return Reply.see("/wake");
    }

    private Reply visit(Request request) {
        try {
            return visitor(wakes.visit(request.place("name"), request.place("token")));
        } catch (WakeRefused e) {
            throw refused(e);
        }
    }

    private Reply visitor(WakeView view) {
        return Reply.page("visit", view.rule().name(), new Visit(view, wakes.held()));
    }

    private Reply visitorWakes(Request request) {
        try {
            WakeView view = wakes.visitorWakes(request.place("name"), request.place("token"));
            return Reply.see(path(view.rule().name(), request.place("token")));
        } catch (WakeRefused e) {
            throw refused(e);
        }
    }

    /** A refusal as HTTP tells it. */
    public static Refused refused(WakeRefused e) {
        return switch (e.kind()) {
            case UNKNOWN -> Refused.notFound(e.getMessage());
            case LINK -> Refused.forbidden(e.getMessage());
            case OFTEN -> new Refused(429, "Too often", e.getMessage(), List.of());
            case HELD, KEY -> Refused.conflict(e.getMessage());
        };
    }
}
