package dev.steward.web.format;

import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.PhaseText;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import java.util.ArrayList;
import java.util.List;

/** Events as lines to read. */
public final class LogLines {

    private final Times times;

    /** Lines with times of a zone. */
    public LogLines(Times times) {
        this.times = times;
    }

    /** The lines of events, in order. */
    public List<LogLine> of(List<NumberedEvent> events) {
        return events.stream().flatMap(event -> of(event).stream()).toList();
    }

    /** The lines of one event; often one, sometimes none. */
    public List<LogLine> of(NumberedEvent numbered) {
        RunEvent event = numbered.event();
        if (event instanceof RunEvent.Output out) {
            String kind = out.stream().equals("stdout") ? "out" : out.stream().equals("stderr") ? "err" : "note";
            return lines(numbered, out.host(), out.step(), kind, out.text());
        }
        if (event instanceof RunEvent.UpidStarted begun) {
            return lines(
                    numbered, begun.host(), begun.step(), "task", begun.action() + " begins: " + upid(begun.upid()));
        }
        if (event instanceof RunEvent.UpidEnded end) {
            boolean ok = end.result().equals("ok");
            String kind = ok ? "ok" : end.result().equals("failed") ? "failed" : "warn";
            return lines(
                    numbered,
                    end.host(),
                    end.step(),
                    kind,
                    upid(end.upid()) + " " + end.result() + " in " + Times.exact(end.took())
                            + (ok ? "" : tail(end.exitStatus())));
        }
        if (event instanceof RunEvent.TaskStarted started) {
            String where = started.delegate().map(d -> " (on " + d + ")").orElse("");
            return lines(numbered, started.host(), started.step(), "task", started.name() + where);
        }
        if (event instanceof RunEvent.TaskFinished done) {
            return finished(numbered, done);
        }
        return event instanceof RunEvent.ItemFinished item
                ? lines(
                        numbered,
                        item.host(),
                        item.step(),
                        item.status().word(),
                        item.status().word() + " (" + item.item() + ")" + tail(item.message()))
                : ofRun(numbered, event);
    }

    /** As {@code vzstart 101 on pve2}; what is no UPID stays as it is. */
    private static String upid(String text) {
        String[] parts = text.split(":");
        return parts.length < 8 ? text : parts[5] + (parts[6].isEmpty() ? "" : " " + parts[6]) + " on " + parts[1];
    }

    private List<LogLine> finished(NumberedEvent numbered, RunEvent.TaskFinished done) {
        boolean bad = done.status() == Status.FAILED || done.status() == Status.UNREACHABLE;
        String more = done.ignored() ? ", ignored" : done.rescued() ? ", rescued" : "";
        String tries = done.attempts() > 1 ? ", " + done.attempts() + " tries" : "";
        String took = done.status() == Status.SKIPPED ? "" : " in " + Times.exact(done.took());
        String kind = bad && (done.ignored() || done.rescued())
                ? "skipped"
                : done.status().word();
        return lines(
                numbered,
                done.host(),
                done.step(),
                kind,
                done.status().word() + more + took + tries + tail(done.message()));
    }

    private List<LogLine> ofRun(NumberedEvent numbered, RunEvent event) {
        if (event instanceof RunEvent.RunStarted started) {
            String how = started.check() ? " in check mode: nothing is changed" : "";
            return lines(numbered, "", "", "play", started.playbook() + " begins" + how);
        }
        if (event instanceof RunEvent.PlayStarted play) {
            String batch = play.batches() > 1 ? ", batch " + (play.batch() + 1) + " of " + play.batches() : "";
            int hosts = play.hosts().size();
            return lines(
                    numbered, "", "", "play", play.name() + ": " + hosts + (hosts == 1 ? " host" : " hosts") + batch);
        }
        if (event instanceof RunEvent.PlaySkipped skipped) {
            return lines(numbered, "", "", "play", skipped.name() + " has nothing to do: " + skipped.reason());
        }
        if (event instanceof RunEvent.RunFinished done) {
            return lines(
                    numbered,
                    "",
                    "",
                    "play",
                    "Run " + done.status().word() + ", exit " + done.exit() + tail(done.message()));
        }
        return onTheWay(numbered, event);
    }

    private List<LogLine> onTheWay(NumberedEvent numbered, RunEvent event) {
        if (event instanceof RunEvent.RetryScheduled retry) {
            return lines(
                    numbered,
                    retry.host(),
                    retry.step(),
                    "note",
                    "try " + retry.attempt() + " failed, next in " + Times.exact(retry.delay()) + ", " + retry.left()
                            + " left" + tail(retry.reason()));
        }
        if (event instanceof RunEvent.HandlerNotified notified) {
            return lines(numbered, notified.host(), "", "note", "handler notified: " + notified.handler());
        }
        if (event instanceof RunEvent.ConfirmAsked asked) {
            return lines(numbered, asked.host(), asked.step(), "warn", "waits for an answer: " + asked.text());
        }
        if (event instanceof RunEvent.ConfirmAnswered answer) {
            return lines(
                    numbered,
                    answer.host(),
                    answer.step(),
                    "warn",
                    (answer.go() ? "go" : "stop") + " by " + answer.by());
        }
        if (event instanceof RunEvent.Warned warned) {
            return lines(numbered, warned.host().orElse(""), "", "warn", warned.text());
        }
        if (event instanceof RunEvent.CancelRequested cancel) {
            return lines(
                    numbered,
                    "",
                    "",
                    "warn",
                    (cancel.force() ? "cancel, by force, asked by " : "cancel asked by ") + cancel.by());
        }
        return PhaseText.of(event)
                .map(text -> lines(numbered, "", "", "play", text))
                .orElse(List.of());
    }

    private static String tail(String message) {
        return message.isEmpty() ? "" : ": " + message;
    }

    private List<LogLine> lines(NumberedEvent event, String host, String step, String kind, String text) {
        String time = times.clock(event.at());
        List<LogLine> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String id = event.number() + (lines.isEmpty() ? "" : "." + lines.size());
            lines.add(new LogLine(id, time, host, step, kind, Ansi.spans(line)));
        }
        return lines;
    }
}
