package dev.steward.web.admin;

import dev.steward.runner.app.audit.States;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.account.Audit;
import dev.steward.runner.store.server.Draining;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Request;

/** Servers that an admin lets begin nothing new, or begin again, by page or API; kept in the audit. */
final class Drains {

    private final Store store;
    private final Draining draining;

    Drains(Store store) {
        this.store = store;
        this.draining = new Draining(store.servers());
    }

    /**
     * What a request asks of the server that its path names, by name or id.
     *
     * @throws Refused 404 where there is none at work, 409 where several are called so
     */
    Draining.Done ask(Request request, boolean drain) {
        String named = request.place("server");
        String before = States.server(store, named);
        try {
            Draining.Done done = draining.ask(named, drain);
            store.audit()
                    .note(new Audit.Change(
                            request.caller().name(),
                            request.api() ? "api" : "page",
                            request.sender().did(drain ? "servers drain" : "servers undo"),
                            done.name(),
                            before,
                            States.server(store, named)));
            return done;
        } catch (Draining.Unclear e) {
            throw e.several() ? Refused.conflict(e.getMessage()) : Refused.notFound(e.getMessage());
        }
    }
}
