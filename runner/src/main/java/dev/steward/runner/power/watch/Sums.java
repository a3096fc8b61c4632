package dev.steward.runner.power.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Time on battery in sum over a window that ends now; dips that follow each other drain a battery that no single one does. */
final class Sums {

    static final Duration WINDOW = Duration.ofMinutes(15);

    private record Span(long from, long to) {}

    private final Deque<Span> spans = new ArrayDeque<>();
    private boolean open;

    /** On battery at a moment, and since the moment before, where that was on battery too. */
    void add(long nanos) {
        if (open) {
            spans.addLast(new Span(spans.removeLast().from(), nanos));
        } else {
            spans.addLast(new Span(nanos, nanos));
        }
        open = true;
        while (spans.size() > 1 && spans.getFirst().to() < nanos - WINDOW.toNanos()) {
            spans.removeFirst();
        }
    }

    /** Not on battery. */
    void pause() {
        open = false;
    }

    /** An outage that counted was dealt with: the next one has a clock of its own. */
    void clear() {
        spans.clear();
        open = false;
    }

    Duration within(long nanos) {
        long from = nanos - WINDOW.toNanos();
        return Duration.ofNanos(spans.stream()
                .mapToLong(span -> Math.max(0, span.to() - Math.max(from, span.from())))
                .sum());
    }
}
