package dev.steward.runner.config;

import dev.steward.runner.config.YamlTree.Node;
import dev.steward.runner.secret.Secret;
import dev.steward.runner.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Secrets from systemd's credentials, the environment and a file, in this order. The secret {@code prometheus/root} is
 * the credential {@code prometheus.root} (systemd.exec(5): a credential's name is a file name), the variable
 * {@code STEWARD_SECRET_PROMETHEUS_ROOT}, or in the file the key {@code prometheus/root}, also as {@code root} below
 * {@code prometheus}.
 */
public final class FileSecrets implements Secrets {

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Map<String, String> environment;
    private final Map<String, Secret> fromFile;

    private FileSecrets(Map<String, String> environment, Map<String, Secret> fromFile) {
        this.environment = Map.copyOf(environment);
        this.fromFile = fromFile;
    }

    /**
     * Opens the sources.
     *
     * @param config names the file
     * @param environment of the process, with systemd's CREDENTIALS_DIRECTORY where there is one
     * @throws ConfigRefused when the file is open to others than its owner, or is not a mapping of paths to texts
     */
    public static FileSecrets open(SecretsConfig config, Map<String, String> environment) throws ConfigRefused {
        Map<String, Secret> secrets = new HashMap<>();
        if (config.file().isPresent()) {
            read(config.file().get(), secrets);
        }
        return new FileSecrets(environment, secrets);
    }

    private static void read(Path file, Map<String, Secret> secrets) throws ConfigRefused {
        List<ConfigProblem> problems = new ArrayList<>();
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!OWNER.containsAll(mode)) {
                throw refused(
                        file,
                        "has mode " + PosixFilePermissions.toString(mode)
                                + "; others than its owner could use it: chmod 0600 " + file);
            }
            new YamlTree(file.toString(), problems)
                    .read(Files.readString(file))
                    .ifPresent(root -> collect("", root, file, secrets, problems));
        } catch (IOException e) {
            throw refused(file, Files.exists(file) ? "cannot be read (" + e.getMessage() + ")" : "does not exist");
        }
        if (!problems.isEmpty()) {
            throw new ConfigRefused(problems);
        }
    }

    private static void collect(
            String path, Node node, Path file, Map<String, Secret> secrets, List<ConfigProblem> problems) {
        if (node instanceof Node.Mapping mapping) {
            mapping.fields()
                    .forEach((key, field) ->
                            collect(path.isEmpty() ? key : path + "/" + key, field.value(), file, secrets, problems));
        } else if (node instanceof Node.Scalar scalar && !scalar.isNull() && !path.isEmpty()) {
            secrets.put(path, new Secret(scalar.text()));
        } else {
            problems.add(new ConfigProblem(
                    file.toString(),
                    node.at().line(),
                    node.at().column(),
                    (path.isEmpty() ? "the file" : path) + " is to be " + (path.isEmpty() ? "a mapping" : "a text"),
                    Optional.empty()));
        }
    }

    private static ConfigRefused refused(Path file, String what) {
        return new ConfigRefused(List.of(new ConfigProblem(file.toString(), 0, 0, what, Optional.empty())));
    }

    @Override
    public Optional<Secret> find(String path) {
        return credential(path)
                .or(() -> Optional.ofNullable(environment.get(named(path))).map(Secret::new))
                .or(() -> Optional.ofNullable(fromFile.get(path)));
    }

    @Override
    public Optional<Secret> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .map(Secret::new);
    }

    private static String named(String path) {
        return "STEWARD_SECRET_" + path.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private Optional<Secret> credential(String path) {
        String name = path.replace('/', '.');
        String dir = environment.get("CREDENTIALS_DIRECTORY");
        if (dir == null || name.startsWith(".")) {
            return Optional.empty();
        }
        Path file = Path.of(dir, name);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(new Secret(Files.readString(file).replaceFirst("\\R\\z", "")))
                    : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("the credential " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
