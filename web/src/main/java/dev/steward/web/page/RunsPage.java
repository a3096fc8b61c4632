package dev.steward.web.page;

import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.Run;
import dev.steward.runner.store.RunFilter;
import dev.steward.web.http.Params;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.run.RunFilters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The history of runs, with what runs now on top. */
public final class RunsPage implements Page {

    private static final int ROWS = 50;
    private static final int NEWER = 100;

    private final WebParts parts;
    private final RunRows rows;

    RunsPage(WebParts parts, RunRows rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /**
     * What the page shows.
     *
     * @param running now, on the first page only
     * @param runs of this page
     * @param filters that hold
     * @param query the address's filters, without the page
     * @param links to other pages
     * @param newest the greatest number when the page was made, for the banner
     * @param choices what the form offers
     */
    public record View(
            List<RunRow> running,
            List<RunRow> runs,
            List<Chip> filters,
            Params query,
            Links links,
            long newest,
            Choices choices) {

        /** The value of a field of the form. */
        public String value(String name) {
            return query.first(name).orElse("");
        }
    }

    /** A filter that holds: its words and the addresses without it and with its opposite. */
    public record Chip(String words, String without, String opposite, boolean not) {}

    /** Addresses of the first and the next page; empty where there is none. */
    public record Links(Optional<String> first, Optional<String> older, String newer) {}

    /** What the form offers. */
    public record Choices(List<String> statuses, List<String> playbooks) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/runs", this::page),
                Route.get("/parts/running", request -> Reply.part("running", rows.running())),
                Route.get("/parts/newer", this::newer));
    }

    private Reply page(Request request) {
        Params query = kept(request.query());
        Optional<Long> before = request.query().number("before", 1, Long.MAX_VALUE);
        RunFilter filter = RunFilters.of(query, parts.zone());
        List<Run> found = parts.store().queries().page(filter, before, ROWS + 1);
        List<Run> shown = found.subList(0, Math.min(ROWS, found.size()));
        Optional<String> older = found.size() > ROWS
                ? Optional.of("/runs"
                        + query.with("before", Long.toString(shown.get(ROWS - 1).id()))
                                .query())
                : Optional.empty();
        Links links = new Links(before.map(b -> "/runs" + query.query()), older, query.query());
        View view = new View(
                before.isEmpty() ? rows.running() : List.of(),
                rows.of(shown),
                chips(query),
                query,
                links,
                newest(),
                new Choices(
                        Arrays.stream(RunStatus.values()).map(RunStatus::word).toList(), playbooks()));
        return Reply.page("runs", "Runs", view);
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
        RunFilter filter = RunFilters.of(kept(request.query()), parts.zone());
        long count = parts.store().queries().page(filter, Optional.empty(), NEWER).stream()
                .filter(run -> run.id() > than)
                .count();
        return Reply.json(Map.of("count", count));
    }

    private static Params kept(Params query) {
        List<Params.Param> kept = query.all().stream()
                .filter(param -> !param.value().isBlank())
                .filter(param -> RunFilters.FIELDS.containsKey(param.name())
                        || param.name().equals("from")
                        || param.name().equals("to"))
                .toList();
        return new Params(kept);
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
            String opposite = RunFilters.FIELDS.containsKey(param.name())
                    ? "/runs"
                            + rest.with(param.name(), not ? value : "!" + value).query()
                    : "";
            chips.add(new Chip(words, "/runs" + rest.query(), opposite, not));
        }
        return chips;
    }
}
