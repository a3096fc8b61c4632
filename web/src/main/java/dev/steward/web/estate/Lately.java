package dev.steward.web.estate;

import dev.steward.runner.proxmox.estate.EstateChange;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.time.Time;
import dev.steward.web.format.Times;
import dev.steward.web.format.When;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** The changes that were seen since Steward began, the newest first. */
public final class Lately {

    private static final int MOST = 200;

    private final Deque<Seen> seen = new ArrayDeque<>();
    private final Time time;
    private final Times times;

    /** Hears of the changes of these clusters from now on. */
    public Lately(Estates estates, Time time, Times times) {
        this.time = time;
        this.times = times;
        estates.listen(this::add);
    }

    private record Seen(Instant at, EstateChange change) {}

    /** A change: its cluster, what it is in words, and when it was seen. */
    public record Line(String cluster, String text, When when) {}

    private synchronized void add(List<EstateChange> changes) {
        Instant now = time.now();
        changes.forEach(change -> seen.addFirst(new Seen(now, change)));
        while (seen.size() > MOST) {
            seen.removeLast();
        }
    }

    /** The last ones that fit. */
    public synchronized List<Line> last(int most, Predicate<EstateChange> which) {
        return seen.stream()
                .filter(one -> which.test(one.change()))
                .limit(most)
                .map(one -> new Line(one.change().cluster(), one.change().text(), times.when(one.at())))
                .toList();
    }
}
