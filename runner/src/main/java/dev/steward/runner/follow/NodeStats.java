package dev.steward.runner.follow;

import dev.steward.runner.proxmox.PveFields;
import dev.steward.runner.proxmox.estate.Node;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a node uses, as texts.
 *
 * @param data kernel_version, pve_version, cpu_usage and so on
 */
public record NodeStats(Map<String, Object> data) implements Stats {

    private static final String[] LOADS = {"load_avg_1m", "load_avg_5m", "load_avg_15m"};

    /** As the node says it; the processor as the cluster says it where the node's worker has not measured yet. */
    static NodeStats of(Node node, PveFields now) {
        Map<String, Object> data = new LinkedHashMap<>();
        double measured = now.decimal("cpu").orElse(0);
        data.put("kernel_version", now.inside("current-kernel").text("release").orElse(now.text("kversion", "")));
        data.put("pve_version", now.text("pveversion", "").replaceFirst("^pve-manager/([^/]+).*", "$1"));
        data.put("cpu_usage", Amounts.percent(measured == 0 ? node.load().cpu() : measured, 1));
        data.put("cpu_model", now.inside("cpuinfo").text("model", ""));
        space(data, "mem", now.inside("memory"));
        space(data, "rootfs", now.inside("rootfs"));
        data.put(
                "uptime",
                Amounts.duration(Duration.ofSeconds(now.number("uptime").orElse(0))));
        for (int i = 0; i < LOADS.length; i++) {
            data.put(LOADS[i], now.node().path("loadavg").path(i).asText(""));
        }
        return new NodeStats(data);
    }

    private static void space(Map<String, Object> data, String name, PveFields of) {
        long used = of.number("used").orElse(0);
        long total = of.number("total").orElse(0);
        data.put(name + "_usage", Amounts.bytes(used));
        data.put(name + "_total", Amounts.bytes(total));
        data.put(name + "_pct", Amounts.percent(Amounts.share(used, total), 2));
    }
}
