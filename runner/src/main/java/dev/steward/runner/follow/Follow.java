package dev.steward.runner.follow;

import dev.steward.runner.config.follow.FollowConfig;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.proxmox.task.TaskEnd;
import dev.steward.runner.proxmox.task.Tasks;
import dev.steward.runner.proxmox.task.UpidStore;
import dev.steward.runner.secret.TextMasker;
import dev.steward.runner.time.Time;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at guests and nodes while they run: what they use, their journals and files, the UPIDs about them. It changes nothing
 * but by {@link #cancel}. Whatever is live ends when its thread is interrupted or its receiver has gone, and with it what was
 * begun for it on the host.
 */
public final class Follow implements AutoCloseable {

    private final Finder finder;
    private final Measuring measuring;
    private final Reading reading;
    private final Upids upids;
    private final Runnable closing;

    /**
     * What is looked at.
     *
     * @param estates finds it
     * @param entries below {@code follow}, by cluster and name
     * @param doors the ways into it
     * @param masker of what hosts say
     * @param closing done at the close
     */
    public Follow(
            Estates estates,
            Map<String, Map<String, FollowConfig>> entries,
            Doors doors,
            TextMasker masker,
            Time time,
            Runnable closing) {
        this.finder = new Finder(estates, entries);
        this.measuring = new Measuring(estates, finder, time);
        this.reading = new Reading(doors, measuring, finder, masker);
        this.upids = new Upids(estates, finder, new Tasks(UpidStore.NONE, time));
        this.closing = closing;
    }

    /**
     * What a word means: the name of an entry below {@code follow}, or a guest or node by id, name or address.
     *
     * @param cluster in this one alone
     * @throws FollowException NOT_FOUND with what was perhaps meant, CONFLICT where it fits several
     */
    public Found find(String word, Optional<String> cluster) throws FollowException, InterruptedException {
        return finder.find(word, cluster);
    }

    /** The guest or node that an entry below {@code follow} means. */
    public Subject resolve(String cluster, String name, FollowConfig entry)
            throws FollowException, InterruptedException {
        return finder.resolved(cluster, name, entry);
    }

    /** What it uses now. */
    public Stats stats(Subject subject) throws FollowException, InterruptedException {
        return measuring.once(subject);
    }

    /** What it uses: at once, then of a guest every 3 s, of a node every second. */
    public void stats(Subject subject, Receiver<Stats> receiver)
            throws FollowException, IOException, InterruptedException {
        measuring.live(subject, receiver);
    }

    /** Lines of its journal; in a container without systemd of its syslog file. */
    public void journal(Subject subject, JournalAsk ask, Receiver<String> receiver)
            throws FollowException, IOException, InterruptedException {
        reading.journal(subject, ask, receiver);
    }

    /** Lines of files, and where that is asked for what they grow by. */
    public void tail(Subject subject, TailAsk ask, Receiver<String> receiver)
            throws FollowException, IOException, InterruptedException {
        reading.tail(subject, ask, receiver);
    }

    /** UPIDs, the newest first. */
    public UpidList upids(UpidFilter filter) throws FollowException, InterruptedException {
        return upids.list(filter);
    }

    /**
     * A UPID's log and how it stands.
     *
     * @param live whether to go on to its end
     */
    public TaskEnd upid(String upid, Optional<String> cluster, boolean live, Receiver<String> receiver)
            throws FollowException, IOException, InterruptedException {
        return upids.show(upid, cluster, live, receiver);
    }

    /** Asks PVE to end a UPID. */
    public void cancel(String upid, Optional<String> cluster) throws FollowException, InterruptedException {
        upids.cancel(upid, cluster);
    }

    @Override
    public void close() {
        closing.run();
    }
}
