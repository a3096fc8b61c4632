package dev.steward.web.admin;

import dev.steward.runner.app.ask.ServerAnswers;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.server.Draining;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import java.util.List;
import java.util.Map;

/** The servers that share the history, as JSON. */
public final class ServersApi {

    private final Store store;
    private final Drains drains;

    /** On a store. */
    public ServersApi(Store store) {
        this.store = store;
        this.drains = new Drains(store);
    }

    /**
     * The ways in.
     *
     * @param root where the API is
     */
    public List<Route> routes(String root) {
        String all = root + "/servers";
        String one = all + "/{server}";
        return List.of(
                Route.get(all, request -> Reply.json(Map.of("servers", ServerAnswers.all(store.servers()))))
                        .as(Operation.json("The servers that share the history, those that live first", "servers")),
                Route.admin(Verb.POST, one + "/drain", request -> told(drains.ask(request, true)))
                        .as(described(
                                "A server, by name or id, begins no run and fires nothing from now on, for a restart;"
                                        + " what is at work there goes on")),
                Route.admin(Verb.POST, one + "/resume", request -> told(drains.ask(request, false)))
                        .as(described("A server that was drained begins runs again")));
    }

    private static Operation described(String summary) {
        return Operation.json(summary, "server", "draining", "runs", "message").problems(404, 409);
    }

    private static Reply told(Draining.Done done) {
        return Reply.json(Map.of(
                "server", done.name(), "draining", done.draining(), "runs", done.runs(), "message", done.words()));
    }
}
