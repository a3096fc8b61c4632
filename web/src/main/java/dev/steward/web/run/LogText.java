package dev.steward.web.run;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.store.RunQueries;
import dev.steward.web.format.LogLine;
import dev.steward.web.format.LogLines;
import dev.steward.web.format.Span;
import dev.steward.web.http.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A run's log as plain text, read page by page, so that its length does not matter. */
public final class LogText {

    private final RunQueries queries;
    private final LogLines lines;

    /** Logs of a store. */
    public LogText(RunQueries queries, LogLines lines) {
        this.queries = queries;
        this.lines = lines;
    }

    /** The whole log. */
    public Reply.Writing of(long run) {
        return of(run, new LogSearch.Wanted("", false, Optional.empty()), Optional.empty());
    }

    /** The lines that are looked for, of all steps or of one. */
    public Reply.Writing of(long run, LogSearch.Wanted wanted, Optional<String> step) {
        Predicate<LogLine> test = wanted.test();
        return out -> {
            for (NumberedEvent event : queries.eachTold(run, wanted.host(), step)) {
                for (LogLine line : wanted.mayHold(event) ? lines.of(event) : List.<LogLine>of()) {
                    if (test.test(line)) {
                        write(out, line);
                    }
                }
            }
        };
    }

    private static void write(Appendable out, LogLine line) throws IOException {
        out.append(line.time()).append(' ');
        if (!line.host().isEmpty()) {
            out.append(line.host()).append(' ');
        }
        out.append(line.kind()).append(" | ");
        for (Span span : line.text()) {
            out.append(span.text());
        }
        out.append('\n');
    }
}
