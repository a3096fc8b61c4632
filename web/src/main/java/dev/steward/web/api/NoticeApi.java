package dev.steward.web.api;

import dev.steward.runner.app.NoticeFacts;
import dev.steward.runner.app.alert.AlertDesk;
import dev.steward.runner.app.alert.AlertFacts;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.AlertParts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What people were told, what is wrong and what people say of it, and container images with newer versions, as JSON. */
final class NoticeApi {

    private static final String ALERTS = Api.ROOT + "/alerts";
    private static final String SILENCES = Api.ROOT + "/silences";
    private static final long USUAL = 50;
    private static final long MOST = 500;
    private static final long DAYS = 30;
    private static final long MOST_DAYS = 3650;

    private final Store store;
    private final Time time;
    private final AlertParts alerts;
    private final AlertDesk desk;
    private final EventJson json;

    NoticeApi(Store store, AlertParts alerts, Time time) {
        this.store = store;
        this.time = time;
        this.alerts = alerts;
        this.desk = alerts.desk();
        this.json = store.json();
    }

    List<Route> routes() {
        return Stream.of(told(), wrong(), hushed()).flatMap(List::stream).toList();
    }

    private List<Route> told() {
        String count = "1 to " + MOST + "; " + USUAL + " where it is left out";
        return List.of(
                Route.get(Api.ROOT + "/notices", this::notices)
                        .as(Operation.json("What people were told, newest first, and whether it arrived", "notices")
                                .query("count", Type.INTEGER, count)
                                .problems(400)),
                Route.get(Api.ROOT + "/images", this::images)
                        .as(Operation.json(
                                        "Container images with newer versions, newest first; of each image, tag and host"
                                                + " the last one seen",
                                        "images")
                                .query("days", Type.INTEGER, "seen within; " + DAYS + " where it is left out")
                                .query("count", Type.INTEGER, count)
                                .problems(400)));
    }

    private List<Route> wrong() {
        return List.of(
                Route.get(ALERTS, this::list)
                        .as(Operation.json("What is wrong that is watched, the oldest first", "watching", "alerts")
                                .query("all", Type.BOOLEAN, "true: also what is over, the newest first")
                                .query("count", Type.INTEGER, "with all, at most, 1 to " + MOST)
                                .problems(400)),
                Route.post(ALERTS + "/{alert}/ack", this::acknowledge)
                        .as(Operation.json(
                                        "Says that somebody knows of an alert: nobody is reminded of it", "id", "state")
                                .field("reason", Type.STRING, "for people")
                                .problems(400, 404, 415)));
    }

    private List<Route> hushed() {
        return List.of(
                Route.get(
                                SILENCES,
                                request -> Reply.json(Map.of(
                                        "silences",
                                        desk.silences().stream()
                                                .map(one -> AlertFacts.of(one, desk.now()))
                                                .toList())))
                        .as(Operation.json("The silences that hold", "silences")),
                Route.post(SILENCES, this::silence)
                        .as(Operation.json(
                                        "Tells nobody of a kind of trouble for a while; what is still so afterwards is told then",
                                        "id",
                                        "until")
                                .status(201)
                                .needs("kind", Type.STRING, "one of " + String.join(", ", AlertDesk.kinds()))
                                .field(
                                        "subject",
                                        Type.STRING,
                                        "as node/pve1, home/storage/*, schedule/nightly or ups/rack; everything where it is left out")
                                .needs("for", Type.STRING, "as 30m, 8h or 7d")
                                .needs("reason", Type.STRING, "for people")
                                .problems(400, 415)),
                Route.post(SILENCES + "/{silence}/end", this::end)
                        .as(Operation.json("Ends a silence before its time", "id", "holds")
                                .problems(400, 404)),
                Route.post(Api.ROOT + "/notices/test", this::test)
                        .as(Operation.json("Sends a notice to see whether it arrives", "sent")
                                .field("channel", Type.STRING, "the only one; all where it is left out")
                                .problems(400, 415, 422)));
    }

    private Reply notices(Request request) {
        return Reply.json(Map.of(
                "notices",
                store.outbox().last(count(request)).stream()
                        .map(NoticeFacts::of)
                        .toList()));
    }

    private Reply images(Request request) {
        Duration days =
                Duration.ofDays(request.query().number("days", 1, MOST_DAYS).orElse(DAYS));
        return Reply.json(Map.of(
                "images",
                store.images().since(time.now().minus(days), count(request)).stream()
                        .map(NoticeFacts::of)
                        .toList()));
    }

    private static int count(Request request) {
        return request.query().number("count", 1, MOST).orElse(USUAL).intValue();
    }

    private Reply list(Request request) {
        boolean all = request.query().on("all")
                || request.query().first("all").filter("true"::equals).isPresent();
        int count = request.query().number("count", 1, MOST).orElse(USUAL).intValue();
        List<AlertDesk.Listed> shown = all ? desk.last(count) : desk.open();
        return Reply.json(Map.of(
                "watching",
                desk.watching(),
                "alerts",
                shown.stream().map(AlertFacts::of).toList()));
    }

    private Reply acknowledge(Request request) {
        String reason = Body.of(request, json, Set.of("reason")).text("reason").orElse("");
        long id = request.number("alert");
        return Reply.json(AlertFacts.of(desk.listed(
                AlertParts.asked(() -> desk.acknowledge(id, request.caller().name(), reason)))));
    }

    private Reply silence(Request request) {
        Body body = Body.of(request, json, Set.of("kind", "subject", "for", "reason"));
        AlertDesk.Wish wish = new AlertDesk.Wish(
                body.text("kind").orElse(""),
                body.text("subject").orElse(""),
                body.text("for").orElse(""),
                body.text("reason").orElse(""));
        return new Reply.Json(
                201,
                AlertFacts.of(
                        AlertParts.asked(
                                () -> desk.silence(wish, request.caller().name())),
                        desk.now()));
    }

    private Reply end(Request request) {
        long id = request.number("silence");
        return Reply.json(AlertFacts.of(
                AlertParts.asked(() -> desk.end(id, request.caller().name())), desk.now()));
    }

    private Reply test(Request request) {
        Optional<String> channel = Body.of(request, json, Set.of("channel")).text("channel");
        return Reply.json(Map.of("sent", alerts.test(request.caller().name(), channel)));
    }
}
