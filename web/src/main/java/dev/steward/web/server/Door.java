package dev.steward.web.server;

import dev.steward.web.http.Caller;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Sender;
import dev.steward.web.http.Verb;
import dev.steward.web.security.Guard;
import dev.steward.web.security.Hosts;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Lets a request in: checks it, asks the route's handler and hands the answer to {@link Answers}. */
final class Door {

    private static final int LONGEST_BODY = 1 << 20;

    private final Guard guard;
    private final Hosts hosts;
    private final Problems problems;
    private final Answers answers;
    private final Audited audited;
    private final Arrivals arrivals;
    private final Cookies cookies;

    /**
     * Who asks for what.
     *
     * @param guard whether they may
     * @param hosts whether they ask for this server
     * @param arrivals where they come from
     * @param cookies what they are known by
     */
    record Asking(Guard guard, Hosts hosts, Arrivals arrivals, Cookies cookies) {}

    Door(Asking asking, Problems problems, Answers answers, Audited audited) {
        this.guard = asking.guard();
        this.hosts = asking.hosts();
        this.arrivals = asking.arrivals();
        this.cookies = asking.cookies();
        this.problems = problems;
        this.answers = answers;
        this.audited = audited;
    }

    /** Before everything, also for paths that do not exist. */
    void headers(Context context) {
        Headers.ALL.forEach(context::header);
        arrivals.arrive(context);
    }

    void pass(Route route, Context context) {
        Caller caller = Caller.NOBODY;
        Reply reply;
        try {
            checkOrigin(route.verb(), context);
            // a hook's token is not one of ours, and opens nothing else
            caller = route.access() == Route.Access.HOOK ? Caller.NOBODY : caller(context);
            Request request = request(route.verb(), context, caller);
            guard.check(route, request);
            String before = audited.before(route, request);
            reply = route.handler().handle(request);
            audited.note(route, request, before, reply);
        } catch (Exception failure) {
            reply = strange(failure, caller, context)
                    ? Reply.see("/sign-in?next=" + URLEncoder.encode(asked(context), StandardCharsets.UTF_8))
                    : problems.tell(
                            failure,
                            what(context),
                            Problems.Form.of(context.method().name(), context.path()));
        }
        answers.give(reply, context, caller);
    }

    /** Whether somebody opened a page from another machine who is to sign in first; what scripts ask for is only refused. */
    private static boolean strange(Exception failure, Caller caller, Context context) {
        String mode = context.header("Sec-Fetch-Mode");
        return failure instanceof Refused refused
                && refused.status() == 401
                && caller.kind() == Caller.Kind.NOBODY
                && context.header("Authorization") == null
                && context.method() == HandlerType.GET
                && !context.path().startsWith("/api/")
                && (mode == null || mode.equals("navigate"))
                && !Arrivals.of(context).near();
    }

    private static String asked(Context context) {
        return context.path() + (context.queryString() == null ? "" : "?" + context.queryString());
    }

    /** For what no route answers. */
    void nowhere(Context context) {
        if (Answers.given(context)) {
            return;
        }
        fail(nowhere(context.statusCode(), context), context);
    }

    private static Refused nowhere(int status, Context context) {
        return status == 405
                ? new Refused(405, "Not that way", "This address does not take " + context.method() + ".", List.of())
                : Refused.notFound("There is nothing at " + context.path() + ".");
    }

    private static Refused refused(HttpResponseException known, Context context) {
        int status = known.getStatus();
        return status == 404 || status == 405
                ? nowhere(status, context)
                : new Refused(status, "Not understood", "The request cannot be read.", List.of());
    }

    void fail(Throwable failure, Context context) {
        Caller caller = Caller.NOBODY;
        Throwable why = failure instanceof HttpResponseException known ? refused(known, context) : failure;
        try {
            arrivals.check(context);
            hosts.check(Arrivals.of(context));
            caller = caller(context);
        } catch (Refused refused) {
            why = refused;
        }
        answers.give(
                problems.tell(
                        why, what(context), Problems.Form.of(context.method().name(), context.path())),
                context,
                caller);
    }

    private void checkOrigin(Verb verb, Context context) {
        Sender sender = Arrivals.of(context);
        arrivals.check(context);
        hosts.check(sender);
        if (verb != Verb.GET) {
            hosts.checkOrigin(context.header("Origin"), context.header("Sec-Fetch-Site"), sender);
        }
    }

    private Caller caller(Context context) {
        return guard.caller(context.header("Authorization"), context.cookie(cookies.session(Arrivals.of(context))));
    }

    private Request request(Verb verb, Context context, Caller caller) {
        String body = verb.sends() ? body(context.req()) : "";
        return new Request(
                verb,
                context.path(),
                Map.copyOf(context.pathParamMap()),
                Params.parse(context.queryString()),
                body,
                context::header,
                caller,
                Arrivals.of(context));
    }

    private static String body(HttpServletRequest request) {
        byte[] bytes = sent(request);
        if (bytes.length > LONGEST_BODY) {
            throw new Refused(413, "Too long", "At most 1 MiB may be sent.", List.of());
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** As much of a body as is looked at; one that breaks off or is put in no chunks that HTTP knows is its sender's. */
    private static byte[] sent(HttpServletRequest request) {
        try {
            return request.getInputStream().readNBytes(LONGEST_BODY + 1);
        } catch (IOException e) {
            throw Refused.bad("The body of the request broke off before its end; send the whole of it again.");
        }
    }

    private static String what(Context context) {
        return context.method() + " " + context.path();
    }
}
