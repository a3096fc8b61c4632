package dev.steward.web.alert;

import dev.steward.runner.app.alert.AlertDesk;
import dev.steward.runner.store.alert.Alert;
import dev.steward.runner.store.alert.Silence;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Params;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.AlertParts;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Optional;

/** What is wrong now and was of late, what is silenced, and whether channels work. */
public final class AlertsPage implements Page {

    private static final int LATELY = 30;

    private final AlertParts alerts;
    private final AlertDesk desk;
    private final Times times;

    /** The page. */
    public AlertsPage(WebParts parts, Times times) {
        this.alerts = parts.alerts();
        this.desk = alerts.desk();
        this.times = times;
    }

    /**
     * What it shows.
     *
     * @param watching whether the clusters are watched
     * @param open what is wrong, the oldest first
     * @param over what was, the newest first
     * @param silences that hold
     * @param kinds what can be silenced
     * @param channels by which people are told
     * @param tested what channels said that were just tested
     */
    public record View(
            boolean watching,
            List<Line> open,
            List<Line> over,
            List<Hush> silences,
            List<String> kinds,
            List<String> channels,
            List<String> tested) {}

    /**
     * An alert.
     *
     * @param acked who knows of it, and what they said; empty: nobody
     * @param hushed why it is not told; empty: it is
     * @param over since when
     */
    public record Line(Alert alert, When raised, String acked, String hushed, Optional<When> over) {

        /** Whether it is shown as an error. */
        public boolean bad() {
            return alert.severity().equals("error");
        }
    }

    /** A silence. */
    public record Hush(Silence silence, When until) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/alerts", request -> page(List.of())),
                Route.post("/alerts/{alert}/ack", this::acknowledge),
                Route.post("/alerts/silences", this::silence),
                Route.post("/alerts/silences/{silence}/end", this::end),
                Route.post("/alerts/test", this::test));
    }

    private Reply page(List<String> tested) {
        List<Line> over = desk.last(LATELY).stream()
                .filter(one -> one.alert().cleared().isPresent())
                .map(this::line)
                .toList();
        List<Hush> silences = desk.silences().stream()
                .map(one -> new Hush(one, times.when(one.until())))
                .toList();
        View view = new View(
                desk.watching(),
                desk.open().stream().map(this::line).toList(),
                over,
                silences,
                AlertDesk.kinds(),
                alerts.channels().names(),
                tested);
        return Reply.page("alerts", "Alerts", view);
    }

    private Line line(AlertDesk.Listed one) {
        Alert alert = one.alert();
        String acked = alert.acked()
                .map(ack -> ack.by() + (ack.why().isEmpty() ? "" : ": " + ack.why()))
                .orElse("");
        String hushed = one.silence().map(Silence::reason).orElse("");
        return new Line(
                alert,
                times.when(alert.raised()),
                acked,
                hushed,
                alert.cleared().map(end -> times.when(end.at())));
    }

    private Reply acknowledge(Request request) {
        String why = request.form().first("why").orElse("");
        AlertParts.asked(
                () -> desk.acknowledge(request.number("alert"), request.caller().name(), why));
        return Reply.see("/alerts");
    }

    private Reply silence(Request request) {
        Params form = request.form();
        AlertDesk.Wish wish = new AlertDesk.Wish(
                form.first("kind").orElse(""),
                form.first("subject").orElse(""),
                form.first("for").orElse(""),
                form.first("why").orElse(""));
        AlertParts.asked(() -> desk.silence(wish, request.caller().name()));
        return Reply.see("/alerts");
    }

    private Reply end(Request request) {
        AlertParts.asked(
                () -> desk.end(request.number("silence"), request.caller().name()));
        return Reply.see("/alerts");
    }

    private Reply test(Request request) {
        Optional<String> channel = request.form().first("channel").filter(name -> !name.isEmpty());
        return page(alerts.test(request.caller().name(), channel));
    }
}
