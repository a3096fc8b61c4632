package dev.steward.web.server;

import dev.steward.web.http.Caller;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.security.Guard;
import dev.steward.web.security.Hosts;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
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

    Door(Guard guard, Hosts hosts, Problems problems, Answers answers, Audited audited) {
        this.guard = guard;
        this.hosts = hosts;
        this.problems = problems;
        this.answers = answers;
        this.audited = audited;
    }

    /** Before everything, also for paths that do not exist. */
    void headers(Context context) {
        Headers.ALL.forEach(context::header);
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
            reply = problems.tell(
                    failure, what(context), Problems.Form.of(context.method().name(), context.path()));
        }
        answers.give(reply, context, caller);
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
            hosts.check(context.header("Host"));
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
        String host = context.header("Host");
        hosts.check(host);
        if (verb != Verb.GET) {
            hosts.checkOrigin(context.header("Origin"), context.header("Sec-Fetch-Site"), host);
        }
    }

    private Caller caller(Context context) {
        return guard.caller(context.header("Authorization"), context.cookie(answers.cookie()));
    }

    private Request request(Verb verb, Context context, Caller caller) throws IOException {
        String body = verb.sends() ? body(context.req()) : "";
        return new Request(
                verb,
                context.path(),
                Map.copyOf(context.pathParamMap()),
                Params.parse(context.queryString()),
                body,
                context::header,
                caller);
    }

    private static String body(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(LONGEST_BODY + 1);
        if (bytes.length > LONGEST_BODY) {
            throw new Refused(413, "Too long", "At most 1 MiB may be sent.", List.of());
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String what(Context context) {
        return context.method() + " " + context.path();
    }
}
