package dev.steward.runner.lab.pve.demo;

import dev.steward.runner.lab.host.DemoHost;
import dev.steward.runner.lab.host.HostSpec;
import java.util.List;

/**
 * The demo's files of inventory: what an operator wrote down. The cluster itself adds the rest, and differs from it in places, as
 * in life.
 */
public final class DemoInventory {

    /** A closed port of this machine: no packet leaves it. */
    private static final String NO_SSHD = "{ansible_host: 127.0.0.1, ansible_port: 1, steward_ways: [ssh, pct]}";

    private final DemoCluster demo;

    /** The inventory of an estate. */
    public DemoInventory(DemoCluster demo) {
        this.demo = demo;
    }

    /**
     * In Ansible's YAML.
     *
     * @param key where the client key will lie
     */
    public String hosts(String key) {
        StringBuilder text = new StringBuilder(
                        "all:\n  vars:\n    ansible_user: root\n    ansible_ssh_private_key_file: '")
                .append(key.replace("'", "''"))
                .append("'\n  children:\n");
        group(text, "lxc_containers", HostSpec.Kind.CONTAINER);
        text.append("        # no sshd in these two: they are reached through pct on their node\n");
        List.of("wiki-1", "git-1").forEach(name -> line(text, name, NO_SSHD));
        text.append("        # its tag no-auto asks to leave it alone\n");
        line(text, "vault-1", "{}");
        group(text, "docker_vms", HostSpec.Kind.VM);
        text.append("    hypervisors:\n      hosts:\n");
        DemoCluster.NODES.forEach(node -> line(text, node, address(demo.estate().host(node))));
        text.append("    retired:\n      hosts:\n");
        line(text, "old-shop", "{proxmox_vmid: 111, proxmox_node: pve1}");
        return text.toString();
    }

    private void group(StringBuilder text, String name, HostSpec.Kind kind) {
        text.append("    ").append(name).append(":\n      hosts:\n");
        demo.reached().stream()
                .filter(host -> host.spec().kind() == kind)
                .forEach(host -> line(text, host.name(), address(host)));
    }

    private String address(DemoHost host) {
        return "{ansible_host: 127.0.0.1, ansible_port: " + demo.estate().port(host) + ", ansible_connection: ssh}";
    }

    private static void line(StringBuilder text, String name, String values) {
        text.append("        ").append(name).append(": ").append(values).append('\n');
    }
}
