package dev.steward.runner.app.tell;

import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.RecapText;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.Status;
import dev.steward.runner.notice.ImageUpdate;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.notice.Notice.Severity;
import dev.steward.runner.store.Run;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Tells what ordinary runs do while they do it: each step as a line of a file, where one is configured, and a question that waits
 * for a person as a notice. A question of less than five minutes is for whoever watches the run, and nobody is called for it.
 */
public final class RunTelling {

    private static final Duration CALLED_FOR = Duration.ofMinutes(5);
    private static final DateTimeFormatter UNTIL = DateTimeFormatter.ofPattern("EEE HH:mm z", Locale.ENGLISH);

    private final Optional<RunLines> lines;
    private final Consumer<Notice> out;
    private final Optional<String> url;
    private final LongFunction<Optional<Run>> rows;
    private final Consumer<ImageUpdate> images;
    private final Time time;

    /**
     * Tells of runs.
     *
     * @param lines of the file; empty: none
     * @param out takes a notice and returns at once
     * @param url of the page, for links; empty: none
     * @param rows a run's row, as the history has it
     * @param images keeps newer container images that a run saw, to be told; one that is known is not kept again
     */
    public RunTelling(
            Optional<RunLines> lines,
            Consumer<Notice> out,
            Optional<String> url,
            LongFunction<Optional<Run>> rows,
            Consumer<ImageUpdate> images,
            Time time) {
        this.lines = lines;
        this.out = out;
        this.url = url;
        this.rows = rows;
        this.images = images;
        this.time = time;
    }

    /** A log that tells what is written to it, once that is kept. */
    public EventLog over(long run, EventLog log) {
        return new Hearing(run, log);
    }

    private final class Hearing implements EventLog {

        private final long run;
        private final EventLog log;
        private final Map<String, RunEvent.TaskStarted> begun = new ConcurrentHashMap<>();
        private volatile boolean check;

        private Hearing(long run, EventLog log) {
            this.run = run;
            this.log = log;
        }

        @Override
        public long append(RunEvent event) {
            long number = log.append(event);
            if (event instanceof RunEvent.ConfirmAsked asked) {
                asked(asked);
            }
            if (event instanceof RunEvent.RunStarted started) {
                check = started.check();
            }
            if (event instanceof RunEvent.TaskStarted started) {
                begun.put(started.step() + " " + started.host(), started);
            }
            if (event instanceof RunEvent.TaskFinished finished) {
                finished(finished);
            } else {
                lines.ifPresent(file -> text(event).ifPresent(text -> file.add(run, text)));
            }
            return number;
        }

        private void asked(RunEvent.ConfirmAsked asked) {
            if (Duration.between(time.now(), asked.until()).compareTo(CALLED_FOR) < 0) {
                return;
            }
            String until = UNTIL.format(asked.until().atZone(ZoneId.systemDefault()));
            String about = rows.apply(run).map(Run::playbook).orElse("");
            out.accept(new Notice(
                    "asked-" + run + "-" + asked.step() + "-" + asked.host() + "-"
                            + asked.until().toEpochMilli(),
                    Kind.ASKED,
                    Severity.WARNING,
                    about,
                    "Run " + run + " waits for an answer: " + asked.text(),
                    asked.text() + "\n\nIt is asked by " + about + " on " + asked.host() + ", and waits until " + until
                            + ". Nothing is done there before somebody answers, on the page of the run: Steward, runs, "
                            + run + ".\n",
                    url.map(base -> base + "/runs/" + run),
                    time.now(),
                    Optional.of(run)));
        }

        private Optional<String> text(RunEvent event) {
            if (event instanceof RunEvent.RunStarted started) {
                String check = started.check() ? ", check mode: nothing is changed" : "";
                return Optional.of("begins: " + started.playbook() + " (" + started.file() + ")" + cause() + check);
            }
            if (event instanceof RunEvent.ConfirmAsked asked) {
                return Optional.of(asked.host() + " asks: " + asked.text());
            }
            if (event instanceof RunEvent.ConfirmAnswered answered) {
                return Optional.of(answered.host() + (answered.go() ? " goes on: " : " is stopped: ") + answered.by());
            }
            if (event instanceof RunEvent.Warned warned) {
                return Optional.of(warned.host().map(host -> host + " ").orElse("") + "warning: " + warned.text());
            }
            if (event instanceof RunEvent.CancelRequested cancelled) {
                return Optional.of("is cancelled by " + cancelled.by());
            }
            return event instanceof RunEvent.RunFinished finished ? ended(finished) : Optional.empty();
        }

        private void finished(RunEvent.TaskFinished finished) {
            Optional<RunEvent.TaskStarted> started =
                    Optional.ofNullable(begun.remove(finished.step() + " " + finished.host()));
            if (finished.status() == Status.SKIPPED) {
                return;
            }
            String name = started.map(RunEvent.TaskStarted::name).orElse(finished.step());
            lines.ifPresent(file -> file.add(run, text(finished, name)));
            if (!check
                    && started.filter(one -> one.module().equals(SeenImages.MODULE))
                            .isPresent()) {
                SeenImages.newer(finished, time.now()).forEach(images);
            }
        }

        private String text(RunEvent.TaskFinished finished, String name) {
            String word = finished.ignored()
                    ? "ignored"
                    : finished.rescued() ? "rescued" : finished.status().word();
            String message = finished.message().isBlank() ? "" : ": " + finished.message();
            return finished.host() + " " + word + ": " + name + message;
        }

        private Optional<String> ended(RunEvent.RunFinished finished) {
            RecapText.of(finished.recap()).lines().forEach(host -> lines.orElseThrow()
                    .add(run, "recap: " + host));
            String message = finished.message().isBlank() ? "" : ": " + finished.message();
            return Optional.of("ends: " + finished.status().word() + ", exit " + finished.exit() + message);
        }

        private String cause() {
            return rows.apply(run)
                    .map(Run::cause)
                    .map(cause -> ", by " + cause.kind().word() + " " + cause.name())
                    .orElse("");
        }
    }
}
