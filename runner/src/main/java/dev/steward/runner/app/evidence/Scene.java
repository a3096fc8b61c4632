package dev.steward.runner.app.evidence;

import dev.steward.runner.app.Runner;
import dev.steward.runner.connection.Connections;
import dev.steward.runner.event.NumberedEvent;
import dev.steward.runner.inventory.Inventory;
import dev.steward.runner.outage.cluster.HostShell;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveInfo;
import dev.steward.runner.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What one look at the evidence has at hand; what lives outside this process is asked at most once. Not thread-safe. */
final class Scene implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final Runner runner;
    private final boolean offline;
    private final ZoneId zone;
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<Question, Said> said = new HashMap<>();
    private Inventory inventory;
    private Connections ways;

    /**
     * A look.
     *
     * @param offline no cluster, host or server is asked
     */
    Scene(Runner runner, boolean offline, ZoneId zone) {
        this.runner = runner;
        this.offline = offline;
        this.zone = zone;
    }

    /** What a cluster said, or why it did not. */
    private record Cluster(PveInfo info, PveException failed) {}

    /** A command on a node. */
    private record Question(String cluster, String node, List<String> command) {}

    /** What it printed, or why it did not. */
    private record Said(String text, IOException failed) {}

    /** Nobody outside is asked, for that was asked for. */
    static final class Offline extends IOException {

        private static final long serialVersionUID = 1L;

        Offline() {
            super("nobody was asked: --offline");
        }
    }

    Runner runner() {
        return runner;
    }

    Store store() {
        return runner.store();
    }

    ZoneId zone() {
        return zone;
    }

    Instant now() {
        return runner.time().now();
    }

    /** A moment for people. */
    String when(Instant at) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT)
                .format(at.atZone(zone));
    }

    /** Refuses where nobody may be asked. */
    void online() throws Offline {
        if (offline) {
            throw new Offline();
        }
    }

    /** The API of a cluster, for as long as somebody waits. */
    PveApi api(String cluster) throws Offline {
        online();
        return runner.estates().api(cluster).within(PATIENCE);
    }

    /** The configured clusters as they say they are now, by our names. */
    Map<String, PveInfo> clusters() throws Offline, PveException, InterruptedException {
        online();
        Map<String, PveInfo> all = new LinkedHashMap<>();
        for (String name : runner.estates().names()) {
            if (!clusters.containsKey(name)) {
                clusters.put(name, cluster(name));
            }
            if (clusters.get(name).failed() != null) {
                throw clusters.get(name).failed();
            }
            all.put(name, clusters.get(name).info());
        }
        return Map.copyOf(all);
    }

    private Cluster cluster(String name) throws InterruptedException {
        try {
            return new Cluster(PveInfo.fetch(runner.estates().api(name), PATIENCE), null);
        } catch (PveException e) {
            return new Cluster(null, e);
        }
    }

    /** What a command as root prints on a node. */
    String onNode(String cluster, String node, List<String> command) throws IOException, InterruptedException {
        online();
        Question question = new Question(cluster, node, command);
        if (!said.containsKey(question)) {
            said.put(question, ask(question));
        }
        Said answer = said.get(question);
        if (answer.failed() != null) {
            throw answer.failed();
        }
        return answer.text();
    }

    private Said ask(Question question) throws InterruptedException {
        try {
            if (ways == null) {
                inventory =
                        runner.inventories().load(List.of(), runner.playbooks().folder());
                ways = runner.ways().plain(inventory);
            }
            HostShell shell = new HostShell(() -> inventory, ways);
            return new Said(shell.run(question.cluster(), question.node(), question.command(), PATIENCE), null);
        } catch (IOException e) {
            return new Said(null, e);
        }
    }

    /** All events of a run. */
    List<NumberedEvent> events(long run) {
        List<NumberedEvent> all = new ArrayList<>();
        store().queries().eachEvent(run, all::add);
        return all;
    }

    @Override
    public void close() {
        if (ways != null) {
            ways.close();
        }
    }
}
