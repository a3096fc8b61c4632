package dev.steward.runner.app.kept;

import dev.steward.runner.app.kept.LastValid.Ready;
import dev.steward.runner.app.power.PlanSource;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The plan of the playbook; while that is wrong or gone, the last one that was valid. */
public final class PlanInEffect implements PlanSource {

    private final PlanSource present;
    private final boolean named;
    private final LastValid last;
    private final Supplier<Optional<String>> hosts;
    private final Time time;

    /**
     * Of these.
     *
     * @param present as its playbook says now
     * @param named whether a playbook is configured; where none is, none is wanted
     * @param hosts why the hosts are not those of now; empty: they are
     */
    public PlanInEffect(
            PlanSource present, boolean named, LastValid last, Supplier<Optional<String>> hosts, Time time) {
        this.present = present;
        this.named = named;
        this.last = last;
        this.hosts = hosts;
        this.time = time;
    }

    @Override
    public Optional<Found> found() {
        return present.found().or(() -> named ? last.now().flatMap(PlanInEffect::found) : Optional.empty());
    }

    private static Optional<Found> found(Ready ready) {
        return ready.plan().map(plan -> new Found(plan, Path.of(ready.kept().playbook()), Found.hash(plan), true));
    }

    @Override
    public List<String> problems() {
        List<String> problems = new ArrayList<>(present.problems());
        if (named && !problems.isEmpty()) {
            problems.add(0, words());
        }
        hosts.get().ifPresent(problems::add);
        return problems;
    }

    private String words() {
        Optional<Found> found = found();
        return found.isEmpty()
                ? "The power playbook cannot be used, and no earlier one is kept: an outage would stop nothing"
                : "The power playbook cannot be used: the last valid plan is in effect, "
                        + found.get().hash() + ", "
                        + age(last.now().orElseThrow().kept().at(), time.now());
    }

    /** When something was kept, and how long ago that is. */
    static String age(Instant at, Instant now) {
        Duration ago = Duration.between(at, now);
        String words = ago.toDays() > 1
                ? ago.toDays() + " days"
                : ago.toHours() > 1 ? ago.toHours() + " hours" : Math.max(0, ago.toMinutes()) + " minutes";
        return "kept at " + at.truncatedTo(ChronoUnit.SECONDS) + ", " + words + " ago";
    }
}
