package dev.steward.runner.lab.pve.node;

import dev.steward.runner.lab.pve.call.Call;
import dev.steward.runner.lab.pve.call.Handlers;
import dev.steward.runner.lab.pve.call.Row;
import dev.steward.runner.lab.pve.state.PveNode;
import dev.steward.runner.lab.pve.task.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A node's packages, services and certificates (API2/APT.pm, API2/Services.pm, API2/Certificates.pm). */
public final class SystemReads {

    private static final List<String> RUNNING = List.of(
            "cron=Regular background program processing daemon",
            "pve-cluster=The Proxmox VE cluster filesystem",
            "pve-ha-crm=PVE Cluster HA Resource Manager Daemon",
            "pve-ha-lrm=PVE Local HA Resource Manager Daemon",
            "pvedaemon=PVE API Daemon",
            "pveproxy=PVE API Proxy Server",
            "pvescheduler=Proxmox VE scheduler",
            "pvestatd=PVE Status Daemon",
            "sshd=OpenBSD Secure Shell server");

    private SystemReads() {}

    /** Adds them. */
    public static void add(Handlers handlers) {
        handlers.on("GET /nodes/{node}/apt/update", call -> call.node().updates())
                .on("POST /nodes/{node}/apt/update", SystemReads::update)
                .on("GET /nodes/{node}/apt/versions", SystemReads::versions)
                .on("GET /nodes/{node}/services", SystemReads::services)
                .on("GET /nodes/{node}/services/{service}/state", SystemReads::service)
                .on("GET /nodes/{node}/certificates/info", SystemReads::certificates);
        for (String verb : List.of("start", "stop", "restart", "reload")) {
            handlers.on("POST /nodes/{node}/services/{service}/" + verb, call -> change(call, verb));
        }
    }

    private static Object update(Call call) {
        Job job = call.job("aptupdate", "");
        job.then(Duration.ZERO, () -> job.task().log("starting apt-get update"));
        job.then(Duration.ofSeconds(4), () -> {
            job.task().log("Hit:1 http://deb.debian.org/debian stable InRelease");
            job.task().log("Reading package lists...");
        });
        return job.start().upid();
    }

    private static Object versions(Call call) {
        String version = call.cluster().version();
        List<Row> rows = new ArrayList<>();
        rows.add(
                installed("proxmox-ve", version.replaceFirst("\\.\\d+$", ".0")).with("RunningKernel", "6.14.11-4-pve"));
        rows.add(installed("pve-manager", version).with("ManagerVersion", version + "/0123456789abcdef"));
        rows.add(installed("qemu-server", version));
        rows.add(installed("pve-container", version));
        return rows;
    }

    private static Row installed(String name, String version) {
        return new Row()
                .with("Package", name)
                .with("Title", name)
                .with("Description", name)
                .with("Version", version)
                .with("OldVersion", version)
                .with("CurrentState", "Installed")
                .with("Arch", "all")
                .with("Origin", "Proxmox")
                .with("Priority", "optional")
                .with("Section", "admin");
    }

    private static Row row(String name, String text, boolean active) {
        return new Row()
                .with("service", name)
                .with("name", name)
                .with("desc", text)
                .with("state", active ? "running" : "dead")
                .with("active-state", active ? "active" : "inactive")
                .with("unit-state", active ? "enabled" : "disabled");
    }

    private static Object services(Call call) {
        List<Row> rows = new ArrayList<>();
        RUNNING.forEach(line -> rows.add(row(line.split("=")[0], line.split("=")[1], true)));
        rows.add(row("corosync", "Corosync Cluster Engine", call.cluster().joined()));
        return rows;
    }

    private static Object service(Call call) {
        String wanted = call.text("service");
        return RUNNING.stream()
                .filter(line -> line.startsWith(wanted + "="))
                .findFirst()
                .map(line -> row(wanted, line.split("=")[1], true))
                .orElseGet(() -> row(wanted, wanted + ".service", false));
    }

    private static Object change(Call call, String verb) {
        Job job = call.job("srv" + verb, call.text("service"));
        PveNode node = call.node();
        job.then(Duration.ofSeconds(1), () -> {
            if (call.text("service").equals("pvedaemon")) {
                node.daemon(!verb.equals("stop"));
            }
        });
        return job.start().upid();
    }

    private static Object certificates(Call call) {
        Instant from = call.node().booted();
        String authority =
                "/CN=Proxmox Virtual Environment/OU=ec7fc2ff-6948-43c1-abdc-9f49823467b2/O=PVE Cluster Manager CA";
        Row ca = certificate("pve-root-ca.pem", authority, from, 3650)
                .with("issuer", authority)
                .with("san", List.of())
                .with(
                        "fingerprint",
                        "E1:49:19:8E:8A:15:3E:60:1B:26:0B:5A:AD:30:6F:DA:47:99:07:03:F7:52:6D:7C:FF:04:04:8C:B5:8D:1F:97");
        Row node = certificate(
                        "pve-ssl.pem",
                        "/OU=PVE Cluster Node/O=Proxmox Virtual Environment/CN="
                                + call.node().name(),
                        from,
                        730)
                .with("issuer", authority)
                .with(
                        "san",
                        List.of(
                                "127.0.0.1",
                                "localhost",
                                call.node().ip(),
                                call.node().name()))
                .with("fingerprint", call.node().fingerprint());
        return List.of(ca, node);
    }

    private static Row certificate(String file, String subject, Instant from, int days) {
        return new Row()
                .with("filename", file)
                .with("subject", subject)
                .with("pem", "")
                .with("public-key-type", "id-ecPublicKey")
                .with("public-key-bits", 256)
                .with("notbefore", from.getEpochSecond())
                .with("notafter", from.plus(Duration.ofDays(days)).getEpochSecond());
    }
}
