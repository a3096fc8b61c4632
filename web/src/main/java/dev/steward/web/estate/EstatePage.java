package dev.steward.web.estate;

import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.web.http.Params;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** All clusters, their nodes and guests, live. */
public final class EstatePage implements Page {

    /** More guests than this are shown page by page. */
    private static final int MOST = 500;

    private static final int CHANGES = 8;

    private final EstateKit kit;

    /** The page. */
    public EstatePage(EstateKit kit) {
        this.kit = kit;
    }

    /**
     * What the page shows.
     *
     * @param clusters with their nodes; none: none is configured
     * @param guests that fit, as many as a page holds
     * @param count how many there are
     * @param filter what holds
     * @param chips the filters that hold, each with the address without it
     * @param choices what the form offers
     * @param changes of late
     * @param part the address of the part that renews itself
     */
    public record View(
            List<ClusterLine> clusters,
            List<GuestLine> guests,
            Count count,
            GuestFilter filter,
            List<Chip> chips,
            Choices choices,
            List<Lately.Line> changes,
            String part) {}

    /** How many guests fit, of how many; and the page's place among them. */
    public record Count(int fit, int all, int from, String before, String after) {}

    /** A filter that holds. */
    public record Chip(String words, String without) {}

    /** What the form offers. */
    public record Choices(
            List<String> clusters, List<String> nodes, List<String> statuses, List<String> tags, List<String> pools) {}

    @Override
    public List<Route> routes() {
        EstateLive live = new EstateLive(kit);
        return List.of(
                Route.get("/estate", request -> Reply.page("estate", "Estate", view(request))),
                Route.get("/parts/estate", request -> Reply.part("estateparts", view(request))),
                Route.get("/estate/live", request -> new Reply.Stream(live::begin)));
    }

    private View view(Request request) {
        Estate estate = kit.known();
        GuestFilter filter = new GuestFilter(request.query());
        List<Guest> fit = filter.of(estate);
        int from =
                request.query().number("from", 0, Integer.MAX_VALUE).orElse(0L).intValue();
        int to = Math.min(fit.size(), from + MOST);
        List<GuestLine> shown = from >= to
                ? List.of()
                : fit.subList(from, to).stream()
                        .map(guest -> kit.line(estate.clusters().get(guest.cluster()), guest))
                        .toList();
        String query = filter.query().query();
        return new View(
                estate.clusters().values().stream().map(kit.lines()::cluster).toList(),
                shown,
                count(filter, fit.size(), estate.guests().size(), from),
                filter,
                chips(filter.query()),
                choices(estate),
                kit.lately().last(CHANGES),
                "/parts/estate" + query);
    }

    private static Count count(GuestFilter filter, int fit, int all, int from) {
        String before = from == 0 ? "" : at(filter, Math.max(0, from - MOST));
        return new Count(fit, all, from, before, from + MOST < fit ? at(filter, from + MOST) : "");
    }

    private static String at(GuestFilter filter, int from) {
        return "/estate" + filter.query().with("from", Integer.toString(from)).query() + "#guests";
    }

    private static List<Chip> chips(Params query) {
        List<Chip> chips = new ArrayList<>();
        for (Params.Param param : query.all()) {
            if (!param.name().equals("sort")) {
                boolean not = param.value().startsWith("!");
                String value = (not ? param.value().substring(1) : param.value()).replace(",", " or ");
                List<Params.Param> others = new ArrayList<>(query.all());
                others.remove(param);
                String name = param.name().equals("q") ? "text" : param.name();
                chips.add(new Chip(name + (not ? " is not " : " is ") + value, "/estate" + new Params(others).query()));
            }
        }
        return chips;
    }

    private static Choices choices(Estate estate) {
        return new Choices(
                List.copyOf(estate.clusters().keySet()),
                estate.nodes().stream().map(Node::name).sorted().distinct().toList(),
                words(estate, guest -> Stream.of(guest.word())),
                words(estate, guest -> guest.tags().stream()),
                words(estate, guest -> guest.pool().stream()));
    }

    private static List<String> words(Estate estate, Function<Guest, Stream<String>> words) {
        return estate.guests().stream().flatMap(words).sorted().distinct().toList();
    }
}
