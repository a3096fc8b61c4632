package dev.steward.runner.app.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.steward.runner.config.monitor.GrafanaConfig;
import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.PveInfo;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What shows that Prometheus keeps what the clusters measure, and Grafana draws it: asked of their HTTP APIs
 * (prometheus.io/docs/prometheus/latest/querying/api, grafana.com/docs/grafana/latest/developers/http_api).
 */
final class MetricsProofs {

    private static final String NO_PROMETHEUS = "name it in steward.yml: monitoring: {prometheus: http://…:9090};"
            + " 'provision-prometheus-lxc.groovy' makes one";
    private static final String NO_GRAFANA =
            "name it in steward.yml: monitoring: {grafana: {url: http://…:3000, token: secret('grafana')}}";
    private static final String NODES = "{id=~\"node/.+\"}";

    /** The whole processor of all nodes, weighed by how many cores each has. */
    private static final String CLUSTER_CPU = "100 * sum(pve_cpu_usage_ratio" + NODES + " * pve_cpu_usage_limit" + NODES
            + ") / sum(pve_cpu_usage_limit" + NODES + ")";

    private static final List<String> DRAWN =
            List.of("pve_cpu_usage_ratio", "pve_memory_usage_bytes", "pve_disk_usage_bytes");
    private static final Duration PROMETHEUS_BEGINS = Duration.ofDays(30);
    private static final Duration HISTORY = Duration.ofHours(24);

    private final Scene scene;
    private final Web web = new Web();

    MetricsProofs(Scene scene) {
        this.scene = scene;
    }

    private Optional<String> prometheus() throws Scene.Offline {
        Optional<String> said = scene.runner().config().monitoring().prometheus();
        if (said.isPresent()) {
            scene.online();
        }
        return said;
    }

    private Optional<GrafanaConfig> grafana() throws Scene.Offline {
        Optional<GrafanaConfig> said = scene.runner().config().monitoring().grafana();
        if (said.isPresent()) {
            scene.online();
        }
        return said;
    }

    private static Proof nowhere(String next) {
        return Proof.missing(List.of("steward.yml names none"), next);
    }

    Proof targets() throws IOException, PveException, InterruptedException {
        Optional<String> at = prometheus();
        if (at.isEmpty()) {
            return nowhere(NO_PROMETHEUS);
        }
        List<String> seen = new ArrayList<>(targets(at.get()));
        TreeSet<String> wanted = new TreeSet<>();
        for (PveInfo cluster : scene.clusters().values()) {
            cluster.nodes().forEach(node -> wanted.add("node/" + node.name()));
        }
        TreeSet<String> down = new TreeSet<>(wanted);
        for (JsonNode one : query(at.get(), "pve_up" + NODES, Optional.empty())) {
            String id = one.path("metric").path("id").asText();
            boolean up = one.path("value").path(1).asText().equals("1");
            seen.add("pve_up of " + id + " is " + one.path("value").path(1).asText());
            if (up) {
                down.remove(id);
            }
        }
        return !wanted.isEmpty() && down.isEmpty()
                ? Proof.shown(seen)
                : Proof.against(
                        seen,
                        wanted.isEmpty()
                                ? "name a cluster in 'proxmox' of steward.yml"
                                : "not UP in Prometheus: " + String.join(", ", down) + "; its page /targets says why");
    }

