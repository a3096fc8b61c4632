package dev.steward.runner.app.tell;

import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notice.Notice.Kind;
import dev.steward.runner.notice.Notice.Severity;
import dev.steward.runner.power.PowerEvent;
import dev.steward.runner.power.PowerEvent.ChargeReached;
import dev.steward.runner.time.Time;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * Tells people what happens to the power and what is done about it, and writes a dated line of each. It never blocks and never
 * throws: no step waits for a channel.
 */
public final class PowerNotices implements Consumer<PowerEvent> {

    private static final String HOUSE = "power";

    private final Consumer<Notice> out;
    private final Optional<String> url;
    private final PowerLines lines;
    private final Time time;
    private final AtomicLong number = new AtomicLong();

    /**
     * Notices of power.
     *
     * @param out takes a notice and returns at once
     * @param url of the page, for links; empty: none
     * @param lines of the event log
     */
    public PowerNotices(Consumer<Notice> out, Optional<String> url, PowerLines lines, Time time) {
        this.out = out;
        this.url = url;
        this.lines = lines;
        this.time = time;
    }

    @Override
    public void accept(PowerEvent event) {
        lines.add(event.kind(), event.text());
        Optional<Kind> kind = kind(event);
        kind.ifPresent(known -> tell(known, severity(event), about(event), event.text(), Optional.empty()));
    }

    /** What a person is told of; that an outage counts is told by what is begun then. */
    private static Optional<Kind> kind(PowerEvent event) {
        if (event instanceof PowerEvent.PowerLost) {
            return Optional.of(Kind.POWER_LOST);
        }
        if (event instanceof PowerEvent.PowerRestored) {
            return Optional.of(Kind.POWER_RESTORED);
        }
        if (event instanceof PowerEvent.LowBattery) {
            return Optional.of(Kind.LOW_BATTERY);
        }
        if (event instanceof ChargeReached) {
            return Optional.of(Kind.CHARGE_WARNING);
        }
        if (event instanceof PowerEvent.CommLost) {
            return Optional.of(Kind.UPS_COMM_LOST);
        }
        if (event instanceof PowerEvent.CommRestored) {
            return Optional.of(Kind.UPS_COMM_RESTORED);
        }
        if (event instanceof PowerEvent.ReplaceBattery) {
            return Optional.of(Kind.REPLACE_BATTERY);
        }
        return event instanceof PowerEvent.Attention || event instanceof PowerEvent.ForcedShutdown
                ? Optional.of(Kind.POWER_ERROR)
                : Optional.empty();
    }

    /** What is the alert of one UPS names it. */
    private static String about(PowerEvent event) {
        return event instanceof PowerEvent.CommLost || event instanceof PowerEvent.CommRestored
                ? "ups/" + event.ups()
                : HOUSE;
    }

    private static boolean onBattery(PowerEvent.CommLost lost) {
        return lost.last()
                .filter(status -> List.of(status.split(" ")).contains("OB"))
                .isPresent();
    }

    private static Severity severity(PowerEvent event) {
        if (event instanceof PowerEvent.PowerRestored || event instanceof PowerEvent.CommRestored) {
            return Severity.INFO;
        }
        boolean grave = event instanceof PowerEvent.LowBattery
                || event instanceof PowerEvent.ForcedShutdown
                || event instanceof PowerEvent.CommLost lost && onBattery(lost)
                || event instanceof ChargeReached reached && reached.level() != PowerEvent.Level.WARNING;
        return grave ? Severity.ERROR : Severity.WARNING;
    }

    /**
     * A log that tells people of an outage what is written to it; where nothing is changed, nobody is told.
     *
     * @param run its number, asked for when there is something to tell; 0: the history cannot be written
     * @param log the log itself
     * @param recovery whether nothing is stopped in it: a person has brought back what an earlier outage left
     */
    public EventLog over(LongSupplier run, EventLog log, boolean recovery) {
        return new Telling(() -> Optional.of(run.getAsLong()).filter(number -> number != 0), log, recovery);
    }

