package dev.steward.web.main;

import dev.steward.runner.app.Runner;
import dev.steward.runner.app.Version;
import dev.steward.runner.metrics.Expositions;
import dev.steward.runner.metrics.pve.PveExporter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a runner shows to a monitoring system. */
final class Metering {

    private Metering() {}

    static Expositions of(Runner runner) {
        Map<String, List<String>> endpoints = new LinkedHashMap<>();
        runner.config().proxmox().forEach((name, cluster) -> endpoints.put(name, cluster.endpoints()));
        Version version = Version.read();
        return new Expositions(
                runner.store(),
                runner.power(),
                new PveExporter(runner.estates(), endpoints, runner.time()),
                runner.ways()::keptSessions,
                new Expositions.Build(version.version(), version.commit()));
    }
}
