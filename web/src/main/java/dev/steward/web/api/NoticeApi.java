package dev.steward.web.api;

import dev.steward.runner.app.NoticeFacts;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Time;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What people were told, and the container images with newer versions, as JSON. */
final class NoticeApi {

    private static final long USUAL = 50;
    private static final long MOST = 500;
    private static final long DAYS = 30;
    private static final long MOST_DAYS = 3650;

    private final Store store;
    private final Time time;

    NoticeApi(Store store, Time time) {
        this.store = store;
        this.time = time;
    }

    List<Route> routes() {
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
}
