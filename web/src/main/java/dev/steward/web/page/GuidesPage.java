package dev.steward.web.page;

import dev.steward.web.guide.Guide;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import java.util.List;
import java.util.Optional;

/** The guides: how monitoring, measurements, power and updates are set up, used, tested and switched off. */
public final class GuidesPage implements Page {

    /**
     * What the page shows.
     *
     * @param all of them
     * @param open the one that is read; empty: the list
     */
    public record View(List<Guide> all, Optional<Guide> open) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(
                        "/guides", request -> Reply.page("guides", "Guides", new View(Guide.all(), Optional.empty()))),
                Route.get("/guides/{guide}", GuidesPage::guide));
    }

    private static Reply guide(Request request) {
        String name = request.place("guide");
        Guide guide = Guide.of(name).orElseThrow(() -> Refused.notFound("There is no guide '" + name + "'."));
        return Reply.page("guides", guide.title(), new View(Guide.all(), Optional.of(guide)));
    }
}
