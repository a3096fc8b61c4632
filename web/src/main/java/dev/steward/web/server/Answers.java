package dev.steward.web.server;

import dev.steward.web.http.Caller;
import dev.steward.web.http.Reply;
import dev.steward.web.live.Channels;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Gives answers the way HTTP wants them. */
final class Answers {

    private static final String GIVEN = "steward.given";

    private final Templates templates;
    private final Function<Object, String> json;
    private final Channels channels;
    private final Cookies cookies;

    /**
     * Gives answers.
     *
     * @param json data as text
     * @param cookies what browsers are known by
     */
    Answers(Templates templates, Function<Object, String> json, Channels channels, Cookies cookies) {
        this.templates = templates;
        this.json = json;
        this.channels = channels;
        this.cookies = cookies;
    }

    /** Whether a request was answered already: a status of 404 alone does not tell. */
    static boolean given(Context context) {
        return context.attribute(GIVEN) != null;
    }

    void give(Reply reply, Context context, Caller caller) {
        context.attribute(GIVEN, true);
        if (reply instanceof Reply.Page page) {
            context.status(page.status()).contentType("text/html; charset=utf-8");
            context.result(templates.render(page, context.path(), caller, open(context, caller)));
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
            see.session().ifPresent(value -> context.cookie(cookies.session(Arrivals.of(context), value)));
            context.redirect(see.to(), HttpStatus.SEE_OTHER);
        } else if (reply instanceof Reply.Away away) {
            context.cookie(cookies.trip(Arrivals.of(context), away.state()));
            context.redirect(away.to(), HttpStatus.FOUND);
        } else if (reply instanceof Reply.Entered entered) {
            context.cookie(cookies.trip(Arrivals.of(context), ""));
            context.cookie(cookies.session(Arrivals.of(context), entered.session()));
            context.header("Refresh", "0; url=" + entered.to());
            context.contentType("text/html; charset=utf-8");
            context.result(templates.render(entered(entered.to()), context.path(), caller, true));
        } else if (reply instanceof Reply.Stream && context.method() == HandlerType.HEAD) {
            context.contentType("text/event-stream");
        } else if (reply instanceof Reply.Stream stream) {
            channels.open(context.res(), stream.source()).ifPresent(gone -> context.future(() -> gone));
        }
    }

    private static Reply.Page entered(String to) {
        return new Reply.Page(200, "entered", "Signed in", to, true);
    }

    /** Whether what stands around a page may tell of this house. */
    private static boolean open(Context context, Caller caller) {
        return caller.known() || Arrivals.of(context).near();
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
