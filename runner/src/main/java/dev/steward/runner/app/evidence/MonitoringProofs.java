package dev.steward.runner.app.evidence;

import dev.steward.runner.config.ProxmoxConfig;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveInfo;
import dev.steward.runner.proxmox.detail.Details;
import dev.steward.runner.proxmox.detail.Series;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What shows that Proxmox VE's own monitoring works, and that its gravest news arrive. */
final class MonitoringProofs {

    private static final String CLUSTER = "name a cluster in 'proxmox' of steward.yml";
    private static final Duration NEARLY_A_DAY = Duration.ofHours(23);

    private final Scene scene;

    MonitoringProofs(Scene scene) {
        this.scene = scene;
    }

    Proof pages() throws IOException, PveException, InterruptedException {
        List<String> seen = new ArrayList<>();
        boolean all = true;
        for (Map.Entry<String, ProxmoxConfig> one :
                scene.runner().config().proxmox().entrySet()) {
            scene.online();
            all &= pages(one.getValue(), seen);
            PveInfo info = scene.clusters().get(one.getKey());
            seen.add(one.getKey() + ": " + words(info));
        }
        return seen.isEmpty()
                ? Proof.missing(List.of("no cluster is configured"), CLUSTER)
                : all
                        ? Proof.shown(seen)
                        : Proof.against(seen, "see whether pveproxy runs there: systemctl status pveproxy");
    }

    /** Whether a person would see the page at one endpoint at least. */
    private static boolean pages(ProxmoxConfig cluster, List<String> seen) throws InterruptedException {
        Web web = new Web(cluster.tls().trust().context());
        boolean any = false;
        for (String endpoint : cluster.endpoints()) {
            try {
                boolean page = web.text(endpoint + "/").contains("Proxmox Virtual Environment");
                seen.add(endpoint + "/ " + (page ? "shows the web interface" : "shows another page"));
                any |= page;
            } catch (IOException e) {
                seen.add(endpoint + "/ cannot be seen: " + e.getMessage());
            }
        }
        return any;
    }

    static String words(PveInfo info) {
        long online = info.nodes().stream().filter(PveInfo.Member::online).count();
        return (info.cluster() ? "cluster " : "node ") + info.name() + ", Proxmox VE " + info.version() + ", " + online
                + " of " + info.nodes().size() + " nodes online, " + (info.quorate() ? "quorate" : "NO quorum");
    }

    Proof votes() throws IOException, PveException, InterruptedException {
        List<String> seen = new ArrayList<>();
        boolean all = true;
        boolean against = false;
        for (Map.Entry<String, PveInfo> cluster : scene.clusters().entrySet()) {
            for (PveInfo.Member node : cluster.getValue().nodes()) {
                Optional<Votes> votes = votes(cluster.getKey(), node.name(), seen);
                all &= votes.isPresent();
                against |= votes.filter(said -> !said.quorate()).isPresent();
            }
        }
        if (seen.isEmpty()) {
            return Proof.missing(List.of("no cluster is configured"), CLUSTER);
        }
        if (against) {
            return Proof.against(seen, "bring nodes back until the votes suffice");
        }
        return all
                ? Proof.shown(seen)
                : Proof.missing(seen, "make each node a host of the inventory that Steward can enter");
    }

    private Optional<Votes> votes(String cluster, String node, List<String> seen) throws InterruptedException {
        try {
            Optional<Votes> votes = Votes.of(scene.onNode(cluster, node, List.of("pvecm", "status")));
            seen.add(node + ": " + votes.map(Votes::meaning).orElse("'pvecm status' says nothing of votes"));
            return votes;
        } catch (IOException e) {
            seen.add(node + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    Proof graphs() throws IOException, PveException, InterruptedException {
        List<String> seen = new ArrayList<>();
        boolean all = true;
        for (Map.Entry<String, PveInfo> cluster : scene.clusters().entrySet()) {
            for (PveInfo.Member node : cluster.getValue().nodes()) {
                Duration back = reach(cluster.getKey(), node.name());
                all &= back.compareTo(NEARLY_A_DAY) >= 0;
                seen.add(node.name() + ": processor, memory and network are recorded for the last " + back.toHours()
                        + " h");
            }
        }
        if (seen.isEmpty()) {
            return Proof.missing(List.of("no cluster is configured"), CLUSTER);
        }
        return all
                ? Proof.shown(seen)
                : Proof.missing(
                        seen, "wait until each node runs for a day; look at 'systemctl status pvestatd rrdcached'");
    }

    /** How far back the graph of a day has values, of what is drawn there. */
    private Duration reach(String cluster, String node) throws PveException, InterruptedException, Scene.Offline {
        Series day = new Details(scene.api(cluster)).series(node, Series.Span.DAY);
        Instant now = scene.now();
        Duration least = Duration.ofDays(2);
        for (String[] names : List.of(new String[] {"cpu"}, new String[] {"memused"}, new String[] {"netin"})) {
            Duration reach = day.of(now.minus(Duration.ofHours(25)), names).stream()
                    .filter(point -> point.value().isPresent())
                    .findFirst()
                    .map(point -> Duration.between(point.at(), now))
                    .orElse(Duration.ZERO);
            least = reach.compareTo(least) < 0 ? reach : least;
        }
        return least;
    }

    Proof quorumMail() {
        return new Mails(scene)
                .of("quorum-lost", "stop corosync on one node for two minutes and start it again, as the guide says");
    }

    Proof nodeMail() {
        return new Mails(scene).of("node-offline", "switch a node off that carries nothing, and on again");
    }
}
