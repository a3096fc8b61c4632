package dev.steward.web.page;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.LogLine;
import dev.steward.web.format.LogLines;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.run.LogSearch;
import dev.steward.web.run.LogText;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole log of a run, in pieces: each line has an address, and the whole is searched on the server. */
public final class RunLogPage implements Page {

    private static final int CHUNK = 500;
    private static final int LINES = 1_000;
    private static final Pattern LINE = Pattern.compile("(\\d{1,18})(\\.\\d{1,9})?");

    private final RunQueries queries;
    private final RunHeads heads;
    private final LogLines lines;
    private final LogSearch search;

    RunLogPage(WebParts parts, RunHeads heads, LogLines lines) {
        this.queries = parts.store().queries();
        this.heads = heads;
        this.lines = lines;
        this.search = new LogSearch(queries, lines);
    }

    /**
     * A piece of the log.
     *
     * @param head of every page of the run
     * @param lines of this piece
     * @param wanted what is looked for
     * @param hits where it stands; none where nothing is looked for
     * @param links addresses
     * @param pieces where the others are
     */
    public record View(
            RunHead head,
            List<LogLine> lines,
            LogSearch.Wanted wanted,
            Optional<LogSearch.Hits> hits,
            Links links,
            Pieces pieces) {}

    /** Where the other pieces begin: after which event; below 0: there is none. */
    public record Pieces(long first, long last, long of, long before, long after) {}

    /**
     * Addresses that keep what is looked for.
     *
     * @param path of the log
     * @param kept query of the search, ending with what further parameters follow on
     */
    public record Links(String path, String kept) {

        static Links of(long run, LogSearch.Wanted wanted) {
            Params kept =
                    wanted.host().map(host -> Params.NONE.with("host", host)).orElse(Params.NONE);
            kept = wanted.text().isEmpty() ? kept : kept.with("q", wanted.text());
            kept = wanted.errors() ? kept.with("errors", "1") : kept;
            return new Links("/runs/" + run + "/log", kept.all().isEmpty() ? "?" : kept.query() + "&");
        }

        /** The piece after an event. */
        public String piece(long after) {
            return path + kept + "after=" + after;
        }

        /** The last piece. */
        public String end() {
            return path + kept + "end=1";
        }

        /** A line that was found. */
        public String hit(String line) {
            return path + kept + "at=" + line + "#e" + line;
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/runs/{run}/log", this::log), Route.get("/runs/{run}/log.txt", this::download));
    }

    private Reply log(Request request) {
        Run run = heads.known(request.number("run"));
        Params query = request.query();
        LogSearch.Wanted wanted =
                new LogSearch.Wanted(query.first("q").orElse(""), query.on("errors"), query.first("host"));
        Links links = Links.of(run.id(), wanted);
        Optional<String> at = query.first("at");
        Optional<Long> begin = at.map(RunLogPage::event)
                .or(() -> query.number("line", 1, Long.MAX_VALUE))
                .map(event -> queries.back(run.id(), event, CHUNK / 2, LINES / 2, wanted.host()))
                .or(() -> query.on("end") ? Optional.of(back(run, run.lastEvent(), wanted)) : Optional.empty())
                .or(() -> query.number("after", 0, Long.MAX_VALUE));
        if (wanted.any() && begin.isEmpty()) {
            Optional<String> first = search.first(run.id(), wanted);
            if (first.isPresent()) {
                return Reply.see(links.hit(first.get()));
            }
            return Reply.page("runlog", title(run), view(run, wanted, Optional.of(LogSearch.Hits.NONE), links, 0));
        }
        Optional<LogSearch.Hits> hits =
                wanted.any() ? Optional.of(search.around(run.id(), wanted, at.orElse(""))) : Optional.empty();
        return Reply.page("runlog", title(run), view(run, wanted, hits, links, begin.orElse(0L)));
    }

    /** Where the piece begins that ends with an event. */
    private long back(Run run, long last, LogSearch.Wanted wanted) {
        return queries.back(run.id(), last, CHUNK, LINES, wanted.host());
    }

    private static String title(Run run) {
        return "Log of run " + run.id();
    }

    private View view(Run run, LogSearch.Wanted wanted, Optional<LogSearch.Hits> hits, Links links, long after) {
        RunQueries.Piece piece = queries.piece(run.id(), after, CHUNK, LINES, wanted.host());
        List<NumberedEvent> events = piece.events();
        long last = events.isEmpty() ? after : events.get(events.size() - 1).number();
        boolean more = piece.more() && last < run.lastEvent();
        Pieces pieces = new Pieces(
                events.isEmpty() ? 0 : events.get(0).number(),
                events.isEmpty() ? 0 : last,
                run.lastEvent(),
                after == 0 ? -1 : back(run, after, wanted),
                more ? last : -1);
        List<LogLine> shown = LogSearch.marked(lines.of(events), wanted);
        return new View(heads.of(run, "log"), shown, wanted, hits, links, pieces);
    }

    private static long event(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw Refused.bad("'at' must be a line of the log as 12 or 12.3, not '" + line + "'.");
        }
        return Long.parseLong(matcher.group(1));
    }

    private Reply download(Request request) {
        Run run = heads.known(request.number("run"));
        return new Reply.Pieces("run-" + run.id() + ".log", new LogText(queries, lines).of(run.id()));
    }
}
