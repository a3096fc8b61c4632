package dev.steward.runner.lab.pve.node;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.PveCluster;
import dev.steward.runner.lab.pve.state.PveNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a node says about its machine (API2/Nodes.pm). */
public final class NodeReads {

    private static final String KERNEL = "6.14.11-4-pve";
    private static final String BUILD = "#1 SMP PREEMPT_DYNAMIC";
    private static final long MEMORY = 32L << 30;
    private static final long ROOT = 252L << 30;

    private NodeReads() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.on("GET /nodes/{node}", call -> List.of("status", "tasks", "lxc", "qemu", "storage").stream()
                        .map(name -> new Row().with("name", name))
                        .toList())
                .on("GET /nodes/{node}/status", NodeReads::status)
                .on("GET /nodes/{node}/version", call -> version(call.cluster()))
                .on("GET /nodes/{node}/time", NodeReads::time)
                .on(
                        "GET /nodes/{node}/dns",
                        call -> new Row().with("search", "example.com").with("dns1", "10.99.8.1"))
                .on("GET /nodes/{node}/hosts", NodeReads::hosts)
                .on("GET /nodes/{node}/config", NodeReads::config)
                .on("GET /nodes/{node}/network", NodeReads::network)
                .on("GET /nodes/{node}/netstat", call -> List.of())
                .on(
                        "GET /nodes/{node}/report",
                        call -> "==== general system info ====\n\n# hostname\n"
                                + call.node().name() + "\n")
                .on("GET /nodes/{node}/subscription", NodeReads::subscription)
                .on("GET /nodes/{node}/replication", NodeReads::replications)
                .on("GET /nodes/{node}/journal", NodeReads::journal)
                .on("GET /nodes/{node}/syslog", NodeReads::syslog);
    }

    /** Those whose guest is on the node; a job of which nobody said where it begins is on each. */
    private static Object replications(Call call) {
        return call.cluster().replications().stream()
                .filter(job -> call.node()
                        .name()
                        .equals(job.getOrDefault("source", call.node().name())))
                .toList();
    }

    private static Row version(PveCluster cluster) {
        return new Row()
                .with("version", cluster.version())
                .with("release", cluster.version().replaceFirst("^(\\d+\\.\\d+).*", "$1"))
                .with("repoid", "0123456789abcdef");
    }

    private static Object status(Call call) {
        boolean nine = call.cluster().nine();
        long uptime =
                Duration.between(call.node().booted(), call.cluster().now()).toSeconds();
        long used = 6L << 30;
        Row memory = new Row()
                .with("total", MEMORY)
                .with("used", used)
                .with("free", MEMORY - used - (4L << 30))
                .when(nine, "available", MEMORY - used);
        Row processors = new Row()
                .with("model", "AMD EPYC")
                .with("cpus", 8)
                .with("cores", 8)
                .with("sockets", 1)
                .with("mhz", "2599.996")
                .with("flags", "fpu vme de pse tsc msr pae mce cx8 apic sep svm")
                .with("hvm", "1")
                .with("user_hz", 100);
        processors.when(nine, "vendor", "AuthenticAMD").when(nine, "family", "26");
        return new Row()
                .with("uptime", uptime)
                .with("pveversion", "pve-manager/" + call.cluster().version() + "/0123456789abcdef")
                .with("kversion", "Linux " + KERNEL + " " + BUILD)
                .with("current-kernel", kernel())
                .with("boot-info", new Row().with("mode", "efi").with("secureboot", 0))
                .with("cpuinfo", processors)
                .with("cpu", call.node().load())
                .with("idle", 0)
                .with("wait", 0)
                .with("loadavg", List.of("0.42", "0.38", "0.31"))
                .with("memory", memory)
                .with("swap", new Row().with("total", 0).with("used", 0).with("free", 0))
                .with("ksm", new Row().with("shared", 0))
                .with("rootfs", rootfs(call.node()));
    }

    private static Row kernel() {
        return new Row()
                .with("sysname", "Linux")
                .with("release", KERNEL)
                .with("version", BUILD)
                .with("machine", "x86_64");
    }

    private static Row rootfs(PveNode node) {
        long used = node.root();
        return new Row()
                .with("total", ROOT)
                .with("used", used)
                .with("free", ROOT - used)
                .with("avail", ROOT - used - (8L << 30));
    }

    private static Object time(Call call) {
        long now = call.cluster().now().getEpochSecond();
        return new Row().with("time", now).with("localtime", now).with("timezone", "Etc/UTC");
    }

    private static Object hosts(Call call) {
        StringBuilder text = new StringBuilder("127.0.0.1 localhost.localdomain localhost\n");
        for (PveNode node : call.cluster().nodes().values()) {
            text.append(node.ip())
                    .append(' ')
                    .append(node.name())
                    .append(".example.com ")
                    .append(node.name())
                    .append('\n');
        }
        return new Row().with("data", text.toString()).with("digest", "ea4ad9bdb888fc1351fe59ef0477437bf7da3810");
    }

    private static Object config(Call call) {
        Row row = new Row();
        row.putAll(call.node().config());
        return row;
    }

    private static Object network(Call call) {
        Row card = new Row()
                .with("iface", "eno1")
                .with("type", "eth")
                .with("active", 1)
                .with("method", "manual")
                .with("method6", "manual")
                .with("families", List.of("inet"))
                .with("priority", 3);
        Row bridge = new Row()
                .with("iface", "vmbr0")
                .with("type", "bridge")
                .with("active", 1)
                .with("autostart", 1)
                .with("method", "static")
                .with("method6", "manual")
                .with("families", List.of("inet"))
                .with("address", call.node().ip())
                .with("netmask", "24")
                .with("cidr", call.node().ip() + "/24")
                .with("gateway", "10.99.8.1")
                .with("bridge_ports", "eno1")
                .with("bridge_stp", "off")
                .with("bridge_fd", "0")
                .with("priority", 4);
        return List.of(card, bridge);
    }

    private static Object subscription(Call call) {
        return new Row()
                .with("status", "notfound")
                .with("message", "There is no subscription key")
                .with("serverid", "0123456789ABCDEF0123456789ABCDEF")
                .with("url", "https://www.proxmox.com/en/proxmox-virtual-environment/pricing");
    }

    private static Object journal(Call call) {
        List<String> lines = call.node().journal();
        int last = (int) Math.min(lines.size(), call.number("lastentries", lines.size()));
        return List.copyOf(lines.subList(lines.size() - last, lines.size()));
    }

    private static Object syslog(Call call) {
        List<String> lines = call.node().journal();
        List<Row> rows = new ArrayList<>();
        long start = call.number("start", 0);
        for (long i = start; i < lines.size() && rows.size() < call.number("limit", 50); i++) {
            rows.add(new Row().with("n", i + 1).with("t", lines.get((int) i)));
        }
        return new dev.steward.runner.lab.pve.call.Total(rows, lines.size());
    }
}
