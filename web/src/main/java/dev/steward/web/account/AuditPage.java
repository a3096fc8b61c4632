package dev.steward.web.account;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.store.account.Audit;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who changed what, from what to what; for admins alone. */
public final class AuditPage implements Page {

    private static final int MOST = 100;
    private static final String PATH = "/audit";

    private final Audit audit;
    private final EventJson json;
    private final Times times;
    private final ZoneId zone;

    /** The page. */
    public AuditPage(WebParts parts, Times times) {
        this.audit = parts.store().audit();
        this.json = parts.store().json();
        this.times = times;
        this.zone = parts.zone();
    }

    /**
     * Changes, the newest first.
     *
     * @param asked as it stands in the address: who, what, since and until
     * @param older the address of what was before; empty text: nothing was
     * @param query of the downloads: the same filters
     */
    public record View(List<Line> lines, Asked asked, String older, String query) {}

    /** The filters, as typed; an empty text is none. */
    public record Asked(String who, String what, String since, String until) {

        /** Whether one holds. */
        public boolean any() {
            return !(who + what + since + until).isEmpty();
        }
    }

    /** A change. */
    public record Line(When at, Audit.Change change) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.admin(Verb.GET, PATH, request -> Reply.page("audit", "Audit", view(request))),
                Route.admin(Verb.GET, PATH + "/audit.csv", this::csv),
                Route.admin(Verb.GET, PATH + "/audit.json", this::json));
    }

    private Reply csv(Request request) {
        Audit.Filter filter = filter(request);
        return new Reply.Pieces("audit.csv", out -> csv(filter, out));
    }

    private Reply json(Request request) {
        Audit.Filter filter = filter(request);
        return new Reply.Pieces("audit.json", out -> json(filter, out));
    }

    private View view(Request request) {
        Params query = request.query();
        long before = query.number("before", 1, Long.MAX_VALUE).orElse(0L);
        List<Audit.Row> rows = audit.find(filter(request), before, MOST);
        String older = rows.size() < MOST
                ? ""
                : PATH
                        + query.without("before")
                                .with("before", Long.toString(rows.get(MOST - 1).id()))
                                .query();
        Asked asked = new Asked(said(query, "who"), said(query, "what"), said(query, "since"), said(query, "until"));
        return new View(
                rows.stream()
                        .map(row -> new Line(times.when(row.at()), row.change()))
                        .toList(),
                asked,
                older,
                query.without("before").query());
    }

    private static String said(Params query, String name) {
        return query.first(name).orElse("").strip();
    }

    private Audit.Filter filter(Request request) {
        Params query = request.query();
        return new Audit.Filter(
                said(query, "who"),
                said(query, "what"),
                moment(said(query, "since"), 0),
                moment(said(query, "until"), 1));
    }

    /** A day, which is whole, or a moment. */
    private Optional<Instant> moment(String text, int days) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    text.length() == 10
                            ? LocalDate.parse(text)
                                    .plusDays(days)
                                    .atStartOfDay(zone)
                                    .toInstant()
                            : Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw Refused.bad("'" + text + "' is no day; expected one such as 2027-02-21.");
        }
    }

    @FunctionalInterface
    private interface Sink {

        void take(Audit.Row row) throws IOException;
    }

    /** Page by page, so that a long audit needs no memory. */
    private void each(Audit.Filter filter, Sink sink) throws IOException {
        long before = 0;
        List<Audit.Row> rows = audit.find(filter, before, MOST);
        while (!rows.isEmpty()) {
            for (Audit.Row row : rows) {
                sink.take(row);
            }
            before = rows.get(rows.size() - 1).id();
            rows = audit.find(filter, before, MOST);
        }
    }

    private void csv(Audit.Filter filter, Appendable out) throws IOException {
        out.append("at,who,way,what,of,from,to\r\n");
        each(filter, row -> out.append(Stream.of(
                                row.at().toString(),
                                row.change().who(),
                                row.change().way(),
                                row.change().what(),
                                row.change().target(),
                                row.change().before(),
                                row.change().after())
                        .map(AuditPage::cell)
                        .collect(Collectors.joining(",")))
                .append("\r\n"));
    }

    /** RFC 4180; a text that a spreadsheet would take for a formula begins with an apostrophe. */
    private static String cell(String text) {
        String safe = text.matches("(?s)[=+\\-@\\t\\r].*") ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }

    private void json(Audit.Filter filter, Appendable out) throws IOException {
        each(filter, row -> out.append(json.text(new Told(row.at().toString(), row.change())))
                .append("\n"));
    }

    /** A line of the JSON download. */
    public record Told(String at, Audit.Change change) {}
}
