package dev.steward.runner.outage.claim;

import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PvePath;
import dev.steward.runner.proxmox.act.ActingSource;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claim as an empty resource pool of the first cluster that answers. Proxmox VE makes a pool under its cluster-wide lock of
 * {@code user.cfg}, and refuses one that exists: so of two that try, one has it. The pool's comment names the holder and changes
 * while that one lives; whoever sees it unchanged for {@link #LEASE} by a clock of its own takes it over. A cluster that cannot be
 * asked, or gives no {@code Pool.Allocate} on {@code /pool/steward-outage}, keeps nobody from protecting the house.
 */
public final class ClusterClaim implements Claim {

    /** The pool. */
    public static final String POOL = "steward-outage";

    /** A holder that says nothing for so long is dead. */
    public static final Duration LEASE = Duration.ofSeconds(45);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterClaim.class);
    private static final Duration BEAT = Duration.ofSeconds(15);
    private static final Duration ASK = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final PvePath POOLS = PvePath.of("pools");
    private static final String ID = "poolid";
    private static final String COMMENT = "comment";

    private final ActingSource clusters;
    private final String id;
    private final String words;
    private final Time time;
    private final ExecutorService beating =
            new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                Thread thread = new Thread(work, "outage-claim");
                thread.setDaemon(true);
                return thread;
            });
    private Optional<String> held = Optional.empty();
    private Optional<Seen> seen = Optional.empty();
    private Standing last = Standing.MINE;
    private long asked;
    private boolean ever;
    private long beaten;

    /** What another one wrote, and since when it stands so by the own clock. */
    private record Seen(String comment, long since, long outage) {}

    /**
     * A claim.
     *
     * @param id the same for the same Steward after a restart, another for every other one
     * @param words who that is, for people
     */
    public ClusterClaim(ActingSource clusters, String id, String words, Time time) {
        this.clusters = clusters;
        this.id = "[" + id + "]";
        this.words = words;
        this.time = time;
    }

    @Override
    public synchronized Standing take(long outage) {
        if (ever && last == Standing.THEIRS && time.nanos() - asked < ASK.toNanos()) {
            return last;
        }
        ever = true;
        last = standing(outage);
        asked = time.nanos();
        return last;
    }

    private Standing standing(long outage) {
        for (String cluster : clusters.names()) {
            try {
                return at(cluster, outage);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Standing.MINE;
            } catch (PveException | IllegalArgumentException e) {
                LOG.warn(
                        "Whether another Steward carries the outage out cannot be told by cluster {}: {}{}",
                        cluster,
                        e.getMessage(),
                        hint(e));
            }
        }
        seen = Optional.empty();
        return Standing.MINE;
    }

    private static String hint(Exception e) {
        return e instanceof PveException pve && pve.kind() == PveException.Kind.FORBIDDEN
                ? "; the role PVEPoolAdmin on /pool/" + POOL + " lets it"
                : "";
    }

    private Standing at(String cluster, long outage) throws PveException, InterruptedException {
        PveApi api = clusters.of(cluster).api().within(LIMIT);
        if (seen.isEmpty() && made(api)) {
            return held(cluster);
        }
        Optional<String> comment = read(api);
        if (comment.isEmpty()) {
            if (outage != 0 && seen.filter(one -> one.outage() == outage).isPresent()) {
                seen = Optional.empty();
                return Standing.OVER;
            }
            return make(api, cluster, outage);
        }
        if (comment.get().contains(id)) {
            return mine(api, cluster);
        }
        if (lives(comment.get(), outage)) {
            return Standing.THEIRS;
        }
        LOG.warn("{}: nothing is heard of it for {} s, and its claim is taken over", comment.get(), LEASE.toSeconds());
        api.delete(POOLS, Map.of(ID, POOL));
        return make(api, cluster, outage);
    }

    /** Mostly nobody has it: one call tells, where to look first would take another while everything waits. */
    private boolean made(PveApi api) throws PveException, InterruptedException {
        try {
            api.post(POOLS, Map.of(ID, POOL, COMMENT, text()));
            return true;
        } catch (PveException e) {
            if (e.kind() == PveException.Kind.UNREACHABLE) {
                throw e;
            }
            return false;
        }
    }

    private boolean lives(String comment, long outage) {
        long now = time.nanos();
        if (seen.filter(one -> one.comment().equals(comment)).isEmpty()) {
            seen = Optional.of(new Seen(comment, now, outage));
            return true;
        }
        return now - seen.get().since() < LEASE.toNanos();
    }

    private Standing make(PveApi api, String cluster, long outage) throws PveException, InterruptedException {
        try {
            api.post(POOLS, Map.of(ID, POOL, COMMENT, text()));
        } catch (PveException e) {
            Optional<String> comment = read(api);
            if (comment.isEmpty()) {
                throw e;
            }
            if (!comment.get().contains(id)) {
                lives(comment.get(), outage);
                return Standing.THEIRS;
            }
        }
        return held(cluster);
    }

    private Standing mine(PveApi api, String cluster) throws PveException, InterruptedException {
        api.put(POOLS, Map.of(ID, POOL, COMMENT, text()));
        return held(cluster);
    }

    private Standing held(String cluster) {
        held = Optional.of(cluster);
        seen = Optional.empty();
        beaten = time.nanos();
        return Standing.MINE;
    }

    private static Optional<String> read(PveApi api) throws PveException, InterruptedException {
        return api.get(POOLS, Map.of()).list().stream()
                .filter(pool -> pool.text(ID).filter(POOL::equals).isPresent())
                .map(pool -> pool.text(COMMENT, "somebody"))
                .findFirst();
    }

    private String text() {
        return words + " carries an outage out " + id + " " + time.now();
    }

    @Override
    public synchronized void beat() {
        if (held.isPresent() && time.nanos() - beaten >= BEAT.toNanos()) {
            beaten = time.nanos();
            String cluster = held.get();
            beating.execute(() -> beat(cluster));
        }
    }

    private void beat(String cluster) {
        try {
            clusters.of(cluster).api().within(LIMIT).put(POOLS, Map.of(ID, POOL, COMMENT, text()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (PveException | IllegalArgumentException e) {
            LOG.debug("the claim could not be renewed at {}", cluster, e);
        }
    }

    @Override
    public synchronized void release() {
        held.ifPresent(cluster -> {
            try {
                PveApi api = clusters.of(cluster).api().within(LIMIT);
                if (read(api).filter(comment -> comment.contains(id)).isPresent()) {
                    api.delete(POOLS, Map.of(ID, POOL));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (PveException | IllegalArgumentException e) {
                LOG.debug("the claim stays at {} until it is taken over", cluster, e);
            }
        });
        held = Optional.empty();
    }

    @Override
    public synchronized Optional<String> other() {
        return last == Standing.THEIRS ? seen.map(Seen::comment) : Optional.empty();
    }
}
