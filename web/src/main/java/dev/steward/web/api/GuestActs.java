package dev.steward.web.api;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.follow.Follow;
import dev.steward.runner.follow.FollowException;
import dev.steward.runner.follow.Subject;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.act.Acting;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.proxmox.act.UpidWatcher;
import dev.steward.runner.proxmox.act.power.Goal;
import dev.steward.runner.proxmox.act.power.GuestPower;
import dev.steward.runner.proxmox.act.power.Reached;
import dev.steward.runner.proxmox.act.power.Wish;
import dev.steward.runner.proxmox.task.TaskEnd;
import dev.steward.web.http.Body;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Starts and stops guests, and answers when their nodes show it. */
final class GuestActs {

    private static final int LONGEST = 3600;

    private final Follow follow;
    private final ActingSource acting;
    private final EventJson json;

    GuestActs(Follow follow, ActingSource acting, EventJson json) {
        this.follow = follow;
        this.acting = acting;
        this.json = json;
    }

    List<Route> routes() {
        return List.of(
                route("start", Goal.STARTED, "Starts a guest"),
                route("restart", Goal.REBOOTED, "Reboots a guest that runs"),
                route("stop", Goal.STOPPED, "Stops a guest at once, as by pulling the plug"),
                route("shutdown", Goal.SHUTDOWN, "Shuts a guest down in good order"));
    }

    private Route route(String word, Goal goal, String summary) {
        Operation operation = Operation.json(
                        summary + "; answers when its node shows it, 409 where it is so already",
                        "guest",
                        "before",
                        "after",
                        "said",
                        "upids")
                .query("cluster", Type.STRING, "the configured name; where it is left out, all are looked in")
                .field("timeout", Type.INTEGER, "seconds it is given to follow, 1 to " + LONGEST)
                .field("force", Type.BOOLEAN, "whether one that does not follow in time is stopped hard")
                .problems(400, 404, 409, 500);
        return Route.post(Api.ROOT + "/guests/{guest}/" + word, request -> act(request, goal, operation))
                .as(operation);
    }

    private Reply act(Request request, Goal goal, Operation operation) throws InterruptedException {
        Body body = Body.of(request, json, operation.fields());
        Optional<Duration> timeout = body.number("timeout", 1, LONGEST).map(Duration::ofSeconds);
        Wish wish = new Wish(goal, timeout, body.flag("force"), false);
        Subject.OfGuest of = guest(request);
        Begun begun = new Begun();
        Reached reached = new GuestPower(new Acting(acting.of(of.cluster()), begun)).one(of.guest(), wish);
        return switch (reached.result()) {
            case CHANGED -> Reply.json(data(reached, begun));
            case ALREADY, LEFT -> throw Refused.conflict(reached.sentence() + ".");
            case FAILED ->
                throw new Refused(
                        500,
                        "It did not work there",
                        reached.sentence(),
                        begun.upids.stream().map(Upid::text).toList());
        };
    }

    private Subject.OfGuest guest(Request request) throws InterruptedException {
        String word = request.place("guest");
        try {
            if (follow.find(word, request.query().first("cluster")).subject() instanceof Subject.OfGuest guest) {
                return guest;
            }
        } catch (FollowException e) {
            throw FollowTrouble.refused(e);
        }
        throw Refused.notFound("'" + word + "' is a node, no guest.");
    }

    private static Map<String, Object> data(Reached reached, Begun begun) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("guest", reached.guest().id());
        data.put("result", reached.result().name().toLowerCase(Locale.ROOT));
        data.put("before", reached.before());
        data.put("after", reached.after());
        data.put("said", reached.sentence());
        data.put("upids", begun.upids.stream().map(Upid::text).toList());
        return data;
    }

    /** What was begun on the cluster. */
    private static final class Begun implements UpidWatcher {

        private final List<Upid> upids = new ArrayList<>();

        @Override
        public void started(String cluster, Upid upid, String action) {
            upids.add(upid);
        }

        @Override
        public void line(String cluster, Upid upid, String text) {
            // the answer comes at the end
        }

        @Override
        public void ended(String cluster, TaskEnd end) {
            // the guest itself is looked at
        }
    }
}
