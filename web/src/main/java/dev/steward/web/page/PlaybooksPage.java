package dev.steward.web.page;

import dev.steward.web.format.Times;
import dev.steward.web.git.GitBox;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Optional;

/** The playbooks of the folder. */
public final class PlaybooksPage implements Page {

    private final WebParts parts;
    private final RunRows rows;

    PlaybooksPage(WebParts parts, RunRows rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /**
     * The folder and what is in it.
     *
     * @param trouble why it cannot be read
     * @param git the repository it comes from; empty: none
     */
    public record View(String folder, Optional<String> trouble, List<Line> playbooks, Optional<GitBox> git) {}

    /**
     * A playbook.
     *
     * @param file its name in the folder
     * @param name as it calls itself
     * @param plays how many it has
     * @param errors that keep it from running
     * @param last its last run
     * @param strip its last runs, oldest first
     */
    public record Line(String file, String name, int plays, int errors, Optional<RunRow> last, List<RunRow> strip) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(
                        "/playbooks",
                        request -> Reply.page(
                                "playbooks",
                                "Playbooks",
                                new View(
                                        parts.playbooks().folder().toString(),
                                        parts.playbooks().trouble(),
                                        new PlaybookLines(parts, rows).all(),
                                        git()))),
                Route.post("/git/sync", request -> {
                    parts.git().sync();
                    return Reply.see("/playbooks");
                }));
    }

    private Optional<GitBox> git() {
        return parts.git().status().map(status -> GitBox.of(status, new Times(parts.time(), parts.zone())));
    }
}
