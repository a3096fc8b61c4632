package dev.steward.web.patch;

import dev.steward.runner.app.patch.PatchDesk;
import dev.steward.runner.store.patch.HostPatches;
import dev.steward.runner.store.patch.LedgerFilter;
import dev.steward.runner.store.patch.LedgerLine;
import dev.steward.runner.store.patch.OperationFilter;
import dev.steward.runner.store.patch.PendingPackage;
import dev.steward.web.format.Times;
import dev.steward.web.http.Params;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Optional;

/** Which package changed when and where; and one host with all that is known of its packages. */
public final class LedgerPage implements Page {

    private static final int MOST = 200;

    private final PatchDesk desk;
    private final PatchLines lines;

    /** The pages. */
    public LedgerPage(WebParts parts, Times times) {
        this.desk = parts.patches();
        this.lines = new PatchLines(desk, times);
    }

    /**
     * Changes of packages.
     *
     * @param host only there; empty text: everywhere
     * @param name the beginning of the package's name, or a pattern; empty text: all
     * @param older the address of what was before; empty text: nothing was
     */
    public record View(String host, String name, List<PatchLines.Change> changes, String older, List<String> hosts) {}

    /**
     * One host.
     *
     * @param waiting packages that are to be changed
     * @param work of late
     * @param changes of late
     */
    public record HostView(
            PatchLines.Host host,
            Optional<String> os,
            List<PendingPackage> waiting,
            List<PatchLines.Work> work,
            List<PatchLines.Change> changes) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/patches/ledger", request -> Reply.page("ledger", "Ledger of packages", view(request))),
                Route.get(
                        "/patches/hosts/{host}",
                        request -> Reply.page("patchhost", "Packages of " + request.place("host"), host(request))));
    }

    private View view(Request request) {
        Params query = request.query();
        Optional<String> host = query.first("host").filter(text -> !text.isBlank());
        Optional<String> name = query.first("package").filter(text -> !text.isBlank());
        LedgerFilter filter = new LedgerFilter(host, name, Optional.empty(), Optional.empty(), Optional.empty());
        List<LedgerLine> found =
                desk.parts().store().patches().ledger(filter, query.number("before", 1, Long.MAX_VALUE), MOST);
        return new View(
                host.orElse(""),
                name.orElse(""),
                lines.changes(found),
                found.size() < MOST ? "" : older(query, found.get(MOST - 1).id()),
                desk.reports().hosts().stream().map(HostPatches::host).toList());
    }

    private static String older(Params query, long before) {
        return "/patches/ledger" + query.with("before", Long.toString(before)).query();
    }

    private HostView host(Request request) {
        String name = request.place("host");
        HostPatches one = desk.reports()
                .known(name)
                .orElseThrow(() -> Refused.notFound("Nothing is known of a host '" + name + "'."));
        LedgerFilter its = new LedgerFilter(
                Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return new HostView(
                lines.host(one, desk.parts().time().now()),
                one.os().name(),
                desk.parts().store().patches().pending(name),
                lines.work(OperationFilter.ofHost(name)),
                lines.changes(desk.parts().store().patches().ledger(its, Optional.empty(), MOST)));
    }
}
