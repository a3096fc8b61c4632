package dev.steward.web.patch;

import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.patch.RollLook;
import dev.steward.runner.roll.BlastRadius;
import dev.steward.runner.roll.EvacuationPreview;
import dev.steward.runner.roll.GuestMove;
import dev.steward.runner.roll.NodeRoll;
import dev.steward.runner.roll.Way;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Asked;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Rolling updates of nodes: which are open, how far one would reach, and what would become of each guest. */
public final class RollsPage implements Page {

    private final PatchDesk desk;
    private final Times times;

    /** The page. */
    public RollsPage(WebParts parts, Times times) {
        this.desk = parts.patches();
        this.times = times;
    }

    /**
     * What the page shows.
     *
     * @param clusters by name, with their nodes
     * @param open nodes that a roll has in its hands
     * @param preview of one cluster; empty: none was asked for
     */
    public record View(Map<String, List<String>> clusters, List<Open> open, Optional<Preview> preview) {}

    /** A node that a roll has in its hands. */
    public record Open(String cluster, String node, String stage, When since, String left, List<String> overridden) {}

    /** How far a roll would reach. */
    public record Preview(String cluster, String summary, boolean quorum, List<Leaving> nodes) {}

    /** What becomes of the guests of a node. */
    public record Leaving(String node, String summary, boolean possible, List<Move> guests, List<String> rooms) {}

    /** What becomes of a guest. */
    public record Move(String guest, String way, String to, String reason, boolean refused) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/patches/rolls", request -> page(Optional.empty())),
                Route.get("/patches/rolls/{cluster}", request -> page(Optional.of(preview(request)))));
    }

    private Reply page(Optional<Preview> preview) {
        RollLook rolls = desk.rolls();
        List<Open> open = rolls.open().stream().map(this::open).toList();
        return Reply.page("rolls", "Rolling updates", new View(rolls.clusters(), open, preview));
    }

    private Open open(NodeRoll roll) {
        return new Open(
                roll.cluster(),
                roll.node(),
                roll.stage().name().toLowerCase(Locale.ROOT),
                times.when(roll.began().at()),
                RollLook.byHand(roll).orElse(""),
                roll.notes().overrides());
    }

    private Preview preview(Request request) {
        String cluster = request.place("cluster");
        List<String> nodes = request.query().values("node");
        BlastRadius radius = Asked.of(() -> desk.rolls().radius(cluster, nodes));
        boolean quorum = radius.votes() == 0 || radius.quorate();
        return new Preview(
                cluster,
                radius.words(),
                quorum,
                radius.previews().stream().map(RollsPage::leaving).toList());
    }

    private static Leaving leaving(EvacuationPreview preview) {
        return new Leaving(
                preview.node(),
                preview.summary(),
                preview.refused().isEmpty(),
                preview.guests().stream().map(RollsPage::move).toList(),
                preview.rooms());
    }

    private static Move move(GuestMove move) {
        return new Move(
                move.guest().words(), move.way().word(), move.to().orElse(""), move.reason(), move.way() == Way.REFUSE);
    }
}
