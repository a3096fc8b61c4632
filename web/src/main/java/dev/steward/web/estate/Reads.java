package dev.steward.web.estate;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.detail.Details;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What pages ask the clusters beyond the view. An answer counts for a moment, so that many who look at one page, which
 * renews itself, cost the cluster no more than one does.
 */
public final class Reads {

    /** How long an answer counts. */
    public static final Duration FRESH = Duration.ofSeconds(5);

    /** How long measurements count: PVE takes one a minute. */
    public static final Duration MEASURED = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final int MOST = 500;

    private final Estates estates;
    private final Time time;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** Reads of these clusters. */
    public Reads(Estates estates, Time time) {
        this.estates = estates;
        this.time = time;
    }

    private record Entry(long at, Read<?> read) {}

    /** A call, or several. */
    public interface Asking<T> {

        /** Asks. */
        T ask(PveApi api, Details details) throws PveException, InterruptedException;
    }

    /**
     * The answer of now, or of a moment ago.
     *
     * @param what is asked, unique in its cluster
     */
    @SuppressWarnings("unchecked")
    public <T> Read<T> of(String cluster, String what, Duration fresh, Asking<T> asking) throws InterruptedException {
        String key = cluster + " " + what;
        long now = time.nanos();
        Entry known = entries.get(key);
        if (known != null && now - known.at() < fresh.toNanos()) {
            return (Read<T>) known.read();
        }
        Read<T> read = ask(cluster, asking);
        if (entries.size() > MOST) {
            entries.values().removeIf(entry -> now - entry.at() > MEASURED.toNanos());
        }
        entries.put(key, new Entry(time.nanos(), read));
        return read;
    }

    private <T> Read<T> ask(String cluster, Asking<T> asking) throws InterruptedException {
        PveApi api = estates.api(cluster).interactive().within(PATIENCE);
        try {
            return Read.good(asking.ask(api, new Details(api)));
        } catch (PveException e) {
            return Read.bad(e.getMessage());
        }
    }
}
