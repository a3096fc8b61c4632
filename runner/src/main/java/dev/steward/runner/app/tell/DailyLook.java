package dev.steward.runner.app.tell;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.doctor.Finding;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.power.PowerState;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once a day whether power protection could still do its work: whether it is armed, for what was switched off for a moment is
 * forgotten for years, and what doctor finds, for tokens expire and keys change while nobody looks.
 */
public final class DailyLook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DailyLook.class);
    private static final Duration LOOK = Duration.ofMinutes(10);

    private final Supplier<PowerDesk> desk;
    private final Consumer<Notice> out;
    private final ZoneId zone;
    private final Time time;
    private final Thread thread = new Thread(this::work, "daily");
    private Optional<LocalDate> told = Optional.empty();
    private Optional<LocalDate> examined = Optional.empty();
    private volatile Examination examination = List::of;

    /** What doctor finds wrong. */
    @FunctionalInterface
    public interface Examination {

        /** Asks everything; takes as long as it takes. */
        List<Finding> problems() throws InterruptedException;
    }

    /**
     * A look; nothing happens before {@link #start}.
     *
     * @param desk of power
     * @param out takes a notice and returns at once
     * @param zone in which a day begins
     */
    public DailyLook(Supplier<PowerDesk> desk, Consumer<Notice> out, ZoneId zone, Time time) {
        this.desk = desk;
        this.out = out;
        this.zone = zone;
        this.time = time;
        thread.setDaemon(true);
    }

    /** From now on this is looked for too, once a day. */
    public void examine(Examination what) {
        examination = what;
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    private void work() {
        try {
            look();
            while (!Thread.currentThread().isInterrupted()) {
                // not at the start: a house that just came back from an outage would be found ill
                time.sleep(LOOK);
                look();
                examine();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once. */
    void look() {
        try {
            PowerView view = desk.get().view();
            LocalDate today = LocalDate.ofInstant(time.now(), zone);
            if (view.configured() && !view.armed() && !told.equals(Optional.of(today))) {
                told = Optional.of(today);
                out.accept(disarmed(today));
            }
        } catch (RuntimeException e) {
            LOG.error("It could not be looked whether power protection is armed", e);
        }
    }

    /** Has everything looked at, unless that was done today or an outage is on. */
    public void examine() throws InterruptedException {
        try {
            PowerView view = desk.get().view();
            LocalDate today = LocalDate.ofInstant(time.now(), zone);
            if (!view.configured() || view.state() != PowerState.ONLINE || examined.equals(Optional.of(today))) {
                return;
            }
            examined = Optional.of(today);
            List<Finding> problems = examination.problems();
            if (!problems.isEmpty()) {
                out.accept(ill(today, problems));
            }
        } catch (RuntimeException e) {
            LOG.error("It could not be looked whether all that power protection needs is there", e);
        }
    }

    private Notice ill(LocalDate today, List<Finding> problems) {
        String lines = problems.stream()
                .map(problem -> problem.what() + ": " + problem.said())
                .collect(Collectors.joining("\n"));
        Finding first = problems.get(0);
        String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
        return new Notice(
                "doctor-" + today,
                Notice.Kind.DOCTOR,
                Notice.Severity.WARNING,
                "doctor",
                "An outage or run would meet trouble: " + first.what() + ": " + first.said() + more,
                lines + "\n\nsteward doctor    looks again\n",
                Optional.empty(),
                time.now(),
                Optional.empty());
    }

    private Notice disarmed(LocalDate today) {
        return new Notice(
                "disarmed-" + today,
                Notice.Kind.DISARMED,
                Notice.Severity.WARNING,
                "power",
                "Power protection is disarmed: an outage would stop nothing",
                "The UPS is watched and outages are told, but nothing would be shut down before the battery is empty.\n\n"
                        + "steward power arm    arms it again\n",
                Optional.empty(),
                time.now(),
                Optional.empty());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
