package dev.steward.runner.proxmox.act;

import dev.steward.runner.proxmox.PveAnswer;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveException.Kind;
import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.Upid;
import dev.steward.runner.proxmox.Vmid;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.proxmox.estate.ViewReader;
import dev.steward.runner.proxmox.task.TaskBudget;
import dev.steward.runner.proxmox.task.TaskEnd;
import dev.steward.runner.proxmox.task.TaskWatcher;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Changes something on one cluster and follows it to its end. What it reads to decide by is read now, never from the view that
 * is kept for pages and inventories. Safe for many threads.
 *
 * <p>A call whose answer is a UPID has only begun: {@link #carryOut} tells the watcher, keeps the UPID in the store, and waits.
 * When the waiting thread is interrupted, the UPID is ended where that leaves nothing half done ({@link Cancelling}); else it
 * goes on, stays in the store as not ended, and is followed from there.
 */
public final class Acting {

    private static final Duration TO_STOP = Duration.ofSeconds(20);
    private static final ViewReader.Frame NO_FRAME = new ViewReader.Frame(Optional.empty(), List.of(), List.of());

    private final Means means;
    private final UpidWatcher watcher;
    private final Optional<Long> begunBefore;
    private final Set<String> adopted = ConcurrentHashMap.newKeySet();

    /** The way to one cluster. */
    public Acting(Means means, UpidWatcher watcher) {
        this(means, watcher, Optional.empty());
    }

    /**
     * The way to one cluster for something that a process which died may have asked for already: what it began is followed, and
     * not asked for again.
     *
     * @param ago how long ago it began; empty: nobody did
     */
    public Acting(Means means, UpidWatcher watcher, Optional<Duration> ago) {
        this.means = means;
        this.watcher = watcher;
        this.begunBefore = ago.map(since -> means.time().nanos() - since.toNanos());
    }

    /** How long ago a process that died began what is asked for now; empty: nobody did. */
    public Optional<Duration> resumed() {
        return begunBefore.map(at -> Duration.ofNanos(time().nanos() - at));
    }

    /** Our name of the cluster. */
    public String cluster() {
        return means.api().cluster();
    }

    /** Its API, for reads of any kind. */
    public PveApi api() {
        return means.api();
    }

    /** The clock. */
    public Time time() {
        return means.time();
    }

    /** How long a change may take where nobody says otherwise. */
    public Duration limit() {
        return means.limit();
    }

    /** The same, whose calls end, all together, at this time from now. */
    public Acting within(Duration limit) {
        Means soon = new Means(api().within(limit), means.tasks(), time(), limit, means.rules());
        return new Acting(soon, watcher, resumed());
    }

    /** What holds for all changes of this run. */
    public HouseRules rules() {
        return means.rules();
    }

    /**
     * The whole cluster, read now by four calls side by side. PVE itself notes what runs every 10 s only: what a decision needs of one guest
     * is read by {@link #state}.
     */
    public View view() throws PveException, InterruptedException {
        return new WholeView(new ViewReader(api())).read(time().now());
    }

    /**
     * As {@link #view}; where the token may not read what the cluster says of itself, as much as it may: such a cluster is taken
     * to have quorum, and PVE itself will say where it has none. While the power is gone a part that fails does no more harm than
     * one that may not be read.
     */
    public View clearView() throws PveException, InterruptedException {
        try {
            return view();
        } catch (PveException e) {
            if (e.kind() == Kind.FORBIDDEN || rules().outage() && e.kind() != Kind.UNREACHABLE) {
                return guestView();
            }
            throw e;
        }
    }

    /**
     * Where all guests are, with their names, tags and pools, read now by one call. What the cluster says of itself, as quorum
     * and HA, is not in it.
     */
    public View guestView() throws PveException, InterruptedException {
        return new ViewReader(api()).read(NO_FRAME, time().now());
    }

    /**
     * A guest where it is now.
     *
     * @throws ActException when the cluster has none of this id
     */
    public Guest guest(Vmid vmid) throws PveException, ActException, InterruptedException {
        return guestView()
                .guest(vmid)
                .orElseThrow(() -> new ActException("cluster " + cluster() + " has no guest " + vmid));
    }

    /** Whether the node on which a guest was is not a member of the cluster now. */
    public boolean lost(Guest guest) throws PveException, InterruptedException {
        View now = guestView();
        Guest there = now.guest(guest.vmid()).orElse(guest);
        Node node = now.nodes().get(there.node());
        return node != null && !node.online();
    }

    /** What a guest does at this moment, as its node says. */
    public GuestState state(Guest guest) throws PveException, InterruptedException {
        return GuestState.of(
                api().get(guest.kind().path(guest.node(), guest.vmid()).and("status", "current"), Map.of())
                        .fields());
    }

    /** The configuration of a guest, as it is written down. */
    public PveFields config(Guest guest) throws PveException, InterruptedException {
        return api().get(guest.kind().path(guest.node(), guest.vmid()).and("config"), Map.of())
                .fields();
    }

    /**
     * Makes a call, and where it begins a UPID follows that to its end.
     *
     * @return how the UPID ended, well or not; empty: the call was carried out at once
     * @throws PveException when the call itself was refused
     */
    public Optional<TaskEnd> carryOut(Change change) throws PveException, InterruptedException {
        Optional<Upid> begun = begun(change);
        return begun.isEmpty() ? Optional.empty() : Optional.of(follow(change, begun.get()));
    }

    /**
     * As {@link #carryOut}, for a call that must end well.
     *
     * @throws ActException when the UPID failed, was cancelled, or did not end in time
     */
    public Optional<TaskEnd> done(Change change) throws PveException, ActException, InterruptedException {
        Optional<TaskEnd> end = carryOut(change);
        if (end.isPresent() && !end.get().ok()) {
            throw new ActException(failure(change.action(), end.get()));
        }
        return end;
    }

    /** The message of a UPID that did not end well, with the UPID itself to look it up by. */
    public static String failure(String action, TaskEnd end) {
        return end.failure(action) + " (" + end.upid() + ")";
    }

    private Optional<Upid> begun(Change change) throws PveException, InterruptedException {
        if (begunBefore.isPresent() && adopted.add(change.path().toString())) {
            Optional<Upid> earlier = new Adoption(this).find(change, begunBefore.get());
            if (earlier.isPresent()) {
                return earlier;
            }
        }
        long sent = time().nanos();
        try {
            return call(change).upid();
        } catch (PveException e) {
            Optional<Upid> found =
                    e.kind() == Kind.UNKNOWN_OUTCOME ? new Adoption(this).find(change, sent) : Optional.empty();
            if (found.isEmpty()) {
                throw e;
            }
            return found;
        }
    }

    private PveAnswer call(Change change) throws PveException, InterruptedException {
        return switch (change.verb()) {
            case POST -> api().post(change.path(), change.values());
            case PUT -> api().put(change.path(), change.values());
            case DELETE -> api().delete(change.path(), change.values());
        };
    }

    private TaskEnd follow(Change change, Upid upid) throws PveException, InterruptedException {
        watcher.started(cluster(), upid, change.action());
        TaskBudget budget = change.budget().orElse(TaskBudget.of(limit()));
        TaskWatcher lines = (number, text) -> watcher.line(cluster(), upid, text);
        try {
            return told(means.tasks().follow(api(), upid, budget, lines));
        } catch (InterruptedException e) {
            stop(upid, lines);
            throw e;
        }
    }

    private TaskEnd told(TaskEnd end) {
        watcher.ended(cluster(), end);
        return end;
    }

    /* The thread was interrupted, and is no more: what is asked here is asked of PVE in a short time of its own. */
    private void stop(Upid upid, TaskWatcher lines) throws InterruptedException {
        if (!Cancelling.safe(upid)) {
            watcher.line(cluster(), upid, "goes on: to end it now could leave it half done");
            return;
        }
        try {
            PveApi soon = api().within(TO_STOP);
            means.tasks().cancel(soon, upid);
            told(means.tasks().follow(soon, upid, TaskBudget.of(TO_STOP), lines));
        } catch (PveException e) {
            watcher.line(cluster(), upid, "could not be cancelled: " + e.getMessage());
        }
    }
}