    private void tell(Kind kind, Severity severity, String about, String text, Optional<Long> run) {
        String title = kind.toString().replace('-', ' ') + ": " + text;
        out.accept(new Notice(
                "power-" + time.now().toEpochMilli() + "-" + number.incrementAndGet() + "-" + kind,
                kind,
                severity,
                about,
                title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1),
                text + "\n" + run.map(id -> "\nsteward runs show " + id + "\n").orElse(""),
                url.map(base -> base + run.map(id -> "/runs/" + id).orElse("/power")),
                time.now(),
                run));
    }

    /** Hears what an outage writes. */
    private final class Telling implements EventLog {

        private final Supplier<Optional<Long>> run;
        private final EventLog log;
        private final boolean asked;
        private boolean begun;
        private boolean quiet;
        private boolean recovering;
        private boolean unrecovered;

        private Telling(Supplier<Optional<Long>> run, EventLog log, boolean recovery) {
            this.run = run;
            this.log = log;
            this.asked = recovery;
        }

        @Override
        public long append(RunEvent event) {
            told(event);
            return log.append(event);
        }

        @Override
        public long append(RunEvent event, Instant happened) {
            told(event);
            return log.append(event, happened);
        }

        private void told(RunEvent event) {
            run.get().ifPresent(id -> MDC.put("run", "run " + id));
            try {
                hear(event);
            } finally {
                MDC.remove("run");
            }
        }

        private void hear(RunEvent event) {
            if (event instanceof RunEvent.RunStarted started && started.check()) {
                quiet = true;
            } else if (event instanceof RunEvent.RunStarted started && !begun) {
                begun = true;
                begun(started.playbook());
            } else if (event instanceof RunEvent.PhaseEntered entered) {
                entered(entered);
            } else if (event instanceof RunEvent.PhaseEnded ended) {
                ended(ended);
            } else if (event instanceof RunEvent.PowerCommitted committed && !quiet) {
                lines.add("committed", "the point of no return: " + committed.name());
            } else if (event instanceof RunEvent.RunFinished finished) {
                finished(finished);
            }
        }

        private void begun(String plan) {
            recovering = asked;
            if (asked) {
                say(Kind.RECOVERY_START, Severity.INFO, "what " + plan + " stopped is brought back on request");
            } else {
                say(Kind.SHUTDOWN_START, Severity.ERROR, plan + " is carried out");
            }
        }

        private void entered(RunEvent.PhaseEntered entered) {
            if (entered.recovering() && !recovering) {
                recovering = true;
                say(Kind.RECOVERY_START, Severity.INFO, "what was stopped is brought back: " + entered.why());
            }
            String what = (entered.recovering() ? "undoing " : "") + entered.name();
            say(Kind.PHASE_START, Severity.WARNING, what + (entered.why().isEmpty() ? "" : ": " + entered.why()));
        }

        private void ended(RunEvent.PhaseEnded ended) {
            boolean failed = ended.state().equals("failed");
            unrecovered |= recovering && failed;
            String message = ended.message().isEmpty() ? "" : ": " + ended.message();
            String text =
                    ended.name() + " is " + ended.state() + " after " + PowerEvent.Words.of(ended.took()) + message;
            say(Kind.PHASE_COMPLETE, failed ? Severity.ERROR : Severity.INFO, text);
            if (failed && !recovering) {
                say(Kind.POWER_ERROR, Severity.ERROR, text);
            }
        }

        private void finished(RunEvent.RunFinished finished) {
            boolean well = finished.status() == RunStatus.OK && !unrecovered;
            String text = finished.message().isEmpty() ? "all phases are over" : finished.message();
            if (!recovering) {
                say(Kind.SHUTDOWN_COMPLETE, well ? Severity.WARNING : Severity.ERROR, text);
            } else if (well) {
                say(Kind.RECOVERY_COMPLETE, Severity.INFO, text);
            } else {
                say(Kind.RECOVERY_ERROR, Severity.ERROR, text);
            }
        }

        private void say(Kind kind, Severity severity, String text) {
            if (!quiet) {
                lines.add(kind.toString().replace('-', '_'), text);
                tell(kind, severity, HOUSE, text, run.get());
            }
        }
    }
}
