package dev.steward.runner.app.tell;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.app.power.PowerView;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reminds once a day that power protection is disarmed: what was switched off for a moment is forgotten for years. */
public final class DailyLook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DailyLook.class);
    private static final Duration LOOK = Duration.ofMinutes(10);

    private final Supplier<PowerDesk> desk;
    private final Consumer<Notice> out;
    private final ZoneId zone;
    private final Time time;
    private final Thread thread = new Thread(this::work, "daily");
    private Optional<LocalDate> told = Optional.empty();

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

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                time.sleep(LOOK);
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
