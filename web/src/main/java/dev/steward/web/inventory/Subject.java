package dev.steward.web.inventory;

import dev.steward.runner.inventory.sheet.HostSheet;
import dev.steward.web.estate.Links;
import java.util.Optional;

/**
 * The guest or node that a host is.
 *
 * @param cluster our name of its cluster
 * @param id as {@code lxc/101} or {@code node/pve1}
 * @param href its page
 */
record Subject(String cluster, String id, String href) {

    /** What a sheet says it is; empty where it says nothing. */
    static Optional<Subject> of(HostSheet sheet) {
        Optional<String> cluster = value(sheet, "proxmox_cluster");
        Optional<String> vmid = value(sheet, "proxmox_vmid");
        Optional<String> node = value(sheet, "proxmox_node");
        Optional<String> type = value(sheet, "proxmox_vmtype");
        if (cluster.isPresent() && vmid.isPresent()) {
            String page = Links.cluster(cluster.get()) + "/guests/" + Links.segment(vmid.get());
            return Optional.of(new Subject(cluster.get(), type.orElse("lxc") + "/" + vmid.get(), page));
        }
        return cluster.flatMap(of -> node.map(name -> new Subject(of, "node/" + name, Links.node(of, name))));
    }

    private static Optional<String> value(HostSheet sheet, String name) {
        return sheet.variables().stream()
                .filter(variable -> variable.name().equals(name))
                .map(variable -> variable.counts().text())
                .findFirst();
    }
}
