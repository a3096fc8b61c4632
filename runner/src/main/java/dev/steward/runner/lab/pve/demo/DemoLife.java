package dev.steward.runner.lab.pve.demo;

import dev.steward.runner.lab.pve.PveLab;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.state.Guest;
import dev.steward.runner.lab.pve.state.Kind;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.state.Volume;
import dev.steward.runner.lab.pve.tool.DemoShell;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What goes on in the demo's cluster: every second load and traffic change a little; now and then a backup is made and a guest
 * moves. Only guests that no playbook of the demo is about are moved and backed up.
 */
final class DemoLife implements AutoCloseable {

    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration JUST_NOW = Duration.ofSeconds(30);
    private static final int FIRST_BACKUP = 20;
    private static final int FIRST_MOVE = 50;
    private static final int EVERY = 60;
    private static final int BACKUPS_KEPT = 3;

    // half a minute apart, so that no guest is moved while it is saved
    private static final List<Integer> SAVED = List.of(110, 210, 111);
    private static final List<Integer> MOVED = List.of(210, 210, 110);
    private static final long SEED = 20_240_930;
    private static final double PULL = 0.15;
    private static final double LEAST = 0.001;
    private static final double BASE_LOAD = 0.02;
    private static final int PROCESSORS = 8;

    private final PveLab lab;
    private final Time time;
    private final Random random = new Random(SEED);
    private final Thread thread = new Thread(this::live, "demo-life");
    private final Map<Integer, Integer> boots = new HashMap<>();
    private long beats;
    private int refused;

    DemoLife(PveLab lab, Time time) {
        this.lab = lab;
        this.time = time;
        thread.setDaemon(true);
    }

    void start() {
        lab.change(state -> {
            state.lively(true);
            return null;
        });
        thread.start();
    }

    private void live() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                beat();
                time.sleep(BEAT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One second. */
    synchronized void beat() {
        beats++;
        lab.change(state -> {
            state.guests().values().stream().filter(Guest::running).forEach(guest -> {
                restarted(state, guest);
                breathe(guest);
            });
            state.nodes().values().forEach(node -> node.load(load(state, node)));
            forget(state);
            return null;
        });
        if (due(FIRST_BACKUP)) {
            act(this::backup);
        }
        if (due(FIRST_MOVE)) {
            act(this::move);
        }
    }

    private boolean due(int first) {
        return beats >= first && (beats - first) % EVERY == 0;
    }

    private int turn(int first, List<Integer> guests) {
        return guests.get((int) ((beats - first) / EVERY % guests.size()));
    }

    /* A container that reboots from inside is a new container to its node; a virtual machine's process goes on. */
    private void restarted(PveCluster state, Guest guest) {
        int now = guest.shell().map(shell -> ((DemoShell) shell).host().boots()).orElse(0);
        Integer before = boots.put(guest.vmid(), now);
        boolean inside = before != null && before != now && guest.kind() == Kind.LXC;
        if (inside && guest.started().isBefore(state.now().minus(JUST_NOW))) {
            guest.on(state.node(guest.node()).process(), state.now());
        }
    }

    /** A guest has a load it is used to and comes back to, with a burst now and then; its traffic goes with it. */
    private void breathe(Guest guest) {
        double usual = 0.01 + (guest.vmid() * 37 % 23) / 200.0;
        boolean burst = random.nextInt(90) == 0;
        double now = guest.manner().load();
        double drift = now + (usual - now) * PULL + random.nextGaussian() * usual / 6;
        double next = Math.min(1, Math.max(LEAST, burst ? 0.4 + random.nextDouble() / 2 : drift));
        guest.manner().load(next);
        double memory = 0.25 + (guest.vmid() * 53 % 50) / 100.0 + Math.sin(beats / 40.0 + guest.vmid()) / 40;
        guest.manner().memory(memory);
        long bytes = (long) (next * 2_000_000 * (0.1 + random.nextDouble()));
        guest.traffic().network(bytes, bytes / 3);
        guest.traffic().disk(bytes / 4, bytes / 2);
    }

    private static double load(PveCluster state, PveNode node) {
        double guests = state.guestsOn(node.name()).stream()
                .filter(Guest::running)
                .mapToDouble(guest -> guest.manner().load() * Math.max(1, guest.number("cores", 1)))
                .sum();
        return Math.min(1, BASE_LOAD + guests / PROCESSORS);
    }

    private void act(Runnable what) {
        try {
            what.run();
        } catch (Refusal e) {
            // Somebody is at work on this guest, or its node is away; its next turn comes.
            refused++;
        }
    }

    private void backup() {
        Guest guest = lab.guest(turn(FIRST_BACKUP, SAVED));
        if (guest != null) {
            lab.pvesh(
                    "POST",
                    "/nodes/" + guest.node() + "/vzdump",
                    Map.of("vmid", guest.vmid(), "storage", "tank", "mode", "snapshot", "compress", "zstd"));
        }
    }

    private void move() {
        Guest guest = lab.guest(turn(FIRST_MOVE, MOVED));
        if (guest == null) {
            return;
        }
        String target = guest.node().equals("pve1") ? "pve2" : "pve1";
        String how = guest.vmid() >= 200 ? "online" : "restart";
        Map<String, Object> params = guest.running() ? Map.of("target", target, how, 1) : Map.of("target", target);
        lab.pvesh(
                "POST", "/nodes/" + guest.node() + "/" + guest.kind().path() + "/" + guest.vmid() + "/migrate", params);
    }

    /* A demo may stand for days. */
    private static void forget(PveCluster state) {
        for (int vmid : SAVED) {
            List<Volume> mine = state.volumes().stream()
                    .filter(volume -> volume.vmid() == vmid && volume.content().equals("backup"))
                    .toList();
            state.volumes().removeAll(mine.subList(0, Math.max(0, mine.size() - BACKUPS_KEPT)));
        }
    }

    /** How often somebody else was at work on a guest whose turn it was. */
    int refused() {
        return refused;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
