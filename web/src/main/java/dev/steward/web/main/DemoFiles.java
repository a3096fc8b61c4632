package dev.steward.web.main;

import dev.steward.runner.lab.pve.PveLab;
import dev.steward.runner.lab.pve.demo.DemoCluster;
import dev.steward.runner.lab.pve.demo.DemoInventory;
import dev.steward.runner.lab.pve.demo.DemoUps;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a demo: configuration, inventory, keys and the shipped playbooks; removed at its end. */
final class DemoFiles implements AutoCloseable {

    private static final List<String> PLAYBOOKS = List.of(
            "update-lxc-containers.groovy",
            "update-docker-vms.groovy",
            "weekly-updates.groovy",
            "patch-guests.groovy",
            "reboot-guests.groovy",
            "rollback-guest.groovy");

    private static final String POWER = "ups-shutdown.groovy";

    private final Path dir;

    private DemoFiles(Path dir) {
        this.dir = dir;
    }

    static DemoFiles write(DemoCluster demo, DemoUps ups, int port) throws IOException, GeneralSecurityException {
        DemoFiles files = new DemoFiles(Files.createTempDirectory(
                "steward-demo-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        Path dir = files.dir;
        Files.createDirectories(dir.resolve("inventory/group_vars"));
        Files.createDirectories(dir.resolve("playbooks"));
        Files.writeString(
                dir.resolve("inventory/hosts.yml"),
                new DemoInventory(demo).hosts(dir.resolve("key").toString()));
        files.groupVars("all", "ansible_ssh_common_args: -o UserKnownHostsFile=" + dir.resolve("known_hosts"));
        // a guest that only the cluster knows is never looked for in this machine's network
        files.groupVars("proxmox_all_lxc", "steward_ways: [pct]");
        files.groupVars("proxmox_all_qemu", "steward_ways: [agent]");
        Files.writeString(dir.resolve("known_hosts"), demo.estate().knownHosts());
        Files.writeString(dir.resolve("pve-root-ca.pem"), demo.lab().caPem());
        Files.createFile(
                dir.resolve("key"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(dir.resolve("key"), demo.estate().clientKey());
        Files.writeString(dir.resolve("steward.yml"), configuration(port, demo.lab(), ups));
        Files.writeString(dir.resolve("playbooks").resolve(POWER), power(files.text("playbooks/" + POWER)));
        files.copy("inventory/proxmox.yml");
        for (String playbook : PLAYBOOKS) {
            files.copy("playbooks/" + playbook);
        }
        return files;
    }

    private void groupVars(String group, String line) throws IOException {
        Files.writeString(dir.resolve("inventory/group_vars").resolve(group + ".yml"), line + "\n");
    }

    /** Nobody watches a demo for a quarter of an hour: what is minutes in life is seconds here. */
    private static String power(String shipped) {
        return shipped.replace("ask(5.minutes,", "ask(25.seconds,")
                .replace("ask(15.minutes,", "ask(90.seconds,")
                .replace("ask(180.seconds,", "ask(20.seconds,")
                .replace("timeout: 5.minutes", "timeout: 90.seconds")
                .replace("confirm: 30.seconds", "confirm: 5.seconds")
                .replace("stableFor: 60.seconds, charge: 30", "stableFor: 10.seconds")
                .replace("upsReturn: true, wake: [node2]", "wake: [node2]")
                .replace(">= 1.minutes", ">= 10.seconds")
                .replace("delay: 20.seconds", "delay: 3.seconds");
    }

    private static String configuration(int port, PveLab lab, DemoUps ups) {
        return """
                # The configuration of this demo.
                stateDir: state
                server:
                  port: %d
                inventory: [inventory]
                playbooks: playbooks
                schedules:
                  weekly-updates:
                    playbook: weekly-updates.groovy
                    cron: 0 3 * * 0
                    vars: {autoReboot: true, confirmFor: 5s, rebootDelay: 1s, rebootTimeout: 60s}
                proxmox:
                  demo:
                    endpoints: [%s]
                    token: %s
                    tls: {ca: pve-root-ca.pem}
                """
                        .formatted(port, String.join(", ", lab.urls()), lab.token())
                + power(ups);
    }

    private static String power(DemoUps ups) {
        return """
                power:
                  plan: %s
                  ups:
                    %s: {host: '%s', user: %s, password: %s}
                  poll: 1s
                  pollOnBattery: 1s
                  stableFor: 5s
                  hints: hints
                  self: {outside: true}
                  watts: {pve1: %d, pve2: %d}
                """
                .formatted(
                        POWER, DemoUps.NAME, ups.address(), DemoUps.USER, DemoUps.PASSWORD, DemoUps.NODE, DemoUps.NODE);
    }

    private void copy(String file) throws IOException {
        Files.writeString(dir.resolve(file), text(file));
    }

    private String text(String file) throws IOException {
        try (InputStream in = DemoFiles.class.getResourceAsStream("/dev/steward/content/" + file)) {
            if (in == null) {
                throw new FileNotFoundException(file + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Path config() {
        return dir.resolve("steward.yml");
    }

    Path playbook(String name) {
        return dir.resolve("playbooks").resolve(name);
    }

    Path state() {
        return dir.resolve("state");
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(dir)) {
            all.sorted(Comparator.reverseOrder()).forEach(DemoFiles::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
