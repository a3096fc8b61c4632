package dev.steward.runner.store;

import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.config.store.StoreConfig;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.store.account.Accounts;
import dev.steward.runner.store.account.Audit;
import dev.steward.runner.store.account.Elsewhere;
import dev.steward.runner.store.account.SecondFactors;
import dev.steward.runner.store.alert.Alerts;
import dev.steward.runner.store.alert.Silences;
import dev.steward.runner.store.approve.Approvals;
import dev.steward.runner.store.duration.Durations;
import dev.steward.runner.store.estate.EstateChanges;
import dev.steward.runner.store.estate.EstateRecords;
import dev.steward.runner.store.green.Figures;
import dev.steward.runner.store.green.Greens;
import dev.steward.runner.store.green.ScheduleEnds;
import dev.steward.runner.store.green.Tallies;
import dev.steward.runner.store.hook.HooksSeen;
import dev.steward.runner.store.host.KnownHosts;
import dev.steward.runner.store.keep.KeepRules;
import dev.steward.runner.store.keep.Keeping;
import dev.steward.runner.store.keep.Swept;
import dev.steward.runner.store.lead.Lead;
import dev.steward.runner.store.lead.Machine;
import dev.steward.runner.store.live.Shared;
import dev.steward.runner.store.live.Signals;
import dev.steward.runner.store.outbox.ImageUpdates;
import dev.steward.runner.store.outbox.Outbox;
import dev.steward.runner.store.patch.Operations;
import dev.steward.runner.store.patch.PatchExceptions;
import dev.steward.runner.store.patch.Patches;
import dev.steward.runner.store.patch.RebootRequests;
import dev.steward.runner.store.resume.ResumedRuns;
import dev.steward.runner.store.saved.SavedFilters;
import dev.steward.runner.store.seal.Sealing;
import dev.steward.runner.store.server.Identity;
import dev.steward.runner.store.server.Lease;
import dev.steward.runner.store.server.Reaper;
import dev.steward.runner.store.server.Servers;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.runner.store.upid.Upids;
import dev.steward.runner.store.ups.UpsHistory;
import dev.steward.runner.store.wake.WakeStore;
import dev.steward.runner.time.Time;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Everything kept for a state directory, in one H2 file or a PostgreSQL database. An acknowledged event survives the death of the process
 * at any moment. A power cut of the machine may cost what was written in the last second or two in a file, and nothing in PostgreSQL.
 */
public final class Store implements AutoCloseable {

    private final Path folder;
    private final Database database;
    private final Seal seal;
    private final EventJson json = new EventJson();
    private final RunQueries queries;
    private final Subscriptions subscriptions;
    private final RunStore runs;
    private final List<Long> lost;
    private final Time time;
    private final ImageUpdates images;
    private final Servers servers;
    private final Shared shared;
    private final String machine;
    private final Reaper reaper;

    private Store(Database database, StateDir dir, Time time, Servers servers, Seal seal) {
        this.folder = dir.path();
        this.machine = database.onServer() ? "@" + Machine.of(folder) : "";
        this.database = database;
        this.seal = seal;
        Sealing.begin(database.jdbi(), seal, dir.owner().what().equals("serve"));
        this.time = time;
        this.images = new ImageUpdates(database.jdbi());
        this.queries = new RunQueries(database.jdbi(), json, time);
        this.servers = servers;
        this.shared = Shared.of(database.jdbi(), server(), database.onServer(), time);
        Signals signals = shared.signals();
        LostRuns left = new LostRuns(database.jdbi(), json, queries, time, signals);
        this.lost = left.end();
        this.subscriptions = new Subscriptions(queries);
        signals.onRun(subscriptions::look);
        signals.onMissed(subscriptions::lookAtAll);
        this.runs = new RunStore(
                database.jdbi(), json, time, new RunStore.Owner(server(), database::sure), subscriptions, signals);
        new PatchRebuild(database.jdbi(), json, queries, settings()).once(servers, time);
        database.listen(signals);
        this.reaper = new Reaper(servers, () -> left.end(runs));
    }

