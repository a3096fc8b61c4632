package dev.steward.web.main;

import dev.steward.runner.lab.host.DemoEstate;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder of a demo: configuration, inventory, keys and the shipped playbooks; removed at its end. */
final class DemoFiles implements AutoCloseable {

    private static final List<String> PLAYBOOKS =
            List.of("update-lxc-containers.groovy", "update-docker-vms.groovy", "weekly-updates.groovy");

    private final Path dir;

    private DemoFiles(Path dir) {
        this.dir = dir;
    }

    static DemoFiles write(DemoEstate estate, int port) throws IOException, GeneralSecurityException {
        DemoFiles files = new DemoFiles(Files.createTempDirectory(
                "steward-demo-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        Path dir = files.dir;
        Files.createDirectories(dir.resolve("inventory/group_vars"));
        Files.createDirectories(dir.resolve("playbooks"));
        Files.writeString(
                dir.resolve("inventory/hosts.yml"),
                estate.inventory(dir.resolve("key").toString()));
        Files.writeString(
                dir.resolve("inventory/group_vars/all.yml"),
                "ansible_ssh_common_args: -o UserKnownHostsFile=" + dir.resolve("known_hosts") + "\n");
        Files.writeString(dir.resolve("known_hosts"), estate.knownHosts());
        Files.createFile(
                dir.resolve("key"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(dir.resolve("key"), estate.clientKey());
        Files.writeString(dir.resolve("steward.yml"), configuration(port));
        for (String playbook : PLAYBOOKS) {
            files.copy(playbook);
        }
        return files;
    }

    private static String configuration(int port) {
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
                """
                .formatted(port);
    }

    private void copy(String playbook) throws IOException {
        String path = "/dev/steward/content/playbooks/" + playbook;
        try (InputStream in = DemoFiles.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new FileNotFoundException(playbook + " is not in the jar");
            }
            Files.copy(in, dir.resolve("playbooks").resolve(playbook));
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
