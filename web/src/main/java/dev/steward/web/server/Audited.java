package dev.steward.web.server;

import dev.steward.runner.store.account.Audit;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in the audit what was changed through pages and the API. What was sent is not kept: it may hold secrets, and what
 * came of it is in the history of runs, exceptions and power.
 */
final class Audited {

    private static final Logger LOG = LoggerFactory.getLogger(Audited.class);

    /** A POST that only reads, other programs' news, a sign-in; and accounts and tokens, which tell of themselves with before and after. */
    private static final Set<Route.Access> LEFT_OUT = Set.of(
            Route.Access.READ,
            Route.Access.HOOK,
            Route.Access.AGENT,
            Route.Access.SIGN_IN,
            Route.Access.SIGN_OUT,
            Route.Access.SELF,
            Route.Access.ADMIN);

    private final Audit audit;

    Audited(Audit audit) {
        this.audit = audit;
    }

    /** After a request was answered without a refusal. */
    void note(Route route, Request request) {
        if (request.verb() == Verb.GET || LEFT_OUT.contains(route.access())) {
            return;
        }
        String what = request.verb() + " " + route.path();
        try {
            audit.note(new Audit.Change(
                    request.caller().name(),
                    request.api() ? "api" : "page",
                    what,
                    String.join(", ", request.places().values()),
                    "",
                    ""));
        } catch (RuntimeException e) {
            // it was done: to answer that it failed would be worse
            LOG.error(
                    "The audit could not be kept of {} by {}",
                    what,
                    request.caller().name(),
                    e);
        }
    }
}
