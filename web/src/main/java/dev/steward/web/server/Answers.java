package dev.steward.web.server;

import dev.steward.web.http.Caller;
import dev.steward.web.http.Reply;
import dev.steward.web.live.Channels;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gives answers the way HTTP wants them. */
final class Answers {

    /** Ends the name of the cookie of who is away to sign in with another server. */
    static final String TRIP = "_trip";

    private static final String GIVEN = "steward.given";

    private final Templates templates;
    private final Function<Object, String> json;
    private final Channels channels;
    private final Supplier<String> cookie;

    /**
     * Gives answers.
     *
     * @param json data as text
     * @param cookie the name of the session's cookie; it holds the port, since cookies know none
     */
    Answers(Templates templates, Function<Object, String> json, Channels channels, Supplier<String> cookie) {
        this.templates = templates;
        this.json = json;
        this.channels = channels;
        this.cookie = cookie;
    }

    String cookie() {
        return cookie.get();
    }

    /** Whether a request was answered already: a status of 404 alone does not tell. */
    static boolean given(Context context) {
        return context.attribute(GIVEN) != null;
    }

    void give(Reply reply, Context context, Caller caller) {
        context.attribute(GIVEN, true);
        if (reply instanceof Reply.Page page) {
            context.status(page.status()).contentType("text/html; charset=utf-8");
            context.result(templates.render(page, context.path(), caller));
        } else if (reply instanceof Reply.Json data) {
            String type = data.status() >= 400 ? "application/problem+json" : "application/json";
            context.status(data.status()).contentType(type);
            // a text would go out as ISO-8859-1: Jetty knows no default charset for problem+json (RFC 8259, 8.1: UTF-8)
            context.result(json.apply(data.data()).getBytes(StandardCharsets.UTF_8));
        } else if (reply instanceof Reply.Text text) {
            text.name().ifPresent(name -> download(context, name));
            context.contentType(text.type()).result(text.text());
        } else if (reply instanceof Reply.Pieces pieces) {
            download(context, pieces.name());
            context.contentType("text/plain; charset=utf-8");
            if (context.method() != HandlerType.HEAD) {
                write(pieces, context);
            }
        } else if (reply instanceof Reply.See see) {
            see.session().ifPresent(value -> remember(context, value));
            context.redirect(see.to(), HttpStatus.SEE_OTHER);
        } else if (reply instanceof Reply.Away away) {
            trip(context, away.state());
            context.redirect(away.to(), HttpStatus.FOUND);
        } else if (reply instanceof Reply.Entered entered) {
            trip(context, "");
            remember(context, entered.session());
            context.header("Refresh", "0; url=" + entered.to());
            context.contentType("text/html; charset=utf-8");
            context.result(templates.render(entered(entered.to()), context.path(), caller));
        } else if (reply instanceof Reply.Stream && context.method() == HandlerType.HEAD) {
            context.contentType("text/event-stream");
        } else if (reply instanceof Reply.Stream stream) {
            channels.open(context.res(), stream.source()).ifPresent(gone -> context.future(() -> gone));
        }
    }

    private static Reply.Page entered(String to) {
        return new Reply.Page(200, "entered", "Signed in", to, true);
    }

    /* Lax, not strict: it comes back led by another server. */
    private void trip(Context context, String state) {
        Cookie trip = new Cookie(cookie.get() + TRIP, state);
        trip.setPath("/sign-in/oidc");
        trip.setHttpOnly(true);
        trip.setSameSite(SameSite.LAX);
        trip.setMaxAge(state.isEmpty() ? 0 : -1);
        context.cookie(trip);
    }

    private void remember(Context context, String value) {
        Cookie session = new Cookie(cookie.get(), value);
        session.setPath("/");
        session.setHttpOnly(true);
        session.setSameSite(SameSite.STRICT);
        session.setMaxAge(value.isEmpty() ? 0 : -1);
        context.cookie(session);
    }

    private static void download(Context context, String name) {
        context.header("Content-Disposition", "attachment; filename=\"" + name.replaceAll("[^\\w.-]", "_") + '"');
    }

    private static void write(Reply.Pieces pieces, Context context) {
        try (Writer out = new OutputStreamWriter(context.outputStream(), StandardCharsets.UTF_8)) {
            pieces.pieces().to(out);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
