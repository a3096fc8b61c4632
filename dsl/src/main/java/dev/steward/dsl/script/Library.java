package dev.steward.dsl.script;

import dev.steward.dsl.catalog.ModuleCatalog;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.source.GroovyReader;
import dev.steward.dsl.source.Report;
import dev.steward.dsl.source.SourceFolder;
import dev.steward.dsl.source.SourceText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.ast.ModuleNode;

/** Reads a playbook with everything it imports and includes. For one reading, by one thread. */
public final class Library {

    private static final int DEEPEST = 20;
    private static final int MOST = 1000;

    private record FileRead(SourceText source, Optional<ModuleNode> tree, Report report) {}

    private final ModuleCatalog catalog;
    private final Report report;
    private final SourceFolder folder;
    private final Map<String, FileRead> files = new LinkedHashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private int readings;

    /**
     * A library of one reading.
     *
     * @param catalog the modules
     * @param report takes the problems
     * @param folder where the texts come from
     */
    public Library(ModuleCatalog catalog, Report report, SourceFolder folder) {
        this.catalog = catalog;
        this.report = report;
        this.folder = folder;
    }

    /** An includeTasks as written. */
    record Wanted(String file, Map<String, Statement.Given> given, Call call, Names names, Notices notices) {}

    /** The playbook of a file; empty after a problem. */
    public Optional<Statement.Playbook> read(String file) {
        return within(file, new SourceRef(file, 1, 1)).flatMap(script -> {
            Optional<Statement.Playbook> playbook = script.playbook();
            open.pop();
            return playbook;
        });
    }

    /** The texts read so far by file name, the playbook first. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach((file, read) -> texts.put(file, read.source().text()));
        return texts;
    }

    /** What importPlaybook names. */
    Optional<Statement> playbook(String path, SourceRef at) {
        return resolved(path, at).flatMap(file -> within(file, at)).flatMap(script -> {
            Optional<Statement.Playbook> imported = script.playbook();
            open.pop();
            if (imported.filter(Statement.Playbook::power).isPresent()) {
                report.error(
                        at,
                        "'" + path + "' is a power playbook, which is no part of another run",
                        "it is carried out on an outage, or by steward power");
                return Optional.empty();
            }
            return imported.map(p -> new Statement.Import(p, at));
        });
    }

    /** What includeTasks names. */
    Optional<Statement> taskList(Wanted wanted) {
        SourceRef at = wanted.call().at();
        return resolved(wanted.file(), at).flatMap(file -> within(file, at)).flatMap(script -> {
            Optional<Statement> included =
                    script.taskList(wanted).map(list -> new Statement.Include(list, wanted.given(), at));
            open.pop();
            return included;
        });
    }

    private Optional<String> resolved(String path, SourceRef at) {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        boolean odd = path.startsWith("/")
                || path.contains("..")
                || path.contains("\\")
                || path.contains("\0")
                || path.contains(":");
        if (odd || !path.endsWith(".groovy")) {
            report.error(
                    at,
                    "'" + path + "' is no path of a playbook file",
                    "write it relative to this file, without '..', such as 'tasks/restart.groovy'");
            return Optional.empty();
        }
        String from = open.peek();
        int folderEnd = from == null ? -1 : from.lastIndexOf('/');
        return Optional.of((folderEnd < 0 ? "" : from.substring(0, folderEnd + 1)) + path);
    }

    /** Opens a file; the caller pops it when it is read. */
    private Optional<Script> within(String file, SourceRef at) {
        readings++;
        if (open.contains(file)) {
            report.error(at, "'" + file + "' is read within itself: " + String.join(" < ", open));
        } else if (open.size() >= DEEPEST || readings > MOST) {
            report.error(at, "too many files are imported or included (at most " + MOST + ", " + DEEPEST + " deep)");
        } else {
            FileRead read = files.get(file);
            if (read == null) {
                read = load(file, at).orElse(null);
            }
            if (read != null && read.tree().isPresent()) {
                open.push(file);
                return Optional.of(new Script(read.source(), read.tree().get(), catalog, read.report(), this));
            }
        }
        return Optional.empty();
    }

    private Optional<FileRead> load(String file, SourceRef at) {
        try {
            SourceText source = new SourceText(file, folder.text(file));
            boolean[] refused = {false};
            GroovyReader.Reading reading = GroovyReader.read(source, new Report() {
                @Override
                public void error(SourceRef where, String message, String suggestion) {
                    refused[0] = true;
                    report.error(where, message, suggestion);
                }

                @Override
                public void warning(SourceRef where, String message, String suggestion) {
                    report.warning(where, message, suggestion);
                }
            });
            // what a file that is read from another would make known there cannot be told from a part of it
            boolean part = refused[0] && !files.isEmpty();
            FileRead read = new FileRead(source, part ? Optional.empty() : reading.tree(), reading.rest());
            files.put(file, read);
            return Optional.of(read);
        } catch (SourceFolder.NotTextException e) {
            report.error(new SourceRef(file, e.line(), e.column()), "this file is not UTF-8 text");
        } catch (NoSuchFileException e) {
            report.error(at, "there is no file '" + file + "'");
        } catch (IOException e) {
            report.error(at, "'" + file + "' cannot be read: " + said(e));
        }
        return Optional.empty();
    }

    /** Our own refusals say why; those of the system say it by their class. */
    private static String said(IOException e) {
        return e.getClass() == IOException.class && e.getMessage() != null
                ? e.getMessage()
                : e.getClass().getSimpleName();
    }
}
