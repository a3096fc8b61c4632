package dev.steward.runner.app.alert;

import dev.steward.runner.alert.AlertBook;
import dev.steward.runner.alert.AlertTeller;
import dev.steward.runner.alert.EstateSigns;
import dev.steward.runner.alert.JobSigns;
import dev.steward.runner.alert.Looked;
import dev.steward.runner.alert.Quiet;
import dev.steward.runner.alert.Roster;
import dev.steward.runner.alert.UpsSigns;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.alert.AlertsConfig;
import dev.steward.runner.notify.Notifier;
import dev.steward.runner.power.UpsReading;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.store.Store;
import dev.steward.runner.store.lead.Duty;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Watches for what people are to be told, from {@link #start} on: the clusters, where that is switched on, and what is Steward's own.
 * Power protection tells of its UPSes itself, and does not wait for this.
 */
public final class Alerting implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Estate NOTHING = new Estate(Map.of());

    private final Parts parts;
    private final AlertBook book;
    private final AlertTeller teller;
    private final Roster roster;
    private final AlertDesk desk;
    private final JobSigns jobs;
    private final PatchSigns patches;
    private final Maintenance maintenance;
    private final Rounds rounds;
    private boolean started;

    /**
     * What it stands on.
     *
     * @param estates the clusters in view
     * @param house what is watched that is in no cluster
     * @param own what explains trouble
     * @param notifier tells people
     * @param url of the page; empty: none
     */
    public record Parts(
            AlertsConfig config,
            Supplier<Estates> estates,
            House house,
            OwnWork.Sources own,
            Notifier notifier,
            Optional<String> url,
            Time time) {}

    /**
     * What is in no cluster.
     *
     * @param power whether a UPS is configured
     * @param readings what UPSes last said, by name
     * @param oldest how long an update of a host may wait
     */
    public record House(boolean power, Supplier<Map<String, UpsReading>> readings, Duration oldest) {}

    /**
     * Of a configuration; nothing is watched yet.
     *
     * @param readings what UPSes last said, by name
     * @param notifier tells people
     */
    public static Alerting of(
            StewardConfig config,
            Supplier<Estates> estates,
            Supplier<Map<String, UpsReading>> readings,
            OwnWork.Sources own,
            Notifier notifier,
            Time time) {
        House house =
                new House(config.power().isPresent(), readings, config.patches().alarmAge());
        return new Alerting(new Parts(
                config.alerts(), estates, house, own, notifier, config.server().url(), time));
    }

    /** Nothing is watched yet. */
    public Alerting(Parts parts) {
        this.parts = parts;
        Store store = parts.own().store();
        this.book = new AlertBook(parts.config(), store.alerts(), parts.time());
        this.teller = new AlertTeller(
                store.alerts(),
                store.silences(),
                parts.notifier()::tell,
                parts.url(),
                parts.config().remind(),
                parts.time());
        this.roster =
                new Roster(parts.config(), store.settings(), store.silences(), parts.notifier()::tell, parts.time());
        this.desk = new AlertDesk(store, parts.config().enabled(), parts.notifier(), parts.time());
        this.maintenance = new Maintenance(parts.time(), OwnWork.LONGEST);
        this.jobs = new JobSigns(
                parts.config(), store.alerts(), cluster -> parts.estates().get().api(cluster), parts.time());
        this.patches = new PatchSigns(store.patches(), parts.house().oldest(), parts.time());
        this.rounds = new Rounds("alerts", LOOK, parts.time(), this::look);
    }

    /** What people ask and say. */
    public AlertDesk desk() {
        return desk;
    }

    /** Begins to watch; more than once is as good as once. */
    public synchronized void start() {
        if (!started) {
            started = true;
            rounds.start();
        }
    }

    /** Looks once, and tells what is to be told; nothing where another server watches. */
    public void look() throws InterruptedException {
        if (!parts.own().store().lead().mine(Duty.HOUSE)) {
            return;
        }
        try {
            House house = parts.house();
            Looked own = UpsSigns.of(house.readings().get(), house.power()).and(patches.look());
            Optional<Estate> estate = estate();
            Looked looked = estate.isEmpty() ? own : own.and(clusters(estate.get()));
            book.look(looked, own(estate.orElse(NOTHING)));
            estate.ifPresent(roster::look);
        } finally {
            teller.pass();
        }
    }

    private Quiet own(Estate estate) {
        return OwnWork.lazily(parts.own(), estate, maintenance.look(estate), parts.time());
    }

    /** The clusters, where they are watched. */
    private Optional<Estate> estate() throws InterruptedException {
        if (!parts.config().enabled()) {
            return Optional.empty();
        }
        Estates estates = parts.estates().get();
        return estates.any() ? Optional.of(book.pressing() ? estates.fresh() : estates.known()) : Optional.empty();
    }

    private Looked clusters(Estate estate) throws InterruptedException {
        return EstateSigns.of(estate, parts.config()).and(jobs.look(estate));
    }

    @Override
    public void close() {
        rounds.close();
    }
}
