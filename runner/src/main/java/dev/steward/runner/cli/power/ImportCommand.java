package dev.steward.runner.cli.power;

import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.config.ConfigProblem;
import dev.steward.runner.config.ConfigRefused;
import dev.steward.runner.config.guardian.GuardianImport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward power import}: a Proxmox Guardian file as a power playbook with its inventory and configuration. */
@Command(
        mixinStandardHelpOptions = true,
        name = "import",
        description = {
            "Makes a power playbook, an inventory and steward.yml of a Proxmox Guardian file, and tells what it could not take over.",
            "Exit codes: 0 written; 1 nothing written; 4 the file has problems; 5 wrong options."
        })
public final class ImportCommand implements Callable<Integer> {

    private final Bench bench;
    private final Supplier<PlaybookCompiler> compiler;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file; /etc/proxmox-guardian/guardian.yaml unless said.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where to write; here unless said.")
    private Path output;

    @Option(names = "--force", description = "Replace files that are there already.")
    private boolean force;

    /** The verb. */
    public ImportCommand(Bench bench, Supplier<PlaybookCompiler> compiler) {
        this.bench = bench;
        this.compiler = compiler;
    }

    @Override
    public Integer call() throws IOException, Refusal {
        Path from = bench.folder().resolve(file == null ? GuardianImport.USUAL : file);
        Path to =
                output == null ? bench.folder() : bench.folder().resolve(output).normalize();
        GuardianImport.Imported imported = read(from);
        List<String> there = imported.files().keySet().stream()
                .map(to::resolve)
                .filter(Files::exists)
                .map(Path::toString)
                .toList();
        if (!there.isEmpty() && !force) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of("Nothing was written, since these are there already: " + String.join(", ", there)
                            + ". Name another folder with -o, or replace them with --force."));
        }
        write(imported.files(), to);
        say(imported, to);
        return checked(to.resolve("playbooks").resolve(GuardianImport.PLAYBOOK));
    }

    private static GuardianImport.Imported read(Path from) throws Refusal {
        try {
            return GuardianImport.of(from);
        } catch (ConfigRefused e) {
            int code = Files.isRegularFile(from) ? Exit.UNREACHABLE_OR_PROBLEMS : Exit.ERROR;
            throw new Refusal(
                    code, e.problems().stream().map(ConfigProblem::toString).toList());
        }
    }

    /** As the file they come from: for their owner alone, since commands may hold what nobody else should see. */
    private static void write(Map<String, String> files, Path to) throws IOException {
        for (Map.Entry<String, String> one : files.entrySet()) {
            Path path = to.resolve(one.getKey());
            Files.createDirectories(path.getParent());
            Files.deleteIfExists(path);
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, one.getValue());
        }
    }

    private void say(GuardianImport.Imported imported, Path to) {
        PrintStream out = bench.screen().out();
        imported.warnings().forEach(warning -> bench.screen().err().println("warning: " + warning));
        out.println("Written, for their owner alone:");
        imported.files().keySet().forEach(name -> out.println("  " + to.resolve(name)));
        out.println();
        out.println("What means something else now, or nothing:");
        imported.notes().forEach(note -> out.println("  " + note));
        out.println();
        out.println("Next, in " + to + ":");
        out.println("  steward plan playbooks/" + GuardianImport.PLAYBOOK + "   what it means on your hosts");
        out.println("  steward doctor                        what stands in its way");
        out.println("  steward power rehearse                an outage, played in check mode");
    }

    private int checked(Path playbook) {
        Checked checked = compiler.get().check(playbook, Map.of());
        checked.problems().forEach(problem -> bench.screen().err().println(problem));
        return checked instanceof Checked.Accepted ? Exit.OK : Exit.UNREACHABLE_OR_PROBLEMS;
    }
}
