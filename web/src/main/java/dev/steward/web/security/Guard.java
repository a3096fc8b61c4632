package dev.steward.web.security;

import dev.steward.runner.account.Role;
import dev.steward.runner.secret.TokenText;
import dev.steward.web.http.Caller;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import java.util.Optional;

/** Who a caller is and whether it may. Reading is open to everyone on this machine, and to nobody unknown from another. */
public final class Guard {

    private final TokenNames tokens;
    private final Sessions sessions;

    /** A guard. */
    public Guard(TokenNames tokens, Sessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    /**
     * Who sends a request.
     *
     * @param authorization the header; may be null
     * @param cookie the session's; may be null
     * @throws Refused 401 for a token that opens nothing: it would be silently nobody else
     */
    public Caller caller(String authorization, String cookie) {
        if (authorization != null) {
            return Bearer.of(Optional.of(authorization))
                    .map(TokenText::hash)
                    .flatMap(tokens::caller)
                    .orElseThrow(() -> Refused.unknown("That token is not valid, or no longer. Send 'Authorization:"
                            + " Bearer' with one that 'steward token create' printed."));
        }
        return cookie == null ? Caller.NOBODY : sessions.find(cookie).orElse(Caller.NOBODY);
    }

    /**
     * Whether a request may pass.
     *
     * @throws Refused 401 or 403
     */
    public void check(Route route, Request request) {
        checkNear(route, request);
        if (route.access() == Route.Access.POWER || route.access() == Route.Access.REHEARSE) {
            checkPower(route, request);
            return;
        }
        checkScope(route, request);
        if (route.access() == Route.Access.SELF) {
            checkSelf(request);
            return;
        }
        boolean agent = request.caller().kind() == Caller.Kind.AGENT;
        if (agent && route.access() != Route.Access.AGENT && route.access() != Route.Access.OWN) {
            throw Refused.forbidden("This token tells of one node, and opens nothing else.");
        }
        if (route.access() == Route.Access.PRIVATE) {
            checkPrivate(request.caller());
        }
        if (route.access() == Route.Access.AGENT && !agent) {
            throw request.caller().known()
                    ? Refused.forbidden("Only an agent's token tells of a node; 'steward token create' makes one.")
                    : Refused.unknown("Telling of a node needs 'Authorization: Bearer' with an agent's token.");
        }
        boolean open = route.access() == Route.Access.SIGN_IN
                || route.access() == Route.Access.HOOK
                || route.access() == Route.Access.READ;
        if (route.access() == Route.Access.ADMIN || request.verb() != Verb.GET && !open && !agent) {
            checkChange(request, needed(route));
        }
    }

    /** Nobody's name is asked on this machine; in a network everybody may be somebody else. */
    private static void checkNear(Route route, Request request) {
        boolean open = route.access() == Route.Access.SIGN_IN
                || route.access() == Route.Access.HOOK
                || route.access() == Route.Access.AGENT;
        if (!open
                && request.caller().kind() == Caller.Kind.NOBODY
                && request.sender().elsewhere().isPresent()) {
            throw Refused.unknown(
                    request.api()
                            ? "From another machine this needs 'Authorization: Bearer' with a token."
                            : "From another machine this needs a sign-in.");
        }
    }

    private static Role needed(Route route) {
        return switch (route.access()) {
            case ADMIN, POWER -> Role.ADMIN;
            case SIGN_OUT, SELF -> Role.VIEWER;
            default -> Role.OPERATOR;
        };
    }

    private static void checkPrivate(Caller caller) {
        if (!caller.known()) {
            throw Refused.unknown(
                    "This shows what root reads on a host, so it needs a sign-in, or 'Authorization: Bearer'"
                            + " with a token.");
        }
        checkRole(caller, Role.OPERATOR);
    }

    private static void checkRole(Caller caller, Role needed) {
        if (!caller.may(needed)) {
            throw Refused.forbidden("This needs the role " + needed.word() + ", and " + caller.name() + " is "
                    + caller.role().word() + "; an admin gives another with 'steward user role'.");
        }
    }

    /** What a person keeps of their own is not for a script that holds one of their tokens. */
    private static void checkSelf(Request request) {
        if (request.caller().kind() == Caller.Kind.BEARER && !request.caller().may(Role.ADMIN)) {
            throw Refused.forbidden("Only who is signed in, or a token of scope admin, keeps tokens.");
        }
        checkChange(request, Role.VIEWER);
    }

    /** A token of scope power reads what everyone on this machine does; no change but power is open to it. */
    private static void checkScope(Route route, Request request) {
        if (request.caller().kind() == Caller.Kind.METRICS && route.access() != Route.Access.METRICS) {
            throw Refused.forbidden("This token reads metrics, and opens nothing else.");
        }
        boolean power = request.caller().kind() == Caller.Kind.POWER;
        boolean closed = route.access() == Route.Access.PRIVATE
                || route.access() == Route.Access.SELF
                || route.access() == Route.Access.ADMIN;
        boolean reads = request.verb() == Verb.GET && !closed
                || route.access() == Route.Access.READ
                || route.access() == Route.Access.HOOK;
        if (power && !reads) {
            throw Refused.forbidden("This token steers power protection, and opens nothing else.");
        }
    }

    /** No other scope implies power: an automation that may begin runs must not be able to switch the house off. */
    private static void checkPower(Route route, Request request) {
        switch (request.caller().kind()) {
            case POWER -> {}
            case SESSION -> checkChange(request, needed(route));
            case NOBODY ->
                throw Refused.unknown(
                        request.api()
                                ? "Steering power needs 'Authorization: Bearer' with a token of scope power;"
                                        + " 'steward token create NAME --scope power' makes one."
                                : "Steering power needs a sign-in.");
            case AGENT -> throw Refused.forbidden("This token tells of one node, and opens nothing else.");
            case METRICS -> throw Refused.forbidden("This token reads metrics, and opens nothing else.");
            case BEARER -> {
                checkRole(request.caller(), Role.OPERATOR);
                if (route.access() == Route.Access.POWER) {
                    throw Refused.forbidden("No other token implies power, the admin's neither: use one of scope power;"
                            + " 'steward token create NAME --scope power' makes one.");
                }
            }
        }
    }

    private static void checkChange(Request request, Role needed) {
        if (!request.caller().known()) {
            String what = request.verb() == Verb.GET ? "Looking at this" : "Changing something";
            throw Refused.unknown(
                    request.api() ? what + " needs 'Authorization: Bearer' with a token." : what + " needs a sign-in.");
        }
        checkRole(request.caller(), needed);
        if (request.verb() != Verb.GET && request.caller().kind() == Caller.Kind.SESSION && !carries(request)) {
            throw Refused.forbidden("The form is older than this sign-in; load the page again.");
        }
    }

    private static boolean carries(Request request) {
        String form = request.header("Content-Type")
                .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                .map(type -> Params.parse(request.body()).first("csrf").orElse(""))
                .orElse("");
        String said = request.header("X-Csrf-Token").orElse(form);
        return TokenText.same(said, request.caller().csrf());
    }
}
