package dev.steward.web.account;

import dev.steward.runner.store.account.Audit;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Params;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;

/** Who changed what, from what to what; for admins alone. */
public final class AuditPage implements Page {

    private static final int MOST = 100;
    private static final String PATH = "/audit";

    private final Audit audit;
    private final Times times;

    /** The page. */
    public AuditPage(WebParts parts, Times times) {
        this.audit = parts.store().audit();
        this.times = times;
    }

    /**
     * Changes, the newest first.
     *
     * @param who only this one's; empty text: everyone's
     * @param older the address of what was before; empty text: nothing was
     */
    public record View(List<Line> lines, String who, String older) {}

    /** A change. */
    public record Line(When at, Audit.Change change) {}

    @Override
    public List<Route> routes() {
        return List.of(Route.admin(Verb.GET, PATH, request -> Reply.page("audit", "Audit", view(request))));
    }

    private View view(Request request) {
        Params query = request.query();
        String who = query.first("who").orElse("").strip();
        long before = query.number("before", 1, Long.MAX_VALUE).orElse(0L);
        List<Audit.Row> rows = audit.newest(before, who, MOST);
        String older = rows.size() < MOST
                ? ""
                : PATH
                        + query.with("before", Long.toString(rows.get(MOST - 1).id()))
                                .query();
        return new View(
                rows.stream()
                        .map(row -> new Line(times.when(row.at()), row.change()))
                        .toList(),
                who,
                older);
    }
}
