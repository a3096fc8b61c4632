package dev.steward.runner.app.alert;

import dev.steward.runner.alert.AlertBook;
import dev.steward.runner.alert.AlertTeller;
import dev.steward.runner.alert.EstateSigns;
import dev.steward.runner.alert.JobSigns;
import dev.steward.runner.alert.Looked;
import dev.steward.runner.alert.Roster;
import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.alert.AlertsConfig;
import dev.steward.runner.notify.Notifier;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.store.Store;
import dev.steward.runner.time.Rounds;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Watches the clusters for what people are to be told, from {@link #start} on. */
public final class Alerting implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Parts parts;
    private final AlertBook book;
    private final AlertTeller teller;
    private final Roster roster;
    private final AlertDesk desk;
    private final JobSigns jobs;
    private final Rounds rounds;
    private boolean started;

    /**
     * What it stands on.
     *
     * @param estates the clusters in view
     * @param own what explains trouble
     * @param notifier tells people
     * @param url of the page; empty: none
     */
    public record Parts(
            AlertsConfig config,
            Supplier<Estates> estates,
            OwnWork.Sources own,
            Notifier notifier,
            Optional<String> url,
            Time time) {}

    /**
     * Of a configuration; nothing is watched yet.
     *
     * @param notifier tells people
     */
    public static Alerting of(
            StewardConfig config, Supplier<Estates> estates, OwnWork.Sources own, Notifier notifier, Time time) {
        return new Alerting(new Parts(
                config.alerts(), estates, own, notifier, config.server().url(), time));
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
        this.jobs = new JobSigns(
                parts.config(), store.alerts(), cluster -> parts.estates().get().api(cluster), parts.time());
        this.rounds = new Rounds("alerts", LOOK, parts.time(), this::look);
    }

    /** What people ask and say. */
    public AlertDesk desk() {
        return desk;
    }

    /** Begins to watch, where it is switched on and there is a cluster; more than once is as good as once. */
    public synchronized void start() {
        if (parts.config().enabled() && !started && parts.estates().get().any()) {
            started = true;
            rounds.start();
        }
    }

    /** Looks once, and tells what is to be told. */
    public void look() throws InterruptedException {
        Estates estates = parts.estates().get();
        Estate estate = book.pressing() ? estates.fresh() : estates.known();
        Looked looked = EstateSigns.of(estate, parts.config()).and(jobs.look(estate));
        book.look(looked, OwnWork.lazily(parts.own(), estate, parts.time()));
        roster.look(estate);
        teller.pass();
    }

    @Override
    public void close() {
        rounds.close();
    }
}
