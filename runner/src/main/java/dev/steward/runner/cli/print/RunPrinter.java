package dev.steward.runner.cli.print;

import dev.steward.runner.cli.print.Screen.Paint;
import dev.steward.runner.event.Diff;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.event.PhaseText;
import dev.steward.runner.event.RecapText;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunEvent.ConfirmAnswered;
import dev.steward.runner.event.RunEvent.ConfirmAsked;
import dev.steward.runner.event.RunEvent.PlaySkipped;
import dev.steward.runner.event.RunEvent.PlayStarted;
import dev.steward.runner.event.RunEvent.RetryScheduled;
import dev.steward.runner.event.RunEvent.RunFinished;
import dev.steward.runner.event.RunEvent.RunStarted;
import dev.steward.runner.event.RunEvent.TaskFinished;
import dev.steward.runner.event.RunEvent.TaskStarted;
import dev.steward.runner.event.RunEvent.Warned;
import dev.steward.runner.event.Status;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Prints a run for a terminal: a line per host and task, the output of what failed, the recap. Not thread-safe. */
public final class RunPrinter {

    private final Screen screen;
    private final boolean verbose;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, FailedOutput> outputs = new HashMap<>();
    private String shown = "";
    private int width = 12;

    /**
     * A printer for one run.
     *
     * @param screen where to
     * @param verbose whether all output is shown, not only that of failures
     */
    public RunPrinter(Screen screen, boolean verbose) {
        this.screen = screen;
        this.verbose = verbose;
    }

    /** Prints what an event means to a person; many mean nothing. */
    public void print(NumberedEvent numbered) {
        RunEvent event = numbered.event();
        if (event instanceof RunStarted e) {
            line(screen.paint(Paint.TITLE, "Run " + numbered.run() + ": " + e.playbook()) + " (" + e.file() + ")"
                    + (e.check() ? "  CHECK: nothing is changed" : ""));
        } else if (event instanceof PlayStarted e) {
            play(e);
        } else if (event instanceof PlaySkipped e) {
            line("\nPLAY [" + e.name() + "] skipped: " + e.reason());
        } else if (event instanceof TaskStarted e) {
            names.put(e.step() + " " + e.host(), e.name());
        } else if (event instanceof RunEvent.Output e) {
            output(e);
        } else if (event instanceof TaskFinished e) {
            finished(e);
        } else if (event instanceof RunFinished e) {
            end(e);
        } else {
            aside(event);
        }
    }

    private void aside(RunEvent event) {
        if (event instanceof RetryScheduled e) {
            header(e.step(), e.host());
            line(status(
                    Paint.CHANGE,
                    "retrying",
                    e.host(),
                    "in " + Spans.words(e.delay()) + ", " + e.left() + " left: " + first(e.reason())));
        } else if (event instanceof RunEvent.UpidStarted e && verbose) {
            header(e.step(), e.host());
            line(child(e.host(), "begins", UpidText.of(e.upid()) + ": " + e.action()));
        } else if (event instanceof RunEvent.UpidEnded e) {
            header(e.step(), e.host());
            line(child(e.host(), e.result(), UpidText.of(e.upid()) + UpidText.ending(e)) + "  "
                    + screen.paint(Paint.QUIET, Spans.words(e.took())));
        } else if (event instanceof ConfirmAsked e) {
            header(e.step(), e.host());
            line(status(
                    Paint.TITLE, "waiting", e.host(), e.text() + " (goes on " + e.until() + "; Ctrl+C ends the run)"));
        } else if (event instanceof ConfirmAnswered e) {
            line(status(Paint.TITLE, e.go() ? "go" : "stop", e.host(), "answered by " + e.by()));
        } else if (event instanceof Warned e) {
            line(screen.paint(Paint.CHANGE, "WARNING") + " "
                    + e.host().map(h -> h + ": ").orElse("") + e.text());
        } else if (event instanceof RunEvent.CancelRequested e) {
            line(screen.paint(Paint.BAD, "CANCEL") + " asked for by " + e.by() + (e.force() ? ", forced" : ""));
        } else {
            PhaseText.of(event).ifPresent(text -> line("\n" + screen.paint(Paint.TITLE, text)));
        }
    }

    /** A UPID stands below its task, indented. */
    private String child(String host, String word, String text) {
        Paint paint =
                switch (word) {
                    case "ok" -> Paint.GOOD;
                    case "begins", "running" -> Paint.QUIET;
                    case "warnings", "cancelled" -> Paint.CHANGE;
                    default -> Paint.BAD;
                };
        return "    upid " + screen.paint(paint, String.format("%-9s", word)) + " "
                + String.format("%-" + width + "s", host) + "  " + text;
    }

