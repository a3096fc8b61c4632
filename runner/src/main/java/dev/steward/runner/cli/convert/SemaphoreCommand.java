package dev.steward.runner.cli.convert;

import dev.steward.dsl.catalog.ModuleCatalog;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.convert.PlaybookConversion;
import dev.steward.runner.convert.semaphore.Checkouts;
import dev.steward.runner.convert.semaphore.Imported;
import dev.steward.runner.convert.semaphore.SemaphoreImport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward import semaphore}: the export of a project of Semaphore UI. */
@Command(
        mixinStandardHelpOptions = true,
        name = "semaphore",
        description = {
            "Makes playbooks, inventories and steward.yml of the export of a project (Semaphore: project settings, export), and"
                    + " tells what it could not take over. It writes no secret and replaces no file.",
            "Exit codes: 0 written; 1 nothing written; 4 the export has problems; 5 wrong options."
        })
public final class SemaphoreCommand implements Callable<Integer> {

    private static final long LARGEST = 32L << 20;

    private final Bench bench;
    private final Supplier<PlaybookCompiler> compiler;
    private final Supplier<ModuleCatalog> catalog;

    @Parameters(paramLabel = "EXPORT.json", description = "The export.")
    private Path export;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "semaphore",
            description = "Where to write; ${DEFAULT-VALUE} unless said.")
    private Path output;

    @Option(
            names = "--checkout",
            paramLabel = "[REPOSITORY=]DIR",
            description = "Where a repository of the export lies on this machine; its playbooks are converted.")
    private List<String> checkouts = new ArrayList<>();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description =
                    "The time zone of its schedules (Semaphore's setting schedule.timezone); ${DEFAULT-VALUE} unless said.")
    private String zone;

    /** The verb. */
    public SemaphoreCommand(Bench bench, Supplier<PlaybookCompiler> compiler, Supplier<ModuleCatalog> catalog) {
        this.bench = bench;
        this.compiler = compiler;
        this.catalog = catalog;
    }

    @Override
    public Integer call() throws IOException, Refusal {
        Path to = bench.folder().resolve(output).normalize();
        Imported imported = SemaphoreImport.of(
                text(), new Checkouts(folders()), new PlaybookConversion(compiler.get(), catalog.get()), zone());
        if (!imported.problems().isEmpty()) {
            throw new Refusal(
                    Exit.UNREACHABLE_OR_PROBLEMS,
                    imported.problems().stream().map(one -> export + ": " + one).toList());
        }
        List<String> there = imported.files().keySet().stream()
                .map(to::resolve)
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .map(Path::toString)
                .toList();
        if (!there.isEmpty()) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of("Nothing was written, since these are there already: " + String.join(", ", there)
                            + ". Name another folder with -o."));
        }
        write(imported.files(), to);
        say(imported, to);
        return Exit.OK;
    }

    private String text() throws IOException, Refusal {
        Path from = bench.folder().resolve(export);
        if (!Files.isRegularFile(from)) {
            throw new Refusal(Exit.ERROR, List.of(export + " does not exist, or is no file."));
        }
        if (Files.size(from) > LARGEST) {
            throw new Refusal(
                    Exit.UNREACHABLE_OR_PROBLEMS, List.of(export + ": it is larger than 32 MiB; is it an export?"));
        }
        try {
            return Files.readString(from);
        } catch (CharacterCodingException e) {
            throw new Refusal(Exit.UNREACHABLE_OR_PROBLEMS, List.of(export + ": it is no UTF-8 text"));
        }
    }

    private Map<String, Path> folders() throws Refusal {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (String said : checkouts) {
            int equals = said.lastIndexOf('=');
            Path folder = bench.folder().resolve(said.substring(equals + 1));
            if (!Files.isDirectory(folder)) {
                throw new Refusal(Exit.OPTIONS, List.of("--checkout: " + folder + " is no folder."));
            }
            folders.put(said.substring(0, Math.max(0, equals)), folder);
        }
        return folders;
    }

    private ZoneId zone() throws Refusal {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new Refusal(Exit.OPTIONS, List.of("'" + zone + "' is no time zone; expected one as Europe/Berlin."));
        }
    }

    /** For their owner alone: who reaches what how is nobody else's business. */
    private static void write(Map<String, String> files, Path to) throws IOException {
        for (Map.Entry<String, String> one : files.entrySet()) {
            Path path = to.resolve(one.getKey());
            Files.createDirectories(path.getParent());
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, one.getValue());
        }
    }

    private void say(Imported imported, Path to) {
        PrintStream out = bench.screen().out();
        out.println("Written, for their owner alone:");
        imported.files().keySet().forEach(name -> out.println("  " + to.resolve(name)));
        section(out, "To be filled in, since no secret is taken over:", imported.secrets());
        section(out, "Not taken over:", imported.left());
        section(out, "Means something else now:", imported.notes());
        out.println();
        out.println("Next, in " + to + " (" + SemaphoreImport.REPORT + " says all this again):");
        out.println("  steward check playbooks/*.groovy   what is wrong with them, and which hosts they would mean");
        out.println("  steward schedule list              when they would run; the zone is " + zone);
    }

    private static void section(PrintStream out, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(title);
            lines.forEach(line -> out.println("  " + line));
        }
    }
}
