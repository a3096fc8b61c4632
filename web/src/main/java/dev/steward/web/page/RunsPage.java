package dev.steward.web.page;

import dev.steward.runner.app.Filters;
import dev.steward.runner.app.RunRefused;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.runner.store.saved.SavedFilters;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.run.RunFilters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The history of runs, with what runs now on top. */
public final class RunsPage implements Page {

    private static final int ROWS = 50;
    private static final int NEWER = 100;
    private static final int SEVERAL = 200;
    private static final int LONGEST = 100;
    private static final int ADDRESS = 4_000;
    private static final String PATIENT = "patient";
    private static final List<String> OTHERS = List.of("before", "than", "room", PATIENT);

    /** A page that is not full by then says how far it looked; its script goes on from there. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(10);

    /** How long each later look lasts, and the only one where nothing goes on by itself. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final WebParts parts;
    private final RunRows rows;
    private final Times times;

    RunsPage(WebParts parts, RunRows rows, Times times) {
        this.times = times;
        this.parts = parts;
        this.rows = rows;
    }

    /**
     * What the page shows.
     *
     * @param running now, on the first page only
     * @param found the runs of this page
     * @param filters that hold
     * @param query the address's filters, without the page
     * @param newest the greatest number when the page was made, for the banner
     * @param choices what the form offers
     * @param saved the filters that who looks has kept
     */
    public record View(
            List<RunRow> running,
            Found found,
            List<Chip> filters,
            Params query,
            long newest,
            Choices choices,
            List<SavedFilters.Saved> saved) {

        /** Parameters beside the first of each name: the form's fields hold but one, and none may be lost. */
        public List<Params.Param> others() {
            Set<String> seen = new HashSet<>();
            return query.all().stream().filter(param -> !seen.add(param.name())).toList();
        }

        /** Whether filters hold of which the person may make a name. */
        public boolean savable() {
            return !query.all().isEmpty();
        }

        /** The value of a field of the form. */
        public String value(String name) {
            return query.first(name).orElse("");
        }
    }

    /**
     * What a look found.
     *
     * @param runs in their order
     * @param filtered whether filters hold
     * @param links to where it goes on
     */
    public record Found(List<RunRow> runs, boolean filtered, Links links) {}

    /** A filter that holds: its words and the addresses without it and with its opposite. */
    public record Chip(String words, String without, String opposite, boolean not) {}

    /**
     * Addresses of the first and the next page; empty where there is none.
     *
     * @param back until when it looked, where its patience ended before the page was full
     * @param further where a script asks for what an unfinished look has not seen; empty where it is finished
     */
    public record Links(
            Optional<String> first, Optional<String> older, Optional<When> back, String newer, String further) {}