    /** Opens the one in the file of a state directory. */
    public static Store open(StateDir dir, Time time) {
        return open(dir, Optional.empty(), Identity.Said.NOTHING, Optional.empty(), time);
    }

    /** The same as it is configured, for this version of Steward. */
    public static Store open(StateDir dir, StewardConfig config, String version, Time time) {
        Identity.Said said = Identity.Said.of(config.server(), version);
        return open(dir, config.store(), said, config.secrets().sealKey(), time);
    }

    /**
     * Opens the store, migrates it, seals what is not sealed and ends what a dead owner left behind.
     *
     * @param dir ours, until after the store is closed
     * @param server where the history is kept; empty: in the directory
     * @param said what this server is called, and what for
     * @param sealKey the file of the keys that seal secrets; empty: as {@link Seal} has it
     * @param time for every time that is recorded
     * @throws StoreException when the database or sealKey cannot be used, the database is damaged, emptied, a newer Steward's or
     *     somebody's alone, or the disk is full
     */
    public static Store open(
            StateDir dir, Optional<StoreConfig> server, Identity.Said said, Optional<Path> sealKey, Time time) {
        Seal seal = Sealing.seal(sealKey, dir.path(), server.isEmpty());
        Identity me = Identity.here(said, dir.owner().what().equals("serve"));
        Lease lease = new Lease(time);
        Database database =
                server.map(on -> Database.open(on, dir.path(), me, lease)).orElseGet(() -> Database.open(dir.path()));
        try {
            return new Store(database, dir, time, database.joined(dir, me, lease), seal);
        } catch (RuntimeException e) {
            database.close();
            throw database.trouble().beginning(e);
        }
    }

    /** The state directory. */
    public Path folder() {
        return folder;
    }

    /**
     * A store that ends with this process, where the one of a state directory cannot be opened: nothing of it is a history.
     */
    public static Store inMemory(StateDir dir, Time time) {
        Identity me = Identity.here(Identity.Said.NOTHING, dir.owner().what().equals("serve"));
        Lease lease = new Lease(time);
        Database database = Database.inMemory(dir.path());
        return new Store(database, dir, time, database.joined(dir, me, lease), Sealing.none(dir.path()));
    }

    /** Whether it is PostgreSQL, and no file of the state directory. */
    public boolean onServer() {
        return database.onServer();
    }

    /** Whether it outlives this process. */
    public boolean lasting() {
        return database.lasting();
    }

    /** This process among those that work on the history: the owner of the runs it begins. */
    public String server() {
        return servers.me().id();
    }

    /** All of them. */
    public Servers servers() {
        return servers;
    }

    /** Runs from the wish to the end. */
    public RunStore runs() {
        return runs;
    }

    /** What pages ask. */
    public RunQueries queries() {
        return queries;
    }

    /** Which run goes on with which. */
    public ResumedRuns resumed() {
        return new ResumedRuns(database.jdbi());
    }

    /** Schedules and their fires. */
    public ScheduleStore schedules() {
        return new ScheduleStore(database.jdbi(), server());
    }

    /** The people who sign in by name. */
    public Accounts accounts() {
        return new Accounts(database.jdbi(), time);
    }

    /** What people sign in with besides their passwords. */
    public SecondFactors secondFactors() {
        return new SecondFactors(database.jdbi(), seal, time);
    }

    /** Which account belongs to whom a provider signs in. */
    public Elsewhere elsewhere() {
        return new Elsewhere(database.jdbi());
    }

    /** Plans that wait for another person's word. */
    public Approvals approvals() {
        return new Approvals(database.jdbi());
    }

    /** What runs learnt of hosts. */
    public KnownHosts hosts() {
        return new KnownHosts(database.jdbi(), json);
    }

    /** Signatures that hooks were sent lately. */
    public HooksSeen hooksSeen() {
        return new HooksSeen(database.jdbi());
    }

    /** Who changed what. */
    public Audit audit() {
        return new Audit(database.jdbi(), time);
    }

    /** Filters of the history that people kept. */
    public SavedFilters savedFilters() {
        return new SavedFilters(database.jdbi(), time);
    }

    /** API tokens. */
    public Tokens tokens() {
        return new Tokens(database.jdbi(), time);
    }

