package dev.steward.runner.app.rehearsal;

import dev.steward.dsl.plan.PowerPlan;
import dev.steward.runner.app.power.History;
import dev.steward.runner.app.power.PlanSource;
import dev.steward.runner.app.power.PowerRefused;
import dev.steward.runner.engine.Control;
import dev.steward.runner.engine.RunOrder;
import dev.steward.runner.engine.RunSummary;
import dev.steward.runner.event.Cause;
import dev.steward.runner.event.EventLog;
import dev.steward.runner.event.Recap;
import dev.steward.runner.event.RunEvent;
import dev.steward.runner.event.RunStatus;
import dev.steward.runner.inventory.Host;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.Allowance;
import dev.steward.runner.outage.Hand;
import dev.steward.runner.outage.House;
import dev.steward.runner.outage.Outage;
import dev.steward.runner.outage.OutageOrder;
import dev.steward.runner.outage.OutageParts;
import dev.steward.runner.outage.OutageParts.PhaseEngine;
import dev.steward.runner.outage.PhasedPlan;
import dev.steward.runner.outage.journal.FileJournal;
import dev.steward.runner.outage.journal.Journal;
import dev.steward.runner.outage.rehearsal.PlayedUps;
import dev.steward.runner.outage.rehearsal.Scenario;
import dev.steward.runner.outage.rehearsal.Scenarios;
import dev.steward.runner.power.PowerFeed;
import dev.steward.runner.power.PowerSignal;
import dev.steward.runner.power.UpsSource;
import dev.steward.runner.power.watch.Rules;
import dev.steward.runner.power.watch.SteppedFeed;
import dev.steward.runner.secret.TextMasker;
import dev.steward.runner.time.SettableTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays outages: a scenario's UPS, the real decisions, the real phases with the engine in check mode, all on a clock that is moved.
 * What a phase would take is what was recorded of it. Nothing is changed anywhere. Thread-safe; one at a time.
 */
