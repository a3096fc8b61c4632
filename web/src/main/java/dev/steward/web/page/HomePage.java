package dev.steward.web.page;

import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.ScheduleDesk;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.store.RunFilter;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.calendar.RunCalendar;
import dev.steward.web.estate.EstateKit;
import dev.steward.web.estate.HomeEstate;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import dev.steward.web.parts.Page;
import dev.steward.web.parts.WebParts;
import dev.steward.web.patch.PatchSums;
import dev.steward.web.power.HomePower;
import dev.steward.web.power.PowerKit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One glance: what runs, what runs next, what went wrong, how each playbook last ended. */
public final class HomePage implements Page {

    private static final int RECENT = 6;
    private static final Duration LATELY = Duration.ofDays(14);

    private final WebParts parts;
    private final RunRows rows;
    private final Times times;
    private final EstateKit kit;
    private final PowerKit power;
    private final RunCalendar calendar;

    HomePage(WebParts parts, RunRows rows, Times times, EstateKit kit, PowerKit power) {
        this.kit = kit;
        this.power = power;
        this.parts = parts;
        this.rows = rows;
        this.times = times;
        this.calendar = new RunCalendar(parts.store().queries(), parts.time(), parts.zone());
    }

    /**
     * What the page shows.
     *
     * @param verdict one sentence and whether it is good
     * @param power protection in short; empty: no UPS is configured
     * @param estate the Proxmox clusters in short
     * @param running now
     * @param next fires to come
     * @param failed of late
     * @param updates how many hosts wait for some
     * @param weeks a square for each day of the last 13
     * @param playbooks with their last results
     * @param told what people were told, and of which images
     * @param zone of absolute times
     */
    public record View(
            Verdict verdict,
            Optional<HomePower> power,
            HomeEstate estate,
            List<RunRow> running,
            List<Next> next,
            List<RunRow> failed,
            PatchSums updates,
            List<RunCalendar.Week> weeks,
            List<PlaybooksPage.Line> playbooks,
            Told told,
            String zone) {}

    /** Whether everything is all right, in a sentence. */
    public record Verdict(boolean good, String words) {}

    /** A fire to come: of which schedule, with which playbook. */
    public record Next(String schedule, String playbook, When when, String zone, Optional<String> mark) {}

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/", request -> Reply.page("home", "Home", view())), Route.get("/parts/home", this::part));
    }

    private Reply part(Request request) throws RunRefused {
        return Reply.part("homeparts", view());
    }

    private View view() throws RunRefused {
        RunQueries queries = parts.store().queries();
        RunFilter bad = new RunFilter(
                List.of(new RunFilter.Term(
                        RunFilter.Field.STATUS,
                        false,
                        List.of(
                                RunStatus.FAILED.word(),
                                RunStatus.LOST.word(),
                                RunStatus.MISSED.word(),
                                RunStatus.HELD.word()))),
                Optional.of(parts.time().now().minus(LATELY)),
                Optional.empty());
        List<RunRow> failed = rows.of(queries.page(bad, Optional.empty(), RECENT));
        List<PlaybooksPage.Line> playbooks = new PlaybookLines(parts, rows).all();
        HomeEstate estate = HomeEstate.of(kit);
        Optional<HomePower> shown = HomePower.of(power);
        return new View(
                verdict(playbooks, estate, shown),
                shown,
                estate,
                rows.running(),
                next(),
                failed,
                PatchSums.of(parts.patches(), times),
                calendar.weeks(),
                playbooks,
                Told.of(parts, times),
                times.zone());
    }

    private Verdict verdict(List<PlaybooksPage.Line> playbooks, HomeEstate estate, Optional<HomePower> power) {
        List<String> bad = playbooks.stream()
                .filter(line -> line.strip().stream()
                        .filter(run ->
                                !run.status().equals("running") && !run.status().equals("queued"))
                        .reduce((older, newer) -> newer)
                        .filter(run -> !run.status().equals("ok"))
                        .isPresent())
                .map(PlaybooksPage.Line::name)
                .toList();
        List<String> troubles = new ArrayList<>(power.map(HomePower::troubles).orElse(List.of()));
        troubles.addAll(estate.troubles());
        parts.git()
                .status()
                .filter(status -> !status.trouble().isEmpty())
                .ifPresent(status -> troubles.add(status.sentence()));
        if (!troubles.isEmpty()) {
            String first = troubles.get(0);
            troubles.set(0, first.substring(0, 1).toUpperCase(Locale.ROOT) + first.substring(1));
            if (!bad.isEmpty()) {
                troubles.add("the last run did not end well: " + String.join(", ", bad));
            }
            return new Verdict(false, String.join("; ", troubles));
        }
        long ran = playbooks.stream().filter(line -> !line.strip().isEmpty()).count();
        if (bad.isEmpty()) {
            return new Verdict(
                    true, ran == 0 ? "Nothing has run yet" : "Every playbook ended well the last time it ran");
        }
        return new Verdict(false, "The last run did not end well: " + String.join(", ", bad));
    }

    private List<Next> next() throws RunRefused {
        List<ScheduleDesk.Planned> soonest = parts.schedules().all().stream()
                .filter(planned -> planned.next().isPresent())
                .sorted(Comparator.comparing(planned -> planned.next().orElseThrow()))
                .limit(RECENT)
                .toList();
        List<Next> next = new ArrayList<>();
        for (ScheduleDesk.Planned planned : soonest) {
            next.add(next(planned));
        }
        return next;
    }

    private Next next(ScheduleDesk.Planned planned) throws RunRefused {
        Optional<ScheduleDesk.Fire> fire =
                parts.schedules().next(planned.name(), 1).stream().findFirst();
        When when = fire.map(f -> times.when(f.at()))
                .orElseGet(() -> times.when(planned.next().orElseThrow()));
        return new Next(
                planned.name(), planned.playbook(), when, planned.zone(), fire.flatMap(ScheduleDesk.Fire::mark));
    }
}
