package dev.steward.web.live;

import dev.steward.runner.event.EventJson;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import dev.steward.web.format.LogLines;
import java.util.LinkedHashMap;
import java.util.Map;

/** Events as the run page wants them: lines to append, a cell to colour, or the hint to load the head again. */
public final class PageFrames implements Streams.Frames {

    private final EventJson json = new EventJson();
    private final LogLines lines;

    /** Frames with these lines. */
    public PageFrames(LogLines lines) {
        this.lines = lines;
    }

    @Override
    public String data(NumberedEvent numbered) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("n", numbered.number());
        data.put("lines", lines.of(numbered));
        RunEvent event = numbered.event();
        if (event instanceof RunEvent.TaskStarted started) {
            data.put("cell", new Cell(started.step(), started.host(), "running"));
        } else if (event instanceof RunEvent.TaskFinished done) {
            data.put("cell", new Cell(done.step(), done.host(), word(done)));
        } else if (structural(event)) {
            data.put("again", true);
        }
        return json.text(data);
    }

    private record Cell(String step, String host, String word) {}

    private static String word(RunEvent.TaskFinished done) {
        boolean bad = done.status() == Status.FAILED || done.status() == Status.UNREACHABLE;
        return bad && done.ignored() ? "ignored" : done.status().word();
    }

    private static boolean structural(RunEvent event) {
        return event instanceof RunEvent.PlayStarted
                || event instanceof RunEvent.UpidStarted
                || event instanceof RunEvent.UpidEnded
                || event instanceof RunEvent.ConfirmAsked
                || event instanceof RunEvent.ConfirmAnswered
                || event instanceof RunEvent.CancelRequested
                || event instanceof RunEvent.RunFinished;
    }
}
