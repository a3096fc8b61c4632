package dev.steward.runner.app.rehearsal;

import dev.steward.runner.engine.part.StepBook;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.RunEvent;
import java.util.Map;

/** Keeps what a step would have changed as if it had: what is undone afterwards is what an outage would have to undo. */
final class AsIfDone implements EventLog {

    private final EventLog log;
    private final StepBook book;

    AsIfDone(EventLog log, StepBook book) {
        this.log = log;
        this.book = book;
    }

    @Override
    public long append(RunEvent event) {
        if (event instanceof RunEvent.TaskFinished done) {
            book.begins(done.step(), done.host(), "");
            book.ended(
                    done.step(),
                    done.host(),
                    new StepBook.Known.Done(done.status(), done.changed(), done.message(), Map.of()));
        }
        return log.append(event);
    }
}
