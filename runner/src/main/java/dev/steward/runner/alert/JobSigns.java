package dev.steward.runner.alert;

import dev.steward.runner.alert.Sign.Level;
import dev.steward.runner.config.alert.AlertsConfig;
import dev.steward.runner.proxmox.PveApi;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.detail.Details;
import dev.steward.runner.proxmox.detail.Replication;
import dev.steward.runner.proxmox.estate.Estate;
import dev.steward.runner.proxmox.estate.Node;
import dev.steward.runner.proxmox.estate.View;
import dev.steward.runner.store.alert.Alerts;
import dev.steward.runner.time.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How backups and replication do, asked of each node once a minute; in between it is as it was. */
public final class JobSigns {

    private static final Logger LOG = LoggerFactory.getLogger(JobSigns.class);
    private static final Duration EACH = Duration.ofMinutes(1);

    private final AlertsConfig config;
    private final Alerts alerts;
    private final Function<String, PveApi> apis;
    private final Time time;
    private final Map<String, BackupSigns> backups = new HashMap<>();
    private final Map<String, Looked> last = new HashMap<>();
    private final Map<String, Long> asked = new HashMap<>();

    /**
     * Signs of jobs.
     *
     * @param alerts what is raised
     * @param apis by our names of the clusters
     */
    public JobSigns(AlertsConfig config, Alerts alerts, Function<String, PveApi> apis, Time time) {
        this.config = config;
        this.alerts = alerts;
        this.apis = apis;
        this.time = time;
    }

    /** How they do in all clusters that can be seen. */
    public Looked look(Estate estate) throws InterruptedException {
        Looked all = Looked.NOTHING;
        for (Estate.Seen seen : estate.clusters().values()) {
            if (seen.problem().isEmpty() && seen.view().isPresent()) {
                all = all.and(look(seen.name(), seen.view().get()));
            }
        }
        return all;
    }

    private Looked look(String cluster, View view) throws InterruptedException {
        Long before = asked.get(cluster);
        if (before != null && time.nanos() - before < EACH.toNanos()) {
            return last.getOrDefault(cluster, Looked.NOTHING);
        }
        asked.put(cluster, time.nanos());
        try {
            Looked looked = backups(cluster, view).and(replication(cluster, view));
            last.put(cluster, looked);
            return looked;
        } catch (PveException e) {
            LOG.debug("cluster {}: its backups and replication jobs could not be looked at", cluster, e);
            last.remove(cluster);
            return Looked.NOTHING;
        }
    }

    private Looked backups(String cluster, View view) throws PveException, InterruptedException {
        if (!config.backup().enabled()) {
            return new Looked(List.of(), Set.of(Looked.all(AlertKind.BACKUP, cluster)));
        }
        Set<String> open = alerts.open().stream()
                .filter(alert -> alert.kind().equals(AlertKind.BACKUP.toString())
                        && alert.cluster().equals(cluster))
                .map(alert -> alert.subject())
                .collect(Collectors.toSet());
        return backups.computeIfAbsent(cluster, name -> new BackupSigns(apis.apply(name)))
                .look(view, open, time.now());
    }

    private Looked replication(String cluster, View view) throws PveException, InterruptedException {
        List<Sign> signs = new ArrayList<>();
        Set<String> whole = new HashSet<>();
        boolean all = true;
        for (Node node : view.nodes().values()) {
            if (!config.replication().enabled()) {
                continue;
            }
            if (!node.online()) {
                all = false;
                continue;
            }
            for (Replication job : new Details(apis.apply(cluster)).replication(node.name())) {
                signs.add(sign(cluster, job));
            }
        }
        if (all) {
            whole.add(Looked.all(AlertKind.REPLICATION, cluster));
        }
        return new Looked(signs, whole);
    }

    private static Sign sign(String cluster, Replication job) {
        boolean failed = job.word().equals("failed");
        String words = "of " + job.guest() + " from " + job.source() + " to " + job.target() + " (" + job.id() + ")";
        String title = failed
                ? "Replication failed " + words
                        + job.error().map(why -> ": " + why).orElse("")
                : "Replication goes well again " + words;
        Level level = failed ? Level.BAD : Level.GOOD;
        return new Sign(AlertKind.REPLICATION, cluster, "replication/" + job.id(), level, title, "");
    }
}
