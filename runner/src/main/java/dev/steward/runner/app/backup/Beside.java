package dev.steward.runner.app.backup;

import dev.steward.runner.config.StewardConfig;
import dev.steward.runner.seal.Seal;
import dev.steward.runner.store.backup.BackupFile;
import dev.steward.runner.store.backup.BackupRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lies beside the database.
 *
 * @param kept files that go into a backup, by their place in it
 * @param left files that do not, each with what it is: they open hosts and secrets, and a backup lies in more places than those may
 * @param fromGit whether playbooks and inventory come from a repository, which has them
 */
public record Beside(Map<String, Path> kept, List<String> left, boolean fromGit) {

    public Beside {
        kept = Map.copyOf(kept);
        left = List.copyOf(left);
    }

    /**
     * Of a configuration.
     *
     * @param file it was read from
     * @param state the state directory
     * @throws IOException when a folder cannot be listed
     */
    public static Beside of(StewardConfig config, Optional<Path> file, Path state) throws IOException {
        Map<String, Path> kept = new TreeMap<>();
        List<String> left = new ArrayList<>();
        List<Secret> secrets = secrets(config, state);
        secrets.forEach(one -> left.add(one.file() + " (" + one.what() + ")"));
        Picker picker = new Picker(
                kept,
                state,
                secrets.stream()
                        .map(one -> one.file().toAbsolutePath().normalize())
                        .toList());
        if (file.isPresent()) {
            picker.pick("steward.yml", file.get());
        }
        if (config.git().isEmpty()) {
            picker.pick("playbooks", config.playbooks());
            for (Path source : config.inventory()) {
                picker.pick(source.getFileName().toString(), source);
            }
        }
        if (config.ssh().knownHosts().isPresent()) {
            picker.pick("known_hosts", config.ssh().knownHosts().get());
        }
        new Picker(kept, state.resolve("none"), List.of()).pick("power", state.resolve("power"));
        return new Beside(kept, left, config.git().isPresent());
    }

    /** A file that opens something, and what it is. */
    private record Secret(Path file, String what) {}

    private static List<Secret> secrets(StewardConfig config, Path state) {
        List<Secret> all = new ArrayList<>();
        config.secrets().file().ifPresent(file -> all.add(new Secret(file, "secrets")));
        Path own = state.resolve(Seal.FILE);
        config.secrets()
                .sealKey()
                .or(() -> Optional.of(own).filter(Files::exists))
                .ifPresent(file -> all.add(new Secret(file, "key that second factors are sealed with")));
        config.vault().passwordFile().ifPresent(file -> all.add(new Secret(file, "vault password")));
        config.ssh().keyFile().ifPresent(file -> all.add(new Secret(file, "SSH key")));
        config.server().tls().ifPresent(tls -> all.add(new Secret(tls.key(), "key of the page's certificate")));
        config.git()
                .flatMap(git -> git.key())
                .ifPresent(file -> all.add(new Secret(file, "SSH key of the git repository")));
        return all;
    }

    /** Takes files and folders; two of one name get numbers. */
    private record Picker(Map<String, Path> kept, Path state, List<Path> secret) {

        void pick(String name, Path source) throws IOException {
            Path from = source.toAbsolutePath().normalize();
            String free = name;
            for (int i = 2; taken(free); i++) {
                free = name + "-" + i;
            }
            if (Files.isRegularFile(from)) {
                keep(free, from);
            } else if (Files.isDirectory(from)) {
                try (Stream<Path> all = Files.walk(from)) {
                    for (Path path : all.filter(Files::isRegularFile).toList()) {
                        keep(free + "/" + from.relativize(path), path);
                    }
                }
            }
        }

        private boolean taken(String name) {
            return kept.keySet().stream().anyMatch(one -> one.equals(name) || one.startsWith(name + "/"));
        }

        /** Where backups are written among the playbooks, each would hold all before it, and the one that is being written. */
        private static boolean backup(Path file) {
            if (file.toString().endsWith(".zip.part")) {
                return true;
            }
            if (!file.toString().endsWith(".zip")) {
                return false;
            }
            try {
                BackupFile.open(file).close();
                return true;
            } catch (BackupRefused | IOException another) {
                return false;
            }
        }

        private void keep(String name, Path file) {
            boolean hidden = name.contains("/.");
            if (!hidden
                    && !backup(file)
                    && Files.isReadable(file)
                    && !file.startsWith(state)
                    && !secret.contains(file)) {
                kept.put(name, file);
            }
        }
    }
}
