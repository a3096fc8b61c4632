package dev.steward.runner.cli.estate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.app.estate.Clusters;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.cli.StateDesks;
import dev.steward.runner.config.LoadedConfig;
import dev.steward.runner.event.EventJson;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.RawGet;
import dev.steward.runner.proxmox.detail.EstateRows;
import dev.steward.runner.proxmox.detail.GraphSvg;
import dev.steward.runner.proxmox.detail.HostGraph;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.EstateException;
import dev.steward.runner.proxmox.estate.Guest;
import dev.steward.runner.proxmox.estate.Lookup;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.time.Time;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward proxmox}: what the clusters are and have. It only reads. */
@Command(
        mixinStandardHelpOptions = true,
        name = "proxmox",
        description =
                "Shows the Proxmox clusters of steward.yml: nodes, guests, addresses. It only reads, but tasks --cancel.")
public final class ProxmoxCommand {

    private final Bench bench;
    private final StateDesks states;
    private final Time time;

    /**
     * The verb.
     *
     * @param bench where it prints
     * @param states the configuration
     * @param time the clock
     */
    public ProxmoxCommand(Bench bench, StateDesks states, Time time) {
        this.bench = bench;
        this.states = states;
        this.time = time;
    }

    /** Which guests. */
    static final class Filter {

        @Option(names = "--node", paramLabel = "NODE", description = "Only of this node.")
        private String node;

        @Option(names = "--tag", paramLabel = "TAG", description = "Those that have it; repeated: all of them.")
        private List<String> tags = new ArrayList<>();

        @Option(names = "--running", description = "Those that run.")
        private boolean running;

