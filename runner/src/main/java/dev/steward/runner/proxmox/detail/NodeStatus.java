package dev.steward.runner.proxmox.detail;

import dev.steward.runner.proxmox.PveFields;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node says of itself ({@code GET /nodes/N/status}). Texts are empty and numbers 0 where it says nothing.
 *
 * @param version of pve-manager, as 9.2.11
 * @param kernel that runs
 * @param processor its model
 * @param processors how many it has
 * @param load of 1, 5 and 15 minutes
 * @param memory bytes in use and in all
 * @param swap bytes in use and in all
 * @param root bytes of the root file system in use and in all
 * @param boot as efi, with secure boot or not
 */
public record NodeStatus(
        String version,
        String kernel,
        String processor,
        long processors,
        List<String> load,
        Use memory,
        Use swap,
        Use root,
        String boot) {

    public NodeStatus {
        load = List.copyOf(load);
    }

    /** Bytes in use and in all. */
    public record Use(long used, long total) {

        static Use of(PveFields fields) {
            return new Use(
                    fields.number("used").orElse(0), fields.number("total").orElse(0));
        }
    }

    static NodeStatus of(PveFields fields) {
        PveFields boot = fields.inside("boot-info");
        PveFields cpu = fields.inside("cpuinfo");
        return new NodeStatus(
                version(fields.text("pveversion", "")),
                // kversion is the form before PVE 8.1
                fields.inside("current-kernel").text("release").orElseGet(() -> kernel(fields.text("kversion", ""))),
                cpu.text("model", ""),
                cpu.number("cpus").orElse(0),
                load(fields),
                Use.of(fields.inside("memory")),
                Use.of(fields.inside("swap")),
                Use.of(fields.inside("rootfs")),
                boot.text("mode", "") + (boot.flag("secureboot") ? " with secure boot" : ""));
    }

    private static String version(String text) {
        String[] parts = text.split("/");
        return parts.length > 1 ? parts[1] : text;
    }

    private static String kernel(String text) {
        return text.replaceFirst("^Linux (\\S+).*", "$1");
    }

    private static List<String> load(PveFields fields) {
        List<String> load = new ArrayList<>();
        fields.node().path("loadavg").forEach(one -> load.add(one.asText()));
        return load;
    }
}
