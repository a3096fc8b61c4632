package dev.steward.runner.lab.pve;

import dev.steward.runner.lab.pve.access.Caller;
import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.http.Authority;
import dev.steward.runner.lab.pve.http.Door;
import dev.steward.runner.lab.pve.node.NodePower;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.table.Table;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A simulated Proxmox VE: one cluster, or one node that stands alone, listening on loopback. Made by
 * {@link #cluster} or {@link #standalone}.
 */
public final class PveLab implements AutoCloseable {

    /** Root's password in every lab. */
    public static final String ROOT_PASSWORD = "root of the lab";

    /** The secret of the token root@pam!steward. */
    public static final String TOKEN_SECRET = "5f3c1a9e-0d52-4d0b-9c55-6a1f00c0ffee";

    private static final long BEAT = 250;
    private static final int KEPT = 100_000;

    private final PveCluster cluster;
    private final Authority authority;
    private final Map<String, Door> doors = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(PveLab::thread);
    private final ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor(PveLab::thread);
    private final Deque<LoggedRequest> requests = new ArrayDeque<>();
    private final Faults faults = new Faults();
    private PveDesk.House house;

    PveLab(PveCluster cluster, Authority authority) {
        this.cluster = cluster;
        this.authority = authority;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "pve-lab");
        thread.setDaemon(true);
        return thread;
    }

    /** A cluster of that name to be. */
    public static LabBuilder cluster(String name) {
        return new LabBuilder(name);
    }

    /** A node that stands alone, to be. */
    public static LabBuilder standalone() {
        return new LabBuilder("");
    }

    void open(PveDesk.House whole, Function<PveNode, javax.net.ssl.SSLContext> tls) throws IOException {
        house = whole;
        for (PveNode node : cluster.nodes().values()) {
            Door door = new Door(tls.apply(node), threads, new PveDesk(house, node.name()));
            doors.put(node.name(), door);
            door.open();
        }
        beat.scheduleWithFixedDelay(this::tick, BEAT, BEAT, TimeUnit.MILLISECONDS);
    }

    void log(LoggedRequest request) {
        synchronized (requests) {
            requests.add(request);
            if (requests.size() > KEPT) {
                requests.remove();
            }
        }
    }

    private void tick() {
        synchronized (cluster) {
            cluster.agenda().tick();
            cluster.nodes().values().forEach(this::door);
        }
    }

    /** Where nothing is switched on nobody listens. */
    private void door(PveNode node) {
        Door door = doors.get(node.name());
        try {
            if (node.up() && node.linked()) {
                door.open();
            } else {
                door.shut();
            }
        } catch (IOException e) {
            // Somebody else took the port meanwhile: the node stays unreachable, as one with a taken address would.
            node.down();
        }
    }

    /** What the cluster is. Hold its monitor while reading or changing it, or use {@link #change}. */
    public PveCluster state() {
        return cluster;
    }

    /** Reads or changes the cluster. */
    public <T> T change(Function<PveCluster, T> what) {
        synchronized (cluster) {
            cluster.agenda().tick();
            T answer = what.apply(cluster);
            cluster.nodes().values().forEach(this::door);
            return answer;
        }
    }

    /** The address of a node's API, as {@code https://127.0.0.1:40123}. */
    public String url(String node) {
        return "https://127.0.0.1:" + doors.get(node).port();
    }

    /** The addresses of all nodes. */
    public List<String> urls() {
        return doors.keySet().stream().map(this::url).toList();
    }

    /** The cluster's certificate authority, as it lies in /etc/pve/pve-root-ca.pem. */
    public String caPem() throws GeneralSecurityException {
        return authority.pem();
    }

    /** The SHA-256 of a node's certificate as PVE writes it. */
    public String fingerprint(String node) {
        return cluster.node(node).fingerprint();
    }

    /** A token of root without privilege separation: {@code root@pam!steward=…}. */
    public String token() {
        return "root@pam!steward=" + TOKEN_SECRET;
    }

    public String rootPassword() {
        return ROOT_PASSWORD;
    }

    /** What was asked so far; of very many the latest. */
    public List<LoggedRequest> requests() {
        synchronized (requests) {
            return new ArrayList<>(requests);
        }
    }

    /**
     * Carries out a method of the API, as {@code pvesh} does for root on a node.
     *
     * @param verb GET, POST, PUT, DELETE
     * @param path below /api2/json
     * @return its data; the UPID where it goes on working
     * @throws dev.steward.runner.lab.pve.call.Refusal as it refuses everybody
     */
    public Object pvesh(String verb, String path, Map<String, Object> params) {
        Table.Found found = house.table()
                .find(verb, List.of(path.substring(1).split("/")))
                .orElseThrow(() -> new IllegalArgumentException("no method " + verb + " " + path));
        Map<String, Object> all = new TreeMap<>(params);
        all.putAll(found.variables());
        String node =
                found.variables().getOrDefault("node", doors.keySet().iterator().next());
        return change(state -> house.handlers()
                .get(found.endpoint().title())
                .answer(new Call(state, state.node(node), found.endpoint(), all, Caller.SYSTEM)));
    }

    /** Faults on the way. */
    public Faults faults() {
        return faults;
    }

    /** The next task of a type about a guest shall end with this text; 0 stands for any guest. */
    public void fail(String type, int vmid, String text) {
        change(state -> {
            state.tasks().order(type, vmid == 0 ? "" : Integer.toString(vmid), text);
            return null;
        });
    }

    /** A node loses its power; guests on it with it. */
    public void kill(String node) {
        change(state -> {
            NodePower.lost(state, state.node(node));
            return null;
        });
    }

    /** A node comes back, its onboot guests with it. */
    public void revive(String node) {
        change(state -> {
            NodePower.boot(state, state.node(node));
            return null;
        });
    }

    /** A node's network is cut, or mended; it goes on running. */
    public void link(String node, boolean whole) {
        change(state -> {
            state.node(node).linked(whole);
            return null;
        });
    }

    /** Votes are lost, or come back. */
    public void quorum(boolean there) {
        change(state -> {
            state.quorumLost(!there);
            return null;
        });
    }

    /** No ticket counts any more. */
    public void expireTickets() {
        change(state -> {
            state.tickets().expireAll();
            return null;
        });
    }

    /** Locks a guest; an empty text unlocks it. */
    public void lock(int vmid, String lock) {
        change(state -> {
            state.guests().get(vmid).lock(lock);
            return null;
        });
    }

    /** A guest. */
    public Guest guest(int vmid) {
        return change(state -> state.guests().get(vmid));
    }

    /** Lets the estate catch up with its clock, as any request does. */
    public void settle() {
        change(state -> null);
    }

    @Override
    public void close() {
        faults.thaw();
        beat.shutdownNow();
        doors.values().forEach(Door::close);
        threads.shutdownNow();
    }
}
