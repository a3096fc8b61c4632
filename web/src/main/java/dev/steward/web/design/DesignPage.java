package dev.steward.web.design;

import dev.steward.runner.event.RunStatus;
import dev.steward.runner.event.Status;
import dev.steward.web.format.Times;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Route;
import dev.steward.web.http.Verb;
import dev.steward.web.page.Chrome;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every component in every state, by the templates of the real pages; for admins alone. */
public final class DesignPage implements Page {

    private final WebParts parts;
    private final Times times;

    /** The page. */
    public DesignPage(WebParts parts, Times times) {
        this.parts = parts;
        this.times = times;
    }

    /**
     * What the page shows. Nothing of it is real.
     *
     * @param words of status, as runs and tasks have them
     * @param states of nodes, guests, UPSes and jobs
     * @param colours names of the stylesheet
     * @param runs rows, heads, matrix, lines
     * @param estate clusters, nodes, guests, charts
     * @param power banners, budgets, an outage
     * @param house playbooks, packages, tokens
     */
    public record View(
            List<String> words,
            List<String> states,
            List<String> colours,
            RunSpecimens runs,
            EstateSpecimens estate,
            PowerSpecimens power,
            HouseSpecimens house) {

        /** Around specimens: somebody may do everything, and nothing is done, for no form carries what the server asks for. */
        public Chrome around(Chrome real) {
            Chrome.Who anybody = new Chrome.Who(true, true, true, "anybody", "admin", "");
            return new Chrome(
                    real.title(),
                    real.menu(),
                    real.path(),
                    anybody,
                    real.assets(),
                    real.version(),
                    real.banner(),
                    Optional.empty());
        }
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.admin(Verb.GET, "/design", request -> Reply.page("design", "Design", view())));
    }

    private View view() {
        RunSpecimens runs = new RunSpecimens(times, parts.time().now());
        return new View(
                words(),
                List.of(
                        "online",
                        "running",
                        "ok",
                        "offline",
                        "failed",
                        "maintenance",
                        "paused",
                        "stopped",
                        "template",
                        "unknown"),
                Palette.names(),
                runs,
                new EstateSpecimens(times, parts.time().now(), parts.zone()),
                new PowerSpecimens(times, parts.time().now()),
                new HouseSpecimens(times, parts.time().now(), runs.rows()));
    }

    private static List<String> words() {
        return Stream.of(
                        Stream.of(Status.values()).map(Status::word),
                        Stream.of(RunStatus.values()).map(RunStatus::word),
                        Stream.of("ignored", ""))
                .flatMap(word -> word)
                .distinct()
                .toList();
    }
}
