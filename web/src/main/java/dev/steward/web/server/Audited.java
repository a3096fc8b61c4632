package dev.steward.web.server;

import dev.steward.runner.app.audit.States;
import dev.steward.runner.store.account.Audit;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in the audit what was changed through pages and the API, from what to what. What was sent is not kept: it may hold
 * secrets, and what came of it is in the history of runs, exceptions and power.
 */
final class Audited {

    private static final Logger LOG = LoggerFactory.getLogger(Audited.class);

    /**
     * A POST that only reads, other programs' news, a sign-in; and accounts and tokens, which tell of themselves with before
     * and after.
     */
    private static final Set<Route.Access> LEFT_OUT = Set.of(
            Route.Access.READ,
            Route.Access.HOOK,
            Route.Access.AGENT,
            Route.Access.SIGN_IN,
            Route.Access.SIGN_OUT,
            Route.Access.SELF,
            Route.Access.ADMIN);

    /** Fields of answers that name what was made; none of them ever holds a secret. */
    private static final List<String> NAMES = List.of("at", "id", "run", "sent", "summary");

    private final Audit audit;
    private final States states;

    Audited(Audit audit, States states) {
        this.audit = audit;
        this.states = states;
    }

    /** How what a request is about stands before it is answered; empty: it has no states. */
    String before(Route route, Request request) {
        return kept(route, request) ? state(route, request) : "";
    }

    private static boolean kept(Route route, Request request) {
        return request.verb() != Verb.GET && !LEFT_OUT.contains(route.access());
    }

    private String state(Route route, Request request) {
        if (route.path().contains("/power/")) {
            return states.of("power", "");
        } else if (route.path().endsWith("/maintenance")) {
            return states.of("maintenance", "");
        }
        return request.places().entrySet().stream()
                .map(place -> states.of(place.getKey(), place.getValue()))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /**
     * After a request was answered without a refusal.
     *
     * @param before how it stood
     * @param reply says what was made, where nothing else does
     */
    void note(Route route, Request request, String before, Reply reply) {
        if (!kept(route, request)) {
            return;
        }
        String what = request.verb() + " " + route.path();
        try {
            String now = state(route, request);
            audit.note(new Audit.Change(
                    request.caller().name(),
                    request.api() ? "api" : "page",
                    request.sender().did(what),
                    String.join(", ", request.places().values()),
                    before,
                    now.isEmpty() || now.equals(before) ? made(reply, now) : now));
        } catch (RuntimeException e) {
            // it was done: to answer that it failed would be worse
            LOG.error(
                    "The audit could not be kept of {} by {}",
                    what,
                    request.caller().name(),
                    e);
        }
    }

    /** What a request made, as its answer names it. */
    private static String made(Reply reply, String otherwise) {
        if (reply instanceof Reply.See see && see.to().startsWith("/")) {
            return otherwise.isEmpty() ? see.to() : otherwise;
        } else if (reply instanceof Reply.Json json && json.data() instanceof Map<?, ?> facts) {
            Optional<String> first = NAMES.stream()
                    .filter(name -> facts.get(name) != null)
                    .map(name -> name.equals("at") || name.equals("summary")
                            ? String.valueOf(facts.get(name))
                            : name + " " + facts.get(name))
                    .findFirst();
            return first.map(made -> otherwise.isEmpty() ? made : otherwise + ", " + made)
                    .orElse(otherwise);
        }
        return otherwise;
    }
}
