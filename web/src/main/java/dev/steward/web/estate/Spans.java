package dev.steward.web.estate;

import dev.steward.runner.proxmox.detail.Series.Span;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Request;
import java.util.Arrays;
import java.util.List;

/**
 * Which time a page's charts show.
 *
 * @param span that one
 * @param page the address of the page
 */
public record Spans(Span span, String page) {

    /** What the address of a page says: {@code span=month}; a day where it says nothing. */
    public static Spans of(Request request, String page) {
        return new Spans(ofPage(request), page);
    }

    /** The time a page is asked for. */
    static Span ofPage(Request request) {
        return request.query().first("span").isPresent() ? of(request) : Span.DAY;
    }

    /**
     * The time a request asks for; an hour where it does not say.
     *
     * @throws Refused 400 where there is none of that name
     */
    public static Span of(Request request) {
        String said = request.query().first("span").orElse("hour");
        return Arrays.stream(Span.values())
                .filter(span -> span.word().equals(said))
                .findFirst()
                .orElseThrow(() -> Refused.bad("'span' must be hour, day, week or month, not '" + said + "'."));
    }

    /** All there are. */
    public List<Span> all() {
        return List.of(Span.values());
    }

    /** A time in words. */
    public static String words(Span span) {
        return switch (span) {
            case HOUR -> "1 hour";
            case DAY -> "24 hours";
            case WEEK -> "7 days";
            case MONTH -> "30 days";
        };
    }

    /** The page with another one. */
    public String href(Span other) {
        return page + (other == Span.DAY ? "" : "?span=" + other.word()) + "#used";
    }

    /** The part of the page that renews itself. */
    public String part() {
        return "/parts" + page + "?span=" + span.word();
    }

    /** The charts of the page as data. */
    public String used() {
        return "/parts" + page + "/used?span=" + span.word();
    }
}