    /** What the form offers. */
    public record Choices(List<String> statuses, List<String> playbooks) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/runs", this::page),
                Route.post("/runs/saved", this::save),
                Route.post("/runs/saved/forget", this::forget),
                Route.get("/runs/cancel", this::several),
                Route.post("/runs/cancel", this::cancel),
                Route.get("/parts/running", request -> Reply.part("running", rows.running())),
                Route.get("/parts/older", this::older),
                Route.get("/parts/newer", this::newer));
    }

    private Reply page(Request request) {
        Found found = look(request, ROWS);
        Params query = kept(request.query());
        View view = new View(
                found.links().first().isEmpty() ? rows.running() : List.of(),
                found,
                chips(query),
                query,
                newest(),
                new Choices(
                        Arrays.stream(RunStatus.values()).map(RunStatus::word).toList(), playbooks()),
                request.caller().known()
                        ? parts.store().savedFilters().of(request.caller().name())
                        : List.of());
        return Reply.page("runs", "Runs", view);
    }

    /** What an unfinished look has not seen: as many runs as the page still has room for. */
    private Reply older(Request request) {
        return Reply.part(
                "runsolder",
                look(
                        request,
                        request.query()
                                .number("room", 1, ROWS)
                                .orElse((long) ROWS)
                                .intValue()));
    }

    private Found look(Request request, int room) {
        RunFilter filter = RunFilters.of(request.query(), OTHERS, parts);
        Params query = kept(request.query());
        Optional<Long> before = request.query().number("before", 1, Long.MAX_VALUE);
        Duration patience = request.query().first(PATIENT).isPresent() ? PATIENCE : FIRST_LOOK;
        RunQueries.Found found = parts.store().queries().look(filter, before, room, patience);
        return new Found(rows.of(found.runs()), !query.all().isEmpty(), links(query, before, found));
    }

    private Links links(Params query, Optional<Long> before, RunQueries.Found found) {
        Optional<Params> next = found.next().map(id -> query.with("before", Long.toString(id)));
        Optional<Params> on = found.back().isEmpty() ? Optional.empty() : next.map(older -> older.with(PATIENT, "yes"));
        return new Links(
                before.map(b -> "/runs" + query.query()),
                on.or(() -> next).map(older -> "/runs" + older.query()),
                found.back().map(times::when),
                query.query(),
                on.map(older -> "/parts/older" + older.query()).orElse(""));
    }

    private Reply save(Request request) {
        String name = request.form().first("name").orElseThrow(() -> Refused.bad("Give the filter a name."));
        if (name.length() > LONGEST) {
            throw Refused.bad("A filter's name has at most " + LONGEST + " letters.");
        }
        Params said = Params.parse(request.form().exact("query").replaceFirst("^\\?", ""));
        RunFilters.of(said, OTHERS, parts);
        String query = kept(said).query();
        if (query.isEmpty() || query.length() > ADDRESS) {
            throw Refused.bad(
                    query.isEmpty()
                            ? "No filter holds: there is nothing to save."
                            : "This filter is too long to save.");
        }
        if (!parts.store().savedFilters().keep(request.caller().name(), new SavedFilters.Saved(name, query))) {
            throw Refused.conflict("You keep " + SavedFilters.MOST + " filters already: forget one of them first.");
        }
        return Reply.see("/runs" + query);
    }

    private Reply forget(Request request) {
        String name = request.form().first("name").orElseThrow(() -> Refused.bad("Which filter? 'name' is missing."));
        if (!parts.store().savedFilters().forget(request.caller().name(), name)) {
            throw Refused.notFound("You keep no filter '" + name + "'.");
        }
        return Reply.see("/runs");
    }

    /** What of a filter runs or waits, to be cancelled at once. */
    public record CancelView(List<RunRow> runs, List<Chip> filters, boolean more) {}

    private Reply several(Request request) {
        RunFilter filter = RunFilters.of(request.query(), OTHERS, parts)
                .and(RunFilter.Field.STATUS, RunStatus.RUNNING.word(), RunStatus.QUEUED.word());
        RunQueries.Found found = parts.store().queries().look(filter, Optional.empty(), SEVERAL, PATIENCE);
        CancelView view = new CancelView(
                rows.of(found.runs()),
                chips(kept(request.query())),
                found.next().isPresent());
        return Reply.page("runscancel", "Cancel runs", view);
    }

    /** Those that ended meanwhile need no cancelling. */
    private Reply cancel(Request request) {
        List<String> ids = request.form().values("run");
        if (ids.isEmpty()) {
            throw Refused.bad("Tick the runs that shall be cancelled.");
        }
        List<String> refused = new ArrayList<>();
        for (String id : ids) {
            Params one = new Params(List.of(new Params.Param("run", id)));
            long run = one.number("run", 1, Long.MAX_VALUE).orElseThrow();
            try {
                parts.runs().cancel(run, request.caller().name(), false);
            } catch (RunRefused e) {
                refused.add("Run " + run + ": " + e.getMessage());
            }
        }
        if (!refused.isEmpty()) {
            throw new Refused(403, "Refused", "Some runs were not cancelled; the others were.", refused);
        }
        return Reply.see("/runs");
    }

    private List<String> playbooks() {
        return parts.playbooks().names().stream()
                .map(name -> name.replaceFirst("\\.groovy$", ""))
                .toList();
    }

    private long newest() {
        return parts.store().queries().page(RunFilter.ALL, Optional.empty(), 1).stream()
                .findFirst()
                .map(Run::id)
                .orElse(0L);
    }

    /** How many runs of the same filter came since; the banner never moves rows by itself. */
    private Reply newer(Request request) {
        long than = request.query().number("than", 0, Long.MAX_VALUE).orElse(0L);
        RunFilter filter = RunFilters.of(request.query(), OTHERS, parts);
        int count = parts.store().queries().newer(filter, than, NEWER);
        return Reply.json(Map.of("count", count));
    }

    private static Params kept(Params query) {
        return new Params(query.all().stream()
                .filter(param -> !param.value().isBlank() && Filters.named(param.name()))
                .toList());
    }

    private static List<Chip> chips(Params query) {
        List<Chip> chips = new ArrayList<>();
        for (Params.Param param : query.all()) {
            boolean not = param.value().startsWith("!");
            String value = not ? param.value().substring(1) : param.value();
            List<Params.Param> others = new ArrayList<>(query.all());
            others.remove(param);
            Params rest = new Params(others);
            String words = param.name() + (not ? " is not " : " is ") + value.replace(",", " or ");
            String opposite = Filters.FIELDS.containsKey(param.name())
                    ? "/runs"
                            + rest.with(param.name(), not ? value : "!" + value).query()
                    : "";
            chips.add(new Chip(words, "/runs" + rest.query(), opposite, not));
        }
        return chips;
    }
}