    private void play(PlayStarted play) {
        width = Math.max(
                width, play.hosts().stream().mapToInt(String::length).max().orElse(0));
        play.tasks().forEach(task -> names.put(task.step(), task.name()));
        String batch = play.batches() > 1 ? ", batch " + (play.batch() + 1) + " of " + play.batches() : "";
        String hosts = play.hosts().size() == 1 ? "1 host" : play.hosts().size() + " hosts";
        line("\n" + screen.paint(Paint.TITLE, "PLAY [" + play.name() + "]") + " " + hosts + batch);
        shown = "";
    }

    private void output(RunEvent.Output output) {
        if (verbose) {
            header(output.step(), output.host());
            line("    " + output.host() + " | " + output.text().replace("\n", "\n    " + output.host() + " | "));
        } else {
            outputs.computeIfAbsent(output.step() + " " + output.host(), key -> new FailedOutput())
                    .add(output.text());
        }
    }

    private void finished(TaskFinished e) {
        header(e.step(), e.host());
        String took = e.status() == Status.SKIPPED ? "" : "  " + screen.paint(Paint.QUIET, Spans.words(e.took()));
        line(status(paint(e), word(e), e.host(), first(e.message())) + took);
        FailedOutput kept = outputs.remove(e.step() + " " + e.host());
        boolean bad = e.status() == Status.FAILED || e.status() == Status.UNREACHABLE;
        if (bad && !e.message().equals(first(e.message()))) {
            line(indented(e.message()));
        }
        if (bad && kept != null) {
            line(indented(kept.text()));
        }
        e.diffs().forEach(this::diff);
    }

    private void diff(Diff diff) {
        line(screen.paint(Paint.QUIET, "    --- " + diff.name() + " before\n    +++ " + diff.name() + " after"));
        line(indented(DiffText.of(diff)));
    }

    private void header(String step, String host) {
        String name = names.getOrDefault(step + " " + host, names.getOrDefault(step, step));
        String title = step.equals(shown) ? "" : "TASK [" + names.getOrDefault(step, name) + "]";
        if (!title.isEmpty()) {
            shown = step;
            line(screen.paint(Paint.TITLE, title));
        }
    }

    private void end(RunFinished e) {
        line("\n" + screen.paint(Paint.TITLE, "RECAP"));
        if (!e.recap().hosts().isEmpty()) {
            line(RecapText.of(e.recap()));
        }
        Paint paint = e.exit() == 0 ? Paint.GOOD : Paint.BAD;
        line(ending(screen.paint(paint, e.status().word()), e));
    }

    /** A message that begins with the word, as "failed: web-1", does not say it twice. */
    private static String ending(String painted, RunFinished e) {
        String word = e.status().word();
        if (e.message().startsWith(word)) {
            return painted + e.message().substring(word.length());
        }
        return painted + (e.message().isEmpty() ? "" : ": " + e.message());
    }

    private static Paint paint(TaskFinished e) {
        return switch (e.status()) {
            case OK -> Paint.GOOD;
            case CHANGED -> Paint.CHANGE;
            case SKIPPED -> Paint.QUIET;
            case FAILED, UNREACHABLE -> e.ignored() ? Paint.CHANGE : Paint.BAD;
        };
    }

    private static String word(TaskFinished e) {
        boolean bad = e.status() == Status.FAILED || e.status() == Status.UNREACHABLE;
        String word =
                bad ? e.status().word().toUpperCase(Locale.ROOT) : e.status().word();
        return e.ignored() ? word + " (ignored)" : e.rescued() ? word + " (rescue)" : word;
    }

    private String status(Paint paint, String word, String host, String message) {
        return "  " + screen.paint(paint, String.format("%-11s", word)) + " " + String.format("%-" + width + "s", host)
                + "  " + message;
    }

    private static String first(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static String indented(String text) {
        return "    " + text.stripTrailing().replace("\n", "\n    ");
    }

    private void line(String text) {
        screen.out().println(text);
        screen.out().flush();
    }

    /** The last lines a task wrote, in case it fails. */
    private static final class FailedOutput {

        private static final int KEPT = 4_000;
        private final StringBuilder text = new StringBuilder();

        void add(String more) {
            text.append(more).append('\n');
            if (text.length() > 2 * KEPT) {
                text.delete(0, text.length() - KEPT);
            }
        }

        String text() {
            return text.toString();
        }
    }
}