        private Predicate<Guest> test() {
            return guest -> (node == null || guest.node().equals(node))
                    && guest.tags().containsAll(tags)
                    && (!running || guest.running());
        }
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "status",
            description = "Clusters, quorum, votes, nodes, versions, storages, replication.")
    int status(@Mixin Which which) throws Refusal, InterruptedException {
        try (Clusters clusters = clusters(which)) {
            Estate estate = seen(clusters.now(), which);
            ClusterText whole = new ClusterText(clusters.estates()::api);
            List<Map<String, Object>> rows = new ArrayList<>();
            for (Estate.Seen cluster : estate.clusters().values()) {
                rows.add(which.json ? whole.data(estate, cluster) : EstateRows.cluster(cluster));
            }
            if (which.json) {
                out().println(json(rows));
                return silent(estate);
            }
            EstateText.clusters(out(), rows);
            for (Estate.Seen cluster : estate.clusters().values()) {
                whole.print(out(), cluster);
            }
            return silent(estate);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Exit.ERROR, List.of(e.getMessage()));
        }
    }

    /** Forms of the graph. */
    enum Form {
        text,
        dot,
        svg
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "graph",
            description = "Which node carries which guest, as a tree, as DOT for Graphviz or as a picture.")
    int graph(
            @Mixin Which which,
            @Option(names = "--format", paramLabel = "FORM", description = "text, dot or svg; else text.") Form form)
            throws Refusal, InterruptedException {
        try (Clusters clusters = clusters(which)) {
            Estate estate = seen(clusters.now(), which);
            HostGraph graph = new HostGraph(estate);
            out().print(form == Form.dot ? graph.dot() : form == Form.svg ? GraphSvg.of(estate) : graph.text());
            return silent(estate);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Exit.ERROR, List.of(e.getMessage()));
        }
    }

    @Command(mixinStandardHelpOptions = true, name = "nodes", description = "Nodes and what they use.")
    int nodes(@Mixin Which which) throws Refusal, InterruptedException {
        return show(which, estate -> EstateRows.nodes(estate), EstateText::nodes);
    }

    @Command(mixinStandardHelpOptions = true, name = "guests", description = "Containers and VMs.")
    int guests(@Mixin Which which, @Mixin Filter filter) throws Refusal, InterruptedException {
        return show(
                which,
                estate -> estate.guests().stream()
                        .filter(filter.test())
                        .map(guest -> EstateRows.guest(estate, guest))
                        .toList(),
                EstateText::guests);
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "guest",
            aliases = "lookup",
            description = "One guest or node, by id, name, alias or address.")
    int guest(
            @Mixin Which which,
            @Parameters(paramLabel = "WORD", description = "101, lxc/101, home/lxc/101, web-1, 192.0.2.11, pve1")
                    String word)
            throws Refusal, InterruptedException {
        return show(which, estate -> List.of(one(estate, word)), EstateText::one);
    }

    private static Map<String, Object> one(Estate estate, String word) throws Refusal {
        Lookup lookup = new Lookup(estate);
        try {
            return EstateRows.guest(estate, lookup.guest(word));
        } catch (EstateException e) {
            if (e.kind() != EstateException.Kind.NOT_FOUND) {
                throw refusal(e);
            }
            try {
                Node node = lookup.node(word);
                return EstateRows.node(estate, node);
            } catch (EstateException none) {
                throw refusal(none.kind() == EstateException.Kind.NOT_FOUND ? e : none);
            }
        }
    }

    private static Refusal refusal(EstateException e) {
        boolean silent = e.kind() == EstateException.Kind.UNREACHABLE;
        return new Refusal(silent ? Exit.UNREACHABLE_OR_PROBLEMS : Exit.ERROR, List.of(e.getMessage()));
    }

    @Command(
            mixinStandardHelpOptions = true,
            name = "get",
            description = "Reads any path of the API and prints its data as JSON.")
    int get(
            @Mixin Which which,
            @Parameters(paramLabel = "PATH", description = "as /nodes/pve1/tasks?limit=5") String path)
            throws Refusal, InterruptedException {
        try (Clusters clusters = clusters(which)) {
            List<String> names = clusters.names();
            if (which.cluster == null && names.size() > 1) {
                throw new Refusal(Exit.OPTIONS, List.of("Say which by --cluster: " + String.join(", ", names)));
            }
            PveApi api = clusters.estates().api(which.cluster == null ? names.get(0) : which.cluster);
            JsonNode data = RawGet.parse(path).from(api).data();
            out().println(data.toPrettyString());
            return Exit.OK;
        } catch (IllegalArgumentException e) {
            throw new Refusal(Exit.OPTIONS, List.of(e.getMessage()));
        } catch (PveException e) {
            throw new Refusal(Exit.UNREACHABLE_OR_PROBLEMS, List.of(e.getMessage()));
        }
    }

    /** Rows of an estate. */
    private interface Rows {

        List<Map<String, Object>> of(Estate estate) throws Refusal;
    }

    /** Prints rows for people. */
    private interface Text {

        void print(PrintStream out, List<Map<String, Object>> rows);
    }

    private int show(Which which, Rows rows, Text text) throws Refusal, InterruptedException {
        try (Clusters clusters = clusters(which)) {
            Estate estate = seen(clusters.now(), which);
            List<Map<String, Object>> all = rows.of(estate);
            if (which.json) {
                out().println(json(all));
            } else {
                text.print(out(), all);
            }
            return silent(estate);
        } catch (IllegalArgumentException e) {
            throw new Refusal(Exit.ERROR, List.of(e.getMessage()));
        }
    }

    private static String json(List<Map<String, Object>> rows) {
        try {
            return new ObjectMapper().readTree(new EventJson().text(rows)).toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was just written", e);
        }
    }

    /* Half an answer is shown, and said to be one. */
    private int silent(Estate estate) {
        estate.clusters().values().stream()
                .filter(seen -> seen.problem().isPresent())
                .forEach(seen -> bench.screen()
                        .err()
                        .println("cluster " + seen.name() + " does not answer: "
                                + seen.problem().get()));
        return estate.clusters().values().stream()
                        .allMatch(seen -> seen.problem().isEmpty())
                ? Exit.OK
                : Exit.UNREACHABLE_OR_PROBLEMS;
    }

    private static Estate seen(Estate estate, Which which) {
        return which.cluster == null
                ? estate
                : new Estate(Map.of(which.cluster, estate.clusters().get(which.cluster)));
    }

    private Clusters clusters(Which which) throws Refusal {
        LoadedConfig loaded = which.configured(states);
        return Clusters.of(loaded, bench.environment(), time);
    }

    private PrintStream out() {
        return bench.screen().out();
    }
}