    /** The targets Prometheus scrapes, in lines. */
    List<String> targets(String at) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (JsonNode one : web.json(at + "/api/v1/targets?state=active", Optional.empty())
                .path("data")
                .path("activeTargets")) {
            String error = one.path("lastError").asText();
            lines.add("target " + one.path("labels").path("job").asText() + " "
                    + one.path("scrapeUrl").asText() + " is "
                    + one.path("health").asText().toUpperCase(Locale.ROOT) + (error.isEmpty() ? "" : ": " + error));
        }
        return lines;
    }

    /** What {@code up} is now, in lines; empty: no Prometheus is named. */
    List<String> up() throws IOException, InterruptedException {
        Optional<String> at = prometheus();
        List<String> lines = new ArrayList<>();
        if (at.isPresent()) {
            for (JsonNode one : query(at.get(), "up", Optional.empty())) {
                lines.add("up" + one.path("metric") + " "
                        + one.path("value").path(1).asText());
            }
        }
        return lines;
    }

    private JsonNode query(String at, String text, Optional<Instant> when) throws IOException, InterruptedException {
        String time = when.map(moment -> "&time=" + moment.getEpochSecond()).orElse("");
        return web.json(at + "/api/v1/query?query=" + encoded(text) + time, Optional.empty())
                .path("data")
                .path("result");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Proof history() throws IOException, InterruptedException {
        Optional<String> at = prometheus();
        if (at.isEmpty()) {
            return nowhere(NO_PROMETHEUS);
        }
        List<String> seen = new ArrayList<>();
        boolean all = true;
        for (String name : DRAWN) {
            Optional<Instant> first = first(at.get(), name);
            all &= first.filter(moment -> !moment.isAfter(scene.now().minus(HISTORY)))
                    .isPresent();
            seen.add(name
                    + first.map(moment -> " is kept since " + scene.when(moment))
                            .orElse(" is not kept"));
        }
        return all ? Proof.shown(seen) : Proof.missing(seen, "wait until each is kept for a day");
    }

    private Optional<Instant> first(String at, String name) throws IOException, InterruptedException {
        Instant now = scene.now();
        String range = "&start=" + now.minus(PROMETHEUS_BEGINS).getEpochSecond() + "&end=" + now.getEpochSecond()
                + "&step=3600";
        JsonNode values = web.json(
                        at + "/api/v1/query_range?query=" + encoded("count(" + name + NODES + ")") + range,
                        Optional.empty())
                .path("data")
                .path("result")
                .path(0)
                .path("values");
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(values.path(0).path(0).asLong()));
    }

    Proof yesterday() throws IOException, InterruptedException {
        Optional<String> at = prometheus();
        if (at.isEmpty()) {
            return nowhere(NO_PROMETHEUS);
        }
        ZonedDateTime three = scene.now().atZone(scene.zone()).minusDays(1).with(LocalTime.of(15, 0));
        JsonNode found = query(at.get(), CLUSTER_CPU, Optional.of(three.toInstant()));
        if (found.isEmpty()) {
            return Proof.missing(
                    List.of("at " + scene.when(three.toInstant()) + " nothing was kept"),
                    "wait until Prometheus has kept a day");
        }
        double percent = found.path(0).path("value").path(1).asDouble();
        return Proof.shown(List.of(String.format(
                Locale.ROOT,
                "the processors of the cluster were %.1f %% busy at %s",
                percent,
                scene.when(three.toInstant()))));
    }

    Proof source() throws IOException, InterruptedException {
        Optional<GrafanaConfig> grafana = grafana();
        if (grafana.isEmpty()) {
            return nowhere(NO_GRAFANA);
        }
        List<String> seen = new ArrayList<>();
        boolean good = false;
        for (JsonNode one : ask(grafana.get(), "/api/datasources")) {
            if (one.path("type").asText().equals("prometheus")) {
                good |= healthy(grafana.get(), one, seen);
            }
        }
        if (seen.isEmpty()) {
            return Proof.missing(List.of("Grafana has no data source of type prometheus"), NO_PROMETHEUS);
        }
        return good ? Proof.shown(seen) : Proof.against(seen, "'Save & test' on the data source's page says more");
    }

    private boolean healthy(GrafanaConfig grafana, JsonNode source, List<String> seen) throws InterruptedException {
        String what = "data source " + source.path("name").asText() + ", "
                + source.path("url").asText();
        try {
            JsonNode health = ask(
                    grafana,
                    "/api/datasources/uid/" + encoded(source.path("uid").asText()) + "/health");
            boolean good = health.path("status").asText().equalsIgnoreCase("OK");
            seen.add(what + ": " + health.path("status").asText() + " "
                    + health.path("message").asText());
            return good;
        } catch (IOException e) {
            seen.add(what + ": " + e.getMessage());
            return false;
        }
    }

    Proof dashboard() throws IOException, InterruptedException {
        Optional<GrafanaConfig> grafana = grafana();
        if (grafana.isEmpty()) {
            return nowhere(NO_GRAFANA);
        }
        List<String> seen = new ArrayList<>();
        for (JsonNode one : ask(grafana.get(), "/api/search?type=dash-db&limit=200")) {
            JsonNode dashboard = ask(
                            grafana.get(),
                            "/api/dashboards/uid/" + encoded(one.path("uid").asText()))
                    .path("dashboard");
            long asks = dashboard.findValuesAsText("expr").stream()
                    .filter(expression -> expression.contains("pve_"))
                    .count();
            if (asks > 0) {
                seen.add("dashboard " + dashboard.path("title").asText() + " has " + asks
                        + " queries of the cluster: " + grafana.get().url()
                        + one.path("url").asText());
            }
        }
        return seen.isEmpty()
                ? Proof.missing(
                        List.of("no dashboard asks for measurements of Proxmox VE"),
                        "'provision-prometheus-lxc.groovy' brings one")
                : Proof.shown(seen);
    }

    private JsonNode ask(GrafanaConfig grafana, String path) throws IOException, InterruptedException {
        return web.json(grafana.url() + path, grafana.token());
    }
}
