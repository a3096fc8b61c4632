package dev.steward.web.run;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.LogLine;
import dev.steward.web.format.LogLines;
import dev.steward.web.format.Marker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds lines of a run's whole log. Events are read in order and dropped, so that memory does not grow with the
 * log; what is compared is the text that a person sees, without colours, whatever its case.
 */
public final class LogSearch {

    private static final Set<String> BAD = Set.of("failed", "unreachable");

    private final RunQueries queries;
    private final LogLines lines;

    /** Searches logs of a store. */
    public LogSearch(RunQueries queries, LogLines lines) {
        this.queries = queries;
        this.lines = lines;
    }

    /**
     * What is looked for.
     *
     * @param text part of a line; empty: any
     * @param errors only the first line of each failure that was neither ignored nor rescued
     * @param host only lines about it; empty: all
     */
    public record Wanted(String text, boolean errors, Optional<String> host) {

        /** Whether anything is looked for. */
        public boolean any() {
            return errors || !text.isEmpty();
        }

        /** Whether a line is meant. */
        public Predicate<LogLine> test() {
            Predicate<LogLine> kind =
                    line -> !errors || BAD.contains(line.kind()) && !line.id().contains(".");
            Optional<Marker> marker = Marker.of(text);
            return kind.and(line -> marker.isEmpty() || marker.get().in(line));
        }

        /** Whether a line of an event can be meant; most of what was printed is passed over without being cut into lines. */
        boolean mayHold(NumberedEvent event) {
            if (!(event.event() instanceof RunEvent.Output said)) {
                return true;
            }
            return !errors && (said.text().indexOf('\u001b') >= 0 || Marker.mayStand(text, said.text()));
        }
    }

    /**
     * Lines that were found, by their address within the page.
     *
     * @param count how many there are in the whole log
     * @param place which of them is looked at, from 1; 0: none of them
     * @param before the one before; empty: none
     * @param after the one after; empty: none
     */
    public record Hits(long count, long place, Optional<String> before, Optional<String> after) {

        /** Nothing was found. */
        public static final Hits NONE = new Hits(0, 0, Optional.empty(), Optional.empty());
    }

    /** The first line that is meant; the log is read no further than there. */
    public Optional<String> first(long run, Wanted wanted) {
        Predicate<LogLine> test = wanted.test();
        for (NumberedEvent event : queries.eachTold(run, wanted.host(), Optional.empty())) {
            if (wanted.mayHold(event)) {
                Optional<String> found =
                        lines.of(event).stream().filter(test).map(LogLine::id).findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The lines around one.
     *
     * @param at the line that is looked at, as {@link LogLine#id()}; empty: none
     */
    public Hits around(long run, Wanted wanted, String at) {
        Counting counting = new Counting(at);
        Predicate<LogLine> test = wanted.test();
        for (NumberedEvent event : queries.eachTold(run, wanted.host(), Optional.empty())) {
            if (wanted.mayHold(event)) {
                lines.of(event).stream().filter(test).map(LogLine::id).forEach(counting::see);
            }
        }
        return new Hits(
                counting.count,
                counting.place,
                Optional.ofNullable(counting.before),
                Optional.ofNullable(counting.after));
    }

    /** The lines with the text marked in them. */
    public static List<LogLine> marked(List<LogLine> lines, Wanted wanted) {
        return Marker.of(wanted.text())
                .map(marker -> lines.stream().map(marker::mark).toList())
                .orElse(lines);
    }

    /** Counts what is found before, at and after a line. */
    private static final class Counting {

        private final String at;
        private long count;
        private long place;
        private String last;
        private String before;
        private String after;

        Counting(String at) {
            this.at = at;
        }

        void see(String id) {
            count++;
            if (id.equals(at)) {
                place = count;
                before = last;
            } else if (place > 0 && after == null) {
                after = id;
            }
            last = id;
        }
    }
}