    /** Notices on their way. */
    public Outbox outbox() {
        return new Outbox(database.jdbi());
    }

    /** What is and was wrong. */
    public Alerts alerts() {
        return new Alerts(database.jdbi());
    }

    /** What people do not want to be told for a while. */
    public Silences silences() {
        return new Silences(database.jdbi());
    }

    /** Newer versions of container images. */
    public ImageUpdates images() {
        return images;
    }

    /** What changed in the clusters. */
    public EstateChanges estateChanges() {
        return new EstateChanges(database.jdbi());
    }

    /** How UPSes stood. */
    public UpsHistory upses() {
        return new UpsHistory(database.jdbi());
    }

    /** What is known of clusters, nodes and guests. */
    public EstateRecords estateRecords() {
        return new EstateRecords(database.jdbi());
    }

    /** What the fires of schedules came to last. */
    public ScheduleEnds ends() {
        return new ScheduleEnds(database.jdbi());
    }

    /** When playbooks last went well. */
    public Greens greens() {
        return new Greens(database.jdbi());
    }

    /** How many runs ended how. */
    public Tallies tallies() {
        return new Tallies(database.jdbi());
    }

    /** Counts of what is open and what became of it. */
    public Figures figures() {
        return new Figures(database.jdbi());
    }

    /** How long the steps of power plans took. */
    public Durations durations() {
        return runs.durations();
    }

    /** Tasks of PVE that were begun from here. */
    public Upids upids() {
        return new Upids(database.jdbi(), time);
    }

    /** Guests that sleep and wake. */
    public WakeStore wakes() {
        return new WakeStore(database.jdbi());
    }

    /** The state of every host's packages, and what changed. */
    public Patches patches() {
        return new Patches(database.jdbi());
    }

    /** Package work on hosts. */
    public Operations operations() {
        return new Operations(database.jdbi());
    }

    /** What people took out of the usual package work and reboots. */
    public PatchExceptions patchExceptions() {
        return new PatchExceptions(database.jdbi());
    }

    /** Reboots that somebody asked for. */
    public RebootRequests reboots() {
        return new RebootRequests(database.jdbi());
    }

    /** Tells the state of packages and the ledger again from the events that are kept; how many tasks told of them. */
    public int rebuildPatches() {
        return new PatchRebuild(database.jdbi(), json, queries, settings()).again();
    }

    /** What the servers on this database have among themselves. */
    public Shared shared() {
        return shared;
    }

    /** Which duties are ours, of those that only one of several servers does. */
    public Lead lead() {
        return shared.lead();
    }

    /** Small facts. */
    public Settings settings() {
        return new Settings(database.jdbi(), seal, machine);
    }

    /** Why something was not done: a full disk as a {@link StoreException} in plain words, anything else as it is. */
    public RuntimeException trouble(RuntimeException e) {
        return database.trouble().working(e);
    }

    /** Why nothing began on it; the same. */
    public RuntimeException notBegun(RuntimeException e) {
        return database.trouble().beginning(e);
    }

    /** The form of events and records in JSON. */
    public EventJson json() {
        return json;
    }

    /** The runs that were found unfinished at the start and are lost now. */
    public List<Long> lost() {
        return lost;
    }

    /** The pool, for Quartz's tables in the same database. */
    public DataSource connections() {
        return database.connections();
    }

    /** Removes old runs, notices and what was seen of images; which runs. */
    public Swept prune(KeepRules keep) {
        Instant oldest = keep.oldest(time.now());
        outbox().prune(oldest);
        images.prune(oldest);
        upids().prune(oldest);
        alerts().prune(oldest);
        silences().prune(oldest);
        approvals().prune(oldest);
        shared.orders().prune(oldest);
        servers.prune(time.now());
        return keeping().prune(keep);
    }

    /** What of the history is kept. */
    public Keeping keeping() {
        return new Keeping(database.jdbi(), time);
    }

    /** Writes what is there and closes; runs that have not ended are lost at the next start. */
    @Override
    public void close() {
        reaper.close();
        runs.close();
        shared.lead().release();
        subscriptions.close();
        database.close();
    }
}
