package dev.steward.web.api;

import dev.steward.runner.metrics.Expositions;
import dev.steward.runner.metrics.pve.PveExporter;
import dev.steward.runner.power.UpsReading;
import dev.steward.web.http.Operation;
import dev.steward.web.http.Operation.Type;
import dev.steward.web.http.Params.Param;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.http.Request;
import dev.steward.web.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a monitoring system scrapes, where and how others serve it: so dashboards and rules for those work as they are. */
public final class MetricsApi {

    private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";

    /* What comes later than the scraper waits is lost whole. */
    private static final double ON_THE_WAY = 0.5;
    private static final double LEAST = 0.5;
    private static final double MOST = 60;

    private final Expositions metrics;

    /** Of these texts. */
    public MetricsApi(Expositions metrics) {
        this.metrics = metrics;
    }

    /** All ways in; none changes or tells a secret. */
    public List<Route> routes() {
        String type = Expositions.type();
        return List.of(
                Route.metrics("/metrics", request -> text(metrics.steward()))
                        .as(Operation.json("Runs, schedules, packages, power and this process, for Prometheus")
                                .type(type)),
                Route.metrics("/metrics/pve", request -> text(metrics.clusters().all(limit(request))))
                        .as(Operation.json("All Proxmox clusters, named as by prometheus-pve-exporter")
                                .type(type)),
                Route.metrics("/pve", this::pve)
                        .as(Operation.json("One Proxmox cluster, asked for as of prometheus-pve-exporter")
                                .type(type)
                                .query("target", Type.STRING, "a cluster, the host of an endpoint of it, or a node")
                                .query("cluster", Type.BOOLEAN, "what belongs to the cluster; 1 where not said")
                                .query("node", Type.BOOLEAN, "what belongs to nodes; 1 where not said")
                                .query("module", Type.STRING, "default, the only one there is")
                                .problems(400)),
                Route.metrics("/ups_metrics", request -> text(ups(request)))
                        .as(Operation.json("The UPSes, named as by nut_exporter")
                                .type(type)
                                .query("ups", Type.STRING, "only this one")
                                .problems(404)));
    }

    private static Reply text(String text) {
        return new Reply.Text(Expositions.type(), text, Optional.empty());
    }

    private Reply pve(Request request) throws InterruptedException {
        request.query()
                .first("module")
                .filter(module -> !module.equals("default"))
                .ifPresent(module -> {
                    throw Refused.bad(
                            "There is no module '" + module
                                    + "': how clusters are reached is said under 'proxmox' in steward.yml. Leave 'module' out.");
                });
        try {
            return text(metrics.clusters()
                    .of(request.query().first("target"), on(request, "cluster"), on(request, "node"), limit(request)));
        } catch (IllegalArgumentException unknown) {
            throw Refused.bad(unknown.getMessage());
        }
    }

    /* As there: said to be nothing, 0 or false is off. */
    private static boolean on(Request request, String name) {
        return request.query().all().stream()
                .filter(param -> param.name().equals(name))
                .map(Param::value)
                .noneMatch(
                        value -> Set.of("", "0", "false").contains(value.strip().toLowerCase(java.util.Locale.ROOT)));
    }

    private static Duration limit(Request request) {
        try {
            return request.header(TIMEOUT)
                    .map(Double::parseDouble)
                    .map(seconds -> Math.max(LEAST, Math.min(MOST, seconds) - ON_THE_WAY))
                    .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)))
                    .orElse(PveExporter.USUAL);
        } catch (NumberFormatException e) {
            return PveExporter.USUAL;
        }
    }

    private String ups(Request request) {
        Map<String, UpsReading> all = metrics.upses();
        Optional<String> name = request.query().first("ups");
        if (name.isEmpty()) {
            return metrics.upses(all);
        }
        if (!all.containsKey(name.get())) {
            throw Refused.notFound("There is no UPS '" + name.get() + "'; "
                    + (all.isEmpty() ? "none is configured." : "there is " + String.join(", ", all.keySet()) + "."));
        }
        return metrics.upses(Map.of(name.get(), all.get(name.get())));
    }
}
