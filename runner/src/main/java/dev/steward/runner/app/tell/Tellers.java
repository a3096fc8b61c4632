package dev.steward.runner.app.tell;

import dev.steward.runner.app.power.PowerDesk;
import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.notice.Notice;
import dev.steward.runner.notify.Channels;
import dev.steward.runner.notify.Notifier;
import dev.steward.runner.notify.Spool;
import dev.steward.runner.notify.Telling;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who tells people what.
 *
 * @param urgent takes what must not wait for a database
 * @param notifier raises notices and keeps what became of them
 * @param telling the threads
 */
public record Tellers(Spool urgent, Notifier notifier, Telling telling) {

    private static final Logger LOG = LoggerFactory.getLogger(Tellers.class);
    private static final String FOLDER = "notices";

    /**
     * Begins to tell.
     *
     * @param loaded found to be well, with its secrets resolved
     */
    public static Tellers of(LoadedConfig loaded, Store store, Time time) {
        Spool urgent = new Spool(loaded.config().stateDir().resolve(FOLDER));
        Notifier notifier = new Notifier(
                store,
                Channels.of(loaded.config().notices(), store.settings().identity()),
                loaded.config().server().url(),
                time,
                urgent,
                store.lasting());
        return new Tellers(urgent, notifier, new Telling(notifier));
    }

    /**
     * Tells of power, with a dated line of each happening in {@code power/events.log}.
     *
     * @param url of the page; empty: none
     * @param state the state directory
     * @param further is given each line too, and returns at once
     */
    public PowerNotices power(Optional<String> url, Path state, Consumer<String> further, Time time) {
        Path file = state.resolve("power").resolve("events.log");
        PowerLines lines = new PowerLines(file, ZoneId.systemDefault(), time, further);
        return new PowerNotices(urgent::tell, url, lines, time);
    }

    /** Tells of ordinary runs while they go on. */
    public RunTelling runs(LoadedConfig loaded, Store store, Time time) {
        Optional<RunLines> lines =
                loaded.config().log().runs().map(file -> new RunLines(file, ZoneId.systemDefault(), time));
        return new RunTelling(
                lines, urgent::tell, loaded.config().server().url(), store.queries()::run, store.images()::add, time);
    }

    /** Takes notices of what every server sees by itself, so that people hear of it from one of them. */
    public Consumer<Notice> fromOne(Store store) {
        return notice -> {
            if (store.lead().mine(Duty.HOUSE)) {
                urgent.tell(notice);
            } else {
                LOG.warn("{}", notice.title());
            }
        };
    }

    /** Reminds of power protection that is disarmed; not started. */
    public DailyLook daily(Supplier<PowerDesk> desk, Time time) {
        return new DailyLook(desk, urgent::tell, ZoneId.systemDefault(), time);
    }

    /** Tells that nothing but power protection could be started. */
    public void alone(List<String> troubles, Instant now) {
        troubles.forEach(trouble -> LOG.error("Power protection alone: {}", trouble));
        urgent.tell(new Notice(
                "power-alone-" + now,
                Notice.Kind.POWER_ERROR,
                Notice.Severity.ERROR,
                "power",
                "Steward started power protection alone: " + troubles.get(0),
                String.join("\n", troubles)
                        + "\n\nSchedules do not fire and no run begins until this is mended and Steward"
                        + " is started again. An outage is handled.\n",
                Optional.empty(),
                now,
                Optional.empty()));
    }

    /** Tells that an outage would be handled with a plan or with hosts that were kept. */
    public void lastValid(List<String> problems, Instant now) {
        problems.forEach(problem -> LOG.error("Power: {}", problem));
        urgent.tell(new Notice(
                "power-kept-" + now,
                Notice.Kind.POWER_ERROR,
                Notice.Severity.ERROR,
                "power",
                problems.get(0),
                String.join("\n", problems) + "\n\nsteward power status    shows what is in effect\n",
                Optional.empty(),
                now,
                Optional.empty()));
    }

    /**
     * Looks whether the channels of a configuration can be made.
     *
     * @throws ConfigRefused for a template that cannot be understood, at its place
     */
    public static void check(LoadedConfig loaded) throws ConfigRefused {
        List<ConfigProblem> problems = Channels.problems(loaded.config().notices()).entrySet().stream()
                .map(one -> loaded.problem("notices." + one.getKey(), one.getValue()))
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
    }
}
