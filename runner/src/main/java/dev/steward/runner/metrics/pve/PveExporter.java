package dev.steward.runner.metrics.pve;

import dev.steward.runner.metrics.form.Families;
import dev.steward.runner.metrics.form.Family;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.estate.Cluster;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Estates;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.time.Time;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clusters under the metric names and labels of prometheus-pve-exporter
 * (https://github.com/prometheus-pve/prometheus-pve-exporter), whose dashboards and rules work as they are. Unlike there,
 * what cannot be read is missing alone: a cluster that is gone is told as {@code pve_up 0}. Thread-safe.
 */
public final class PveExporter implements AutoCloseable {

    /** What a scrape may take where the scraper does not say; Prometheus itself waits 10 s. */
    public static final Duration USUAL = Duration.ofSeconds(9);

    private static final Logger LOG = LoggerFactory.getLogger(PveExporter.class);

    private static final Pattern BRACKETED = Pattern.compile("\\[(.*)](?::\\d+)?");

    private final Estates estates;
    private final Map<String, List<String>> endpoints;
    private final Time time;
    private final ApiTimes times;
    private final ExecutorService threads = Executors.newCachedThreadPool(PveExporter::daemon);

    /**
     * The exporter of these clusters.
     *
     * @param endpoints by cluster, as {@code https://pve1.example.com:8006}
     */
    public PveExporter(Estates estates, Map<String, List<String>> endpoints, Time time) {
        this.estates = estates;
        this.endpoints = new LinkedHashMap<>(endpoints);
        this.time = time;
        this.times = new ApiTimes(time);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "scrape");
        thread.setDaemon(true);
        return thread;
    }

    /** All clusters, side by side, with everything of them; each series has the label {@code cluster} where there are several. */
    public String all(Duration limit) throws InterruptedException {
        List<String> names = estates.names();
        List<Future<Families>> coming = new ArrayList<>();
        for (String name : names) {
            Wanted wanted = new Wanted(name, true, true, Optional.empty());
            String[] always = names.size() > 1 ? new String[] {"cluster", name} : new String[0];
            coming.add(threads.submit(() -> scrape(name, wanted, limit, always)));
        }
        Families families = new Families();
        for (Future<Families> one : coming) {
            try {
                families.take(one.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("scraping a cluster", e.getCause());
            }
        }
        return families.text();
    }

    /**
     * One cluster, as {@code /pve} of the exporter that others know.
     *
     * @param target a cluster's name, the host of one of its endpoints, or a node; empty: the only cluster
     * @param cluster whether what belongs to the cluster is told
     * @param node whether what belongs to nodes: of the one that the target names, else of all
     * @throws IllegalArgumentException where no configured cluster is meant, in words for who asks
     */
    public String of(Optional<String> target, boolean cluster, boolean node, Duration limit)
            throws InterruptedException {
        Target found = target(target);
        Wanted wanted = new Wanted(target.orElse(found.cluster()), cluster, node, found.host());
        return scrape(found.cluster(), wanted, limit).text();
    }

    /** How scrapes themselves do. */
    public void tell(Families families) {
        times.tell(families);
    }

    private record Target(String cluster, Optional<String> host) {}

    /* Nothing but what is configured is ever asked: a scraper cannot make us send a token anywhere. */
    private Target target(Optional<String> said) {
        List<String> names = estates.names();
        if (said.isEmpty() && names.size() == 1) {
            return new Target(names.get(0), Optional.empty());
        }
        String word = said.orElse("");
        for (String name : names) {
            if (name.equals(word)) {
                return new Target(name, Optional.empty());
            }
        }
        for (String name : names) {
            if (hosts(name).stream().anyMatch(host -> bare(host).equalsIgnoreCase(bare(word)))
                    || hasNode(name, bare(word))) {
                return new Target(name, Optional.of(bare(word)));
            }
        }
        times.refused();
        throw new IllegalArgumentException(
                (word.isEmpty() ? "A target is needed" : "No cluster '" + word + "' is configured")
                        + "; 'target' is one of " + String.join(", ", known())
                        + ", or the name or address of a node of theirs.");
    }

    private List<String> known() {
        List<String> all = new ArrayList<>();
        for (String name : estates.names()) {
            all.add(name);
            all.addAll(hosts(name));
        }
        return all.isEmpty() ? List.of("the clusters under 'proxmox' in steward.yml (there is none)") : all;
    }

    /** The hosts of its endpoints, with and without the ports that are said. */
    private List<String> hosts(String cluster) {
        List<String> all = new ArrayList<>();
        for (String endpoint : endpoints.getOrDefault(cluster, List.of())) {
            URI uri = URI.create(endpoint);
            all.add(bare(uri.getHost()));
            if (uri.getPort() >= 0) {
                all.add(uri.getHost() + ":" + uri.getPort());
            }
        }
        return all;
    }

    private boolean hasNode(String cluster, String word) {
        return estates.known().clusters().get(cluster).view().stream()
                .flatMap(view -> view.nodes().values().stream())
                .anyMatch(node ->
                        node.name().equalsIgnoreCase(word) || node.address().equals(Optional.of(word)));
    }

    /** Without a port, which an address of IPv6 has behind brackets alone. */
    private static String bare(String host) {
        Matcher bracketed = BRACKETED.matcher(host);
        if (bracketed.matches()) {
            return bracketed.group(1);
        }
        boolean one = host.indexOf(':') == host.lastIndexOf(':');
        return one ? host.replaceFirst(":\\d+$", "") : host;
    }

    private Families scrape(String cluster, Wanted wanted, Duration limit, String... always)
            throws InterruptedException {
        Families families = new Families();
        long began = time.nanos();
        PveApi api = estates.api(cluster).within(limit);
        Asking asking = new Asking(api, threads, times);
        Series series = new Series(families, always);
        boolean there = new Scrape(asking, wanted, series, new PoolSeries(new Series(families), cluster)).tell();
        if (!there) {
            lost(cluster, wanted, asking.failures(), series);
        }
        asking.failures().forEach(failure -> LOG.debug("scrape of {}: {}", cluster, failure.getMessage()));
        success(cluster, asking, families);
        times.scraped(wanted, began, asking.failures().isEmpty());
        return families;
    }

    private static void success(String cluster, Asking asking, Families families) {
        Family success = new Series(families)
                .gauge("steward_pve_collector_success", "0 where a part of the scrape could not be read.");
        asking.parts()
                .forEach((part, well) ->
                        success.add(well, "cluster", cluster, "node", part.node(), "collector", part.collector()));
    }

    /**
     * Nobody says how the cluster is. Where nobody can be reached, all that it had is down for who watches; where we are only
     * not let in, its nodes and guests may well be up, and nothing is said of them.
     */
    private void lost(String cluster, Wanted wanted, List<PveException> failures, Series series) {
        if (!wanted.cluster()) {
            return;
        }
        Optional<View> view =
                Optional.ofNullable(estates.known().clusters().get(cluster)).flatMap(Estate.Seen::view);
        Family up = series.up();
        boolean alone = view.map(View::cluster).filter(one -> !one.clustered()).isPresent();
        if (!alone) {
            up.add(
                    0,
                    "id",
                    "cluster/" + view.map(View::cluster).map(Cluster::ownName).orElse(cluster));
        }
        boolean gone = failures.stream().allMatch(PveExporter::unreachable);
        if (gone && view.isPresent()) {
            view.get().nodes().values().forEach(node -> up.add(0, "id", node.id()));
            view.get().guests().values().forEach(guest -> up.add(0, "id", guest.id()));
            view.get().storages().values().forEach(storage -> up.add(0, "id", storage.id()));
        }
    }

    private static boolean unreachable(PveException e) {
        return switch (e.kind()) {
            case UNREACHABLE, TIMEOUT, TLS, CLOSED -> true;
            default -> false;
        };
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
