package dev.steward.web.estate;

import dev.steward.runner.proxmox.detail.GraphSvg;
import dev.steward.runner.proxmox.detail.HostGraph;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estate.Seen;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which node carries which guest, as a picture, as text and as DOT. */
public final class GraphPage implements Page {

    private final EstateKit kit;

    /** The page. */
    public GraphPage(EstateKit kit) {
        this.kit = kit;
    }

    /**
     * What the page shows.
     *
     * @param clusters that may be shown alone
     * @param cluster the one that is; empty: all
     * @param svg the picture, escaped
     * @param text the same as a tree
     * @param query for the files
     */
    public record Whole(List<String> clusters, String cluster, String svg, String text, String query) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.get("/estate/graph", request -> Reply.page("graph", "Topology", view(request))));
    }

    private Whole view(Request request) {
        Estate shown = which(kit, request);
        String cluster = request.query().first("cluster").orElse("");
        return new Whole(
                kit.estates().names(),
                cluster,
                GraphSvg.of(shown),
                new HostGraph(shown).text(),
                cluster.isEmpty() ? "" : "?cluster=" + Links.segment(cluster));
    }

    /**
     * The estate, or the cluster that a request names.
     *
     * @throws Refused 400 where there is none of that name
     */
    public static Estate which(EstateKit kit, Request request) {
        Estate all = kit.known();
        Optional<String> name = request.query().first("cluster");
        if (name.isEmpty()) {
            return all;
        }
        Seen seen = all.clusters().get(name.get());
        if (seen == null) {
            throw Refused.bad("There is no cluster '" + name.get() + "'.");
        }
        return new Estate(Map.of(name.get(), seen));
    }
}
