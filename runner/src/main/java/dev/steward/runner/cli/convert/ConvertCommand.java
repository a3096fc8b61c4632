package dev.steward.runner.cli.convert;

import dev.steward.dsl.catalog.ModuleCatalog;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.runner.cli.Bench;
import dev.steward.runner.cli.Exit;
import dev.steward.runner.cli.Refusal;
import dev.steward.runner.convert.Converted;
import dev.steward.runner.convert.PlaybookConversion;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.InventoryException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code steward convert}: an Ansible playbook as one of ours. */
@Command(
        mixinStandardHelpOptions = true,
        name = "convert",
        description = {
            "Makes a Groovy playbook of an Ansible playbook. What has no counterpart stands in it as a comment, NOT CONVERTED,"
                    + " with the reason and the original lines.",
            "Exit: 0 all was converted; 101 to 199 that many places less 100 were not (199: 99 or more); 1 nothing was"
                    + " written; 4 the playbook is no YAML, or the result does not pass 'steward check'; 5 wrong options."
        })
public final class ConvertCommand implements Callable<Integer> {

    private static final int SOME = 100;
    private static final int MOST = 99;

    private final Bench bench;
    private final Supplier<PlaybookCompiler> compiler;
    private final Supplier<ModuleCatalog> catalog;

    @Parameters(paramLabel = "PLAYBOOK", description = "Ansible's playbook.")
    private Path playbook;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where to write; standard output unless said.")
    private Path output;

    @Option(names = "--force", description = "Replace the file that is there already.")
    private boolean force;

    /** The verb. */
    public ConvertCommand(Bench bench, Supplier<PlaybookCompiler> compiler, Supplier<ModuleCatalog> catalog) {
        this.bench = bench;
        this.compiler = compiler;
        this.catalog = catalog;
    }

    @Override
    public Integer call() throws IOException, Refusal {
        Path to = output == null ? null : bench.folder().resolve(output);
        if (to != null && Files.exists(to) && !force) {
            throw new Refusal(
                    Exit.ERROR,
                    List.of("Nothing was written, since " + output
                            + " is there already. Name another file with -o, or replace it with" + " --force."));
        }
        Converted converted = converted();
        write(converted.text(), to);
        converted.marks().forEach(mark -> bench.screen().err().println(mark));
        converted.problems().forEach(problem -> bench.screen().err().println("to be done by hand: " + problem));
        if (to != null) {
            say(converted);
        }
        int marks = converted.marks().size();
        return !converted.problems().isEmpty()
                ? Exit.UNREACHABLE_OR_PROBLEMS
                : marks == 0 ? Exit.OK : SOME + Math.min(MOST, marks);
    }

    private Converted converted() throws IOException, Refusal {
        if (Files.isDirectory(bench.folder().resolve(playbook))) {
            throw new Refusal(Exit.ERROR, List.of(playbook + " is a folder. Name a playbook in it."));
        }
        try {
            return new PlaybookConversion(compiler.get(), catalog.get())
                    .of(bench.folder().resolve(playbook), playbook.toString());
        } catch (NoSuchFileException e) {
            throw new Refusal(Exit.ERROR, List.of(playbook + " does not exist."));
        } catch (CharacterCodingException e) {
            throw new Refusal(Exit.ERROR, List.of(playbook + " is no text in UTF-8. Save it as such."));
        } catch (InventoryException e) {
            throw new Refusal(
                    Exit.UNREACHABLE_OR_PROBLEMS,
                    e.problems().stream().map(Object::toString).toList());
        } catch (Unconvertible e) {
            throw new Refusal(Exit.ERROR, List.of(e.getMessage() + "."));
        }
    }

    /** As readable as the playbook it comes from. */
    private void write(String text, Path to) throws IOException {
        if (to == null) {
            bench.screen().out().print(text);
            bench.screen().out().flush();
            return;
        }
        Files.createDirectories(to.toAbsolutePath().getParent());
        Files.deleteIfExists(to);
        Files.createFile(
                to,
                PosixFilePermissions.asFileAttribute(
                        Files.getPosixFilePermissions(bench.folder().resolve(playbook))));
        Files.writeString(to, text);
    }

    private void say(Converted converted) {
        int marks = converted.marks().size();
        bench.screen()
                .err()
                .println(output + " is written"
                        + (marks == 0
                                ? ", all was converted."
                                : "; " + (marks == 1 ? "1 place is" : marks + " places are")
                                        + " marked NOT CONVERTED."));
        converted.notes().forEach(note -> bench.screen().err().println("  " + note));
        bench.screen().err().println("Next: steward check " + output + ", then steward run " + output + " --check");
    }
}
