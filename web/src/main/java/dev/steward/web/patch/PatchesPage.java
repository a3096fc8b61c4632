package dev.steward.web.patch;

import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.app.patch.WishReader;
import dev.steward.runner.store.patch.OperationFilter;
import dev.steward.web.format.Times;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Asked;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How up to date hosts and guests are, what is left out, what was done; looks for updates, applies them, takes guests back. */
public final class PatchesPage implements Page {

    private final PatchDesk desk;
    private final PatchLines lines;

    /** The page. */
    public PatchesPage(WebParts parts, Times times) {
        this.desk = parts.patches();
        this.lines = new PatchLines(desk, times);
    }

    /**
     * What the page shows.
     *
     * @param hosts whoever waits for something first
     * @param sums of all
     * @param holds packages that stay as they are
     * @param work of late
     */
    public record View(
            List<PatchLines.Host> hosts, PatchSums sums, List<PatchLines.Hold> holds, List<PatchLines.Work> work) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/patches", request -> Reply.page("patches", "Patches", view())),
                Route.post("/patches", this::begin),
                Route.post("/patches/{host}/rollback", this::rollback));
    }

    private View view() {
        List<PatchLines.Host> hosts = lines.hosts();
        List<PatchLines.Host> sorted = hosts.stream()
                .sorted(Comparator.comparing(PatchLines.Host::overdue)
                        .thenComparing(host -> host.security().orElse(0))
                        .thenComparing(PatchLines.Host::open)
                        .thenComparing(host -> host.pending().orElse(-1))
                        .reversed()
                        .thenComparing(PatchLines.Host::name))
                .toList();
        return new View(sorted, PatchSums.of(hosts), lines.holds(), lines.work(OperationFilter.ALL));
    }

    private Reply begin(Request request) {
        Params form = request.form();
        List<String> targets = form.values("target");
        if (targets.isEmpty()) {
            throw Refused.bad("No host is chosen: mark at least one.");
        }
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("mode", form.first("mode").orElse("check"));
        wish.put("targets", targets);
        if (form.on("rollback")) {
            wish.put("rollback", true);
        }
        return run(Asked.of(() -> desk.begin(WishReader.of(wish, Asked.cause(request.caller()))))
                .run());
    }

    private Reply rollback(Request request) {
        String reason = request.form().first("reason").orElse("");
        return run(Asked.of(() -> desk.rollback(request.place("host"), reason, Asked.cause(request.caller())))
                .run());
    }

    private static Reply run(long run) {
        return Reply.see("/runs/" + run);
    }
}
