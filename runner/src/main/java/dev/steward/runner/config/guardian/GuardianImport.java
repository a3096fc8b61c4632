package dev.steward.runner.config.guardian;

import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.LoadedConfig.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Proxmox Guardian file as a power playbook with its inventory and its sections of steward.yml; nothing is written here. */
public final class GuardianImport {

    /** Where Guardian itself looks. */
    public static final Path USUAL = Path.of("/etc/proxmox-guardian/guardian.yaml");

    /** The playbook's name in the playbooks folder. */
    public static final String PLAYBOOK = "guardian.groovy";

    private final Path path;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    private GuardianImport(Path path) {
        this.path = path;
    }

    /**
     * What came of it.
     *
     * @param files texts by their path below the folder they belong in; those that hold secrets are for their owner alone
     * @param notes what means something else here, or nothing, each with its place in the file
     * @param warnings what is wrong with the file beside its text
     */
    public record Imported(Map<String, String> files, List<ConfigProblem> notes, List<ConfigProblem> warnings) {}

    /**
     * Reads a file.
     *
     * @throws ConfigRefused with everything that is wrong with it
     */
    public static Imported of(Path path) throws ConfigRefused {
        return new GuardianImport(path).imported();
    }

    private Imported imported() throws ConfigRefused {
        String text = text();
        Optional<GuardianFile> read = new GuardianReader(path.toString(), problems).read(text);
        GuardianSecrets known = read.flatMap(f -> f.proxmox().secretsFile())
                .map(file -> GuardianSecrets.read(Path.of(file), problems))
                .orElse(GuardianSecrets.NONE);
        if (!problems.isEmpty() || read.isEmpty()) {
            throw new ConfigRefused(problems);
        }
        GuardianFile file = read.get();
        SecretsFile secrets = new SecretsFile();
        Hosts hosts = new Hosts(known.sshKey());
        String ups = file.ups().name().replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[^A-Za-z0-9]+", "ups");
        Map<String, String> files = new LinkedHashMap<>();
        files.put("playbooks/" + PLAYBOOK, new PlaybookWriter(file, hosts, secrets, notes).write(ups));
        files.put("inventory/guardian.yml", hosts.yaml());
        files.put("inventory/proxmox.yml", "# The nodes and guests of the cluster in steward.yml.\nplugin: proxmox\n");
        files.put("steward.yml", new SectionsWriter(file, known, secrets, notes).write(PLAYBOOK, ups));
        if (!secrets.empty()) {
            files.put("secrets.yml", secrets.yaml());
        }
        beside(file, known, hosts);
        return new Imported(files, told(), List.copyOf(warnings));
    }

    private String text() throws ConfigRefused {
        try {
            if (!Files.isRegularFile(path)) {
                throw new ConfigRefused(List.of(problem("config file not found: " + path, "")));
            }
            GuardianSecrets.wide(path)
                    .ifPresent(mode -> warnings.add(problem(
                            "it has mode " + mode + ", so others than its owner can read it", "chmod 0600 " + path)));
            return Files.readString(path);
        } catch (IOException e) {
            throw new ConfigRefused(
                    List.of(problem("cannot be read: " + e.getClass().getSimpleName(), "")));
        }
    }

    private ConfigProblem problem(String message, String next) {
        return new ConfigProblem(
                path.toString(), 0, 0, message, Optional.of(next).filter(n -> !n.isEmpty()));
    }

    /** What is nobody's action but differs here all the same. */
    private void beside(GuardianFile file, GuardianSecrets known, Hosts hosts) {
        Place whole = new Place(0, 0);
        notes.add(
                new Note(whole, "no way back is named: say in the playbook how machines come on again, with wayBack"));
        if (hosts.containers()) {
            notes.add(
                    new Note(
                            whole,
                            "commands in containers go by SSH to their node (pct exec): enrol the nodes with 'steward host enrol NODE'"));
        }
        boolean here = file.phases().stream()
                .flatMap(p -> p.actions().stream())
                .anyMatch(a -> a.kind() == GuardianFile.Kind.LOCAL);
        if (here) {
            notes.add(new Note(
                    whole, "local actions run on the machine of Steward, as its user, which is not root by itself"));
        }
        boolean token = file.proxmox()
                .tokenSecret()
                .or(() -> known.token().map(s -> ""))
                .isPresent();
        if (!token) {
            notes.add(new Note(
                    whole,
                    "the secret of " + file.proxmox().tokenId() + " is not known"
                            + (known.missing()
                                    ? ": there is no file "
                                            + file.proxmox().secretsFile().orElse("") + " here"
                                    : "")
                            + "; put it into secrets.yml (mode 0600) as proxmox/home: '…'"));
        }
        GuardianFile.Options options = file.options();
        notes.add(new Note(
                whole,
                "state file " + options.stateFile() + " and lock file " + options.lockFile()
                        + " are not taken over: Steward's journal and lock lie in its state directory"));
        notes.add(new Note(
                whole,
                "the log (" + options.logLevel() + ", " + options.logFormat()
                        + options.logFile().map(f -> ", " + f).orElse("")
                        + ") is not taken over: Steward logs to its standard error, and each run is kept"));
    }

    private List<ConfigProblem> told() {
        return notes.stream()
                .sorted(java.util.Comparator.comparingInt(
                        (Note n) -> n.at().line() == 0 ? Integer.MAX_VALUE : n.at().line()))
                .map(n ->
                        new ConfigProblem(path.toString(), n.at().line(), n.at().column(), n.text(), Optional.empty()))
                .toList();
    }
}