public final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration AFTER = Duration.ofMinutes(5);
    private static final String KIND = "rehearsal";
    private static final String AT_ONCE = "low-battery";

    private final RehearsalParts parts;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** Of these parts. */
    public Rehearsal(RehearsalParts parts) {
        this.parts = parts;
    }

    /**
     * Begins to play one.
     *
     * @param said its name, or a file
     * @param by who asks
     * @return the run's number
     * @throws PowerRefused where there is no such scenario, no plan, or another one is played
     */
    public long begin(String said, String by) throws PowerRefused {
        Scenario scenario = scenario(said);
        PlanSource.Found found = parts.plans().found().orElseThrow(this::noPlan);
        if (!busy.compareAndSet(false, true)) {
            throw new PowerRefused(List.of("A rehearsal is being played; wait for its end."));
        }
        try {
            Played played = played(found, said, by);
            Thread thread = new Thread(() -> playOnce(played, scenario, said), KIND);
            thread.setDaemon(true);
            thread.start();
            return played.row().run();
        } catch (RuntimeException e) {
            busy.set(false);
            throw new PowerRefused(List.of(String.valueOf(e.getMessage())));
        }
    }

    /**
     * Plays the outage in which all is done at once, unseen and in the thread that calls: what an outage needs has been loaded and tried
     * once when the first one comes. Where there is no plan, nothing happens; what goes wrong is only logged.
     */
    public void tryOut() {
        parts.plans().found().ifPresent(found -> {
            AtomicLong number = new AtomicLong();
            History.Row unseen = new History.Row(0, event -> number.incrementAndGet());
            play(new Played(order(found), unseen), Scenarios.NAMED.get(AT_ONCE), AT_ONCE);
        });
    }

    private static Scenario scenario(String said) throws PowerRefused {
        try {
            return Scenarios.of(said);
        } catch (IllegalArgumentException e) {
            throw new PowerRefused(List.of(e.getMessage()));
        }
    }

    private PowerRefused noPlan() {
        List<String> problems = new ArrayList<>(List.of("There is no valid power plan."));
        problems.addAll(parts.plans().problems());
        return new PowerRefused(problems);
    }

    /** What is played: the order, and the row it becomes. */
    private record Played(OutageOrder order, History.Row row) {}

    private OutageOrder order(PlanSource.Found found) {
        Inventory inventory = parts.inventory().get();
        PhasedPlan plan = PhasedPlan.of(found.plan());
        TextMasker masker = new TextMasker();
        parts.kept().forEach(masker::learn);
        List<Host> hosts = inventory.hostNames().stream()
                .flatMap(name -> inventory.host(name).stream())
                .toList();
        Path folder = found.file().toAbsolutePath().normalize().getParent();
        return new OutageOrder(
                "rehearsal-" + Long.toString(parts.time().now().toEpochMilli(), 36),
                plan,
                found.file().toString(),
                folder == null ? Path.of("/") : folder,
                inventory,
                parts.self().apply(hosts),
                masker,
                new Cause(Cause.Kind.UPS, KIND),
                new OutageOrder.How(false, true, Optional.empty(), Optional.empty()));
    }

    private Played played(PlanSource.Found found, String said, String by) {
        OutageOrder order = order(found);
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("power", KIND);
        options.put("check", true);
        options.put("scenario", said);
        History.Row row = parts.history()
                .begin(
                        order.plan().whole(),
                        order.file(),
                        () -> order.inventory().snapshot().json(),
                        options,
                        new Cause(Cause.Kind.PERSON, by));
        return new Played(order, row);
    }

    private void playOnce(Played played, Scenario scenario, String said) {
        try {
            play(played, scenario, said);
        } finally {
            busy.set(false);
        }
    }

    private void play(Played played, Scenario scenario, String said) {
        EventLog log = played.row().log();
        try {
            carriedOut(played, scenario, said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | IOException e) {
            LOG.error("a rehearsal broke off", e);
            SortedMap<String, Recap.Counts> none = new TreeMap<>();
            log.append(new RunEvent.RunFinished(
                    RunStatus.FAILED, 1, new Recap(none), "the rehearsal broke off: " + e.getMessage()));
        }
    }

    private void carriedOut(Played played, Scenario scenario, String said) throws InterruptedException, IOException {
        SettableTime clock = new SettableTime(parts.time().now());
        PowerPlan power = played.order().plan().power();
        Rules rules = Rules.of(parts.config(), Optional.of(power));
        PlayedUps ups = new PlayedUps(scenario, clock);
        Map<String, UpsSource> sources = new LinkedHashMap<>();
        rules.upses().forEach(name -> sources.put(name, ups::ask));
        PowerFeed feed = new SteppedFeed(rules, sources, clock, event -> LOG.debug("{}", event));
        Instant began = clock.now();
        if (!counts(feed, power, scenario.script().length().plus(AFTER), clock)) {
            shortDip(played, said);
            return;
        }
        Hand hand = new Hand();
        Timeline timeline = new Timeline(
                played.row().log(),
                said,
                clock.now().minus(feed.now().onBatteryFor()),
                hand::phases,
                at -> ups.battery(Duration.between(began, at)));
        Path folder = Files.createTempDirectory("steward-rehearsal-");
        try (Journal journal = FileJournal.open(folder)) {
            OutageParts with = new OutageParts(
                    lasting(played.order(), parts.stages().apply(clock), clock, feed),
                    feed,
                    journal,
                    House.NONE,
                    Allowance.NONE,
                    parts.config().recovery().enabled(),
                    () -> false,
                    clock,
                    () -> KIND);
            new Outage(with, played.order(), timeline, hand).run();
        } finally {
            remove(folder);
        }
    }

    /** Waits until the outage counts; false: it never did. */
    private static boolean counts(PowerFeed feed, PowerPlan plan, Duration longest, SettableTime clock)
            throws InterruptedException {
        long end = clock.nanos() + longest.toNanos();
        PowerSignal signal = feed.now();
        while (clock.nanos() < end) {
            boolean lasted = signal.confirmed() && signal.onBatteryFor().compareTo(plan.confirm()) >= 0;
            if (signal.outage() > 0 && (signal.onBattery() || signal.forced()) && (signal.emergency() || lasted)) {
                return true;
            }
            signal = feed.next(signal, LOOK);
        }
        return false;
    }

    private static void shortDip(Played played, String said) {
        OutageOrder order = played.order();
        EventLog log = played.row().log();
        log.append(new RunEvent.RunStarted(order.plan().whole().name(), order.file(), List.of(), true));
        SortedMap<String, Recap.Counts> none = new TreeMap<>();
        log.append(new RunEvent.RunFinished(
                RunStatus.OK,
                0,
                new Recap(none),
                "rehearsal of " + said + ": the mains was not gone for "
                        + Timeline.span(order.plan().power().confirm())
                        + " without a break, so the outage did not count and nothing was stopped"));
    }

    /** In check mode a play takes no time; here it takes what it likely takes, a part of its phase. */
    private PhaseEngine lasting(OutageOrder order, PhaseEngine engine, SettableTime clock, PowerFeed feed) {
        List<Duration> needs = parts.needs().apply(order.plan(), order.inventory());
        return (RunOrder run, EventLog log, Control control) -> {
            RunSummary summary = engine.run(run, new AsIfDone(log, run.part().book()), control);
            pass(share(order.plan(), run.part().first(), needs), clock, feed);
            return summary;
        };
    }

    private static Duration share(PhasedPlan plan, int play, List<Duration> needs) {
        for (int phase = 0; phase < plan.count(); phase++) {
            PhasedPlan.Span span = plan.phases().get(phase);
            if (play >= span.first() && play < span.end()) {
                return needs.get(phase).dividedBy(span.end() - span.first());
            }
        }
        return Duration.ZERO;
    }

    /* Not in one leap: what the UPS says meanwhile is seen, as in life. */
    private static void pass(Duration time, SettableTime clock, PowerFeed feed) {
        Duration left = time;
        while (!left.isZero() && !left.isNegative()) {
            Duration step = left.compareTo(LOOK) < 0 ? left : LOOK;
            clock.advance(step);
            feed.now();
            left = left.minus(step);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(Rehearsal::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
