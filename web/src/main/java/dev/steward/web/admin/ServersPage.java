package dev.steward.web.admin;

import dev.steward.runner.store.server.ServerRow;
import dev.steward.runner.store.server.ServerRow.State;
import dev.steward.runner.store.server.Servers;
import dev.steward.runner.time.Time;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Map;

/** The servers that share the history: who lives, since when, and with how many runs at work. */
public final class ServersPage implements Page {

    private static final String PATH = "/admin/servers";

    private final Servers servers;
    private final Drains drains;
    private final Times times;
    private final boolean shared;
    private final Time time;

    /** On these parts. */
    public ServersPage(WebParts parts, Times times) {
        this.servers = parts.store().servers();
        this.drains = new Drains(parts.store());
        this.times = times;
        this.time = parts.time();
        this.shared = parts.store().onServer();
    }

    /**
     * The page.
     *
     * @param shared false: the history is in a file, and there can be no other
     */
    public record View(List<Line> lines, boolean shared) {}

    /**
     * A server.
     *
     * @param here the one that shows this page
     * @param ago when it last beat, counted from now by the database's clock, or ended
     */
    public record Line(ServerRow row, State state, boolean here, long runs, When started, When ago) {

        /** The badge's tone. */
        public String tone() {
            return switch (state) {
                case AT_WORK -> "good";
                case DRAINING, SILENT -> "warn";
                case ENDED -> "";
            };
        }

        /** Whether it can be told to begin nothing new. */
        public boolean drainable() {
            return row.serves() && row.lives() && !row.draining();
        }

        /** Whether it is about to be restarted and nothing is in the way any more. */
        public boolean idle() {
            return row.lives() && row.draining() && runs == 0;
        }

        /** What stands before the word, for who does not see colours. */
        public String icon() {
            return switch (state) {
                case AT_WORK -> "●";
                case DRAINING -> "◐";
                case SILENT -> "?";
                case ENDED -> "○";
            };
        }
    }

    @Override
    public List<Route> routes() {
        String one = PATH + "/{server}";
        return List.of(
                Route.admin(Verb.GET, PATH, request -> Reply.page("servers", "Servers", view())),
                Route.admin(Verb.POST, one + "/drain", request -> changed(request, true)),
                Route.admin(Verb.POST, one + "/resume", request -> changed(request, false)));
    }

    private Reply changed(Request request, boolean draining) {
        drains.ask(request, draining);
        return Reply.see(PATH);
    }

    private View view() {
        Map<String, Long> runs = servers.runsAtWork();
        List<Line> lines = servers.all().stream()
                .filter(row -> row.serves() || row.lives())
                .map(row -> line(row, runs.getOrDefault(row.id(), 0L)))
                .toList();
        return new View(lines, shared);
    }

    private Line line(ServerRow row, long runs) {
        boolean here = row.id().equals(servers.me().id());
        return new Line(
                row,
                row.state(here),
                here,
                runs,
                times.when(row.startedAt()),
                times.when(row.endedAt().orElseGet(() -> time.now().minus(row.silence()))));
    }
}
