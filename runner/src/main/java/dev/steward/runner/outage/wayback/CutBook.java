package dev.steward.runner.outage.wayback;

import dev.steward.runner.event.Status;
import dev.steward.runner.outage.journal.Entry;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.journal.Past;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The order to a UPS to cut its outlets, as a step of the journal. */
public final class CutBook implements PowerCut.Book {

    private static final String STEP = "cut";

    private final Journal journal;
    private final Time time;

    /** In the journal of outages. */
    public CutBook(Journal journal, Time time) {
        this.journal = journal;
        this.time = time;
    }

    @Override
    public PowerCut.Said of(String ups) {
        Past past = journal.past();
        Optional<Entry.Result> result = past.result(STEP, ups);
        if (result.isPresent()) {
            return new PowerCut.Said(result.get().status() == Status.CHANGED, Optional.empty());
        }
        return past.intent(STEP, ups)
                .map(intent -> new PowerCut.Said(false, Optional.of(Duration.between(intent.at(), time.now()))))
                .orElse(PowerCut.Said.NOTHING);
    }

    @Override
    public void begins(String ups) {
        journal.append(new Entry.Intent(STEP, ups, "ups", time.now()));
    }

    @Override
    public void ended(String ups, boolean well, String words) {
        journal.append(new Entry.Result(STEP, ups, well ? Status.CHANGED : Status.FAILED, well, words, Map.of()));
    }
}
