package dev.steward.runner.resume;

import dev.steward.runner.engine.part.StepBook.Known;
import dev.steward.runner.engine.part.Words;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunEvent.ItemFinished;
import dev.steward.runner.event.RunEvent.RunStarted;
import dev.steward.runner.event.RunEvent.TaskFinished;
import dev.steward.runner.event.RunEvent.TaskStarted;
import dev.steward.runner.event.Status;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the events of a run, and of the runs it goes on with, say of each step on each host: the oldest run is told first. Not
 * thread-safe.
 */
public final class Journal {

    private final Map<String, Past> steps = new HashMap<>();
    private final Map<String, String> failedPlays = new HashMap<>();
    private long count;

    /** Takes the next event. */
    public void add(NumberedEvent numbered) {
        count++;
        RunEvent event = numbered.event();
        if (event instanceof RunStarted) {
            failedPlays.clear();
        } else if (event instanceof TaskStarted e) {
            of(e.step(), e.host()).begins(numbered.run(), numbered.at(), e.name(), e.changing());
        } else if (event instanceof ItemFinished e && !unsure(e)) {
            of(e.step(), e.host())
                    .items()
                    .put(e.index(), new Past.Item(numbered.run(), e.item(), e.status(), e.message(), e.data()));
        } else if (event instanceof TaskFinished e && e.earlier().isEmpty()) {
            finished(numbered.run(), e);
        }
    }

    private void finished(long run, TaskFinished e) {
        Past past = of(e.step(), e.host());
        boolean counts = !e.ignored() || Words.brokenOff(e.message());
        boolean bad = counts && !e.rescued() && (e.status() == Status.FAILED || e.status() == Status.UNREACHABLE);
        if (bad) {
            bad(run, past, e);
        } else if (e.afterFailure() || play(e.step()).equals(failedPlays.get(e.host()))) {
            past.lapsed(new Past.Failed(run, "it was done after its host had failed"));
        } else if (left(e) && past.begun(run)) {
            leftMidway(run, past, e);
        } else {
            past.settled(new Known.Kept(
                    Optional.of(run),
                    new Known.Done(e.status(), e.changed(), e.message(), e.data()),
                    left(e),
                    e.attempts(),
                    e.took(),
                    count));
        }
    }

    private void bad(long run, Past past, TaskFinished e) {
        if (e.status() == Status.FAILED) {
            failedPlays.putIfAbsent(e.host(), play(e.step()));
        }
        if (past.open().isEmpty() || !(e.message().contains(Words.STOPPED) || Words.inUse(e.data()))) {
            String word = e.status() == Status.FAILED ? "it failed: " : "its host could not be reached: ";
            past.lapsed(new Past.Failed(run, word + firstLine(e.message())));
        }
    }

    private static boolean left(TaskFinished e) {
        return e.status() == Status.SKIPPED && e.message().startsWith(Words.LEFT_OUT);
    }

    /** What earlier runs know of it holds: its host was not there to do it again. What this run did of it counts. */
    private static void leftMidway(long run, Past past, TaskFinished e) {
        if (past.open().filter(open -> open.run() == run).isPresent()) {
            past.lapsed(new Past.Failed(run, "its host was " + firstLine(e.message())));
        }
    }

    /** Nobody knows whether it was done, or it was not. */
    private static boolean unsure(ItemFinished e) {
        return e.status() == Status.UNREACHABLE
                || e.message().startsWith(Words.STOPPED)
                || e.message().startsWith(Words.LEFT_OUT);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String play(String step) {
        return step.substring(0, Math.max(0, step.indexOf('.')));
    }

    Past of(String step, String host) {
        return steps.computeIfAbsent(key(step, host), key -> new Past());
    }

    private static String key(String step, String host) {
        return step + " " + host;
    }
}
