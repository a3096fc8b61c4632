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

    /** What the address says: {@code span=day}; an hour where it says nothing. */
    static Spans of(Request request, String page) {
        return new Spans(of(request), page);
    }

    /**
     * The time a request asks for.
     *
     * @throws Refused 400 where there is none of that name
     */
    public static Span of(Request request) {
        String said = request.query().first("span").orElse("hour");
        return Arrays.stream(Span.values())
                .filter(span -> span.word().equals(said))
                .findFirst()
                .orElseThrow(() -> Refused.bad("'span' must be hour, day or week, not '" + said + "'."));
    }

    /** All there are. */
    public List<Span> all() {
        return List.of(Span.values());
    }

    /** The page with another one. */
    public String href(Span other) {
        return page + (other == Span.HOUR ? "" : "?span=" + other.word()) + "#used";
    }

    /** The part of the page that renews itself. */
    public String part() {
        return "/parts" + page + "?span=" + span.word();
    }
}
