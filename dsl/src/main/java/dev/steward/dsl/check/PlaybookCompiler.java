package dev.steward.dsl.check;

import dev.steward.dsl.catalog.ModuleCatalog;
import dev.steward.dsl.plan.EvaluationException;
import dev.steward.dsl.plan.Plan;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.script.Library;
import dev.steward.dsl.script.Statement;
import dev.steward.dsl.source.SourceFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Text of a playbook to its {@link Plan}, or to all its problems. Nothing in a playbook can act while it is read: its text
 * is parsed, checked and evaluated as data, and never becomes a class (see {@link dev.steward.dsl.expression.Node}).
 * Stateless; safe for use by several threads. Groovy's parser is loaded with the first check.
 */
public final class PlaybookCompiler {

    private final ModuleCatalog catalog;

    /**
     * A compiler.
     *
     * @param catalog the modules that playbooks may call
     */
    public PlaybookCompiler(ModuleCatalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Checks and plans a playbook file.
     *
     * @param playbook its path; problems name it as it is given here
     * @param given values for its vars, as of {@code -e}: of their type, or text that is converted to it
     * @return whatever is wrong, an unreadable file included, is a problem; never an exception
     */
    public Checked check(Path playbook, Map<String, Object> given) {
        return check(new Disk(), playbook.toString().replace('\\', '/'), given);
    }

    /**
     * The same for texts that stand elsewhere, as those recorded with a run.
     *
     * @param folder where the texts come from
     * @param file the playbook
     * @param given values for its vars
     */
    public Checked check(SourceFolder folder, String file, Map<String, Object> given) {
        Problems problems = new Problems();
        Library library = new Library(catalog, problems, folder);
        Optional<Plan> plan = Optional.empty();
        try {
            plan = library.read(file).flatMap(playbook -> plan(playbook, given, problems, library));
        } catch (EvaluationException e) {
            problems.error(e.at(), e.getMessage());
        } catch (StackOverflowError e) {
            problems.error(new SourceRef(file, 1, 1), "this is nested too deeply to be read");
        }
        List<Problem> all = problems.inOrder(new ArrayList<>(library.texts().keySet()));
        return plan.isPresent() && problems.none() ? new Checked.Accepted(plan.get(), all) : new Checked.Refused(all);
    }

    private static Optional<Plan> plan(
            Statement.Playbook playbook, Map<String, Object> given, Problems problems, Library library) {
        Parameters parameters = new Parameters(problems, given, !problems.none());
        parameters.declare(playbook);
        parameters.unknown(playbook);
        if (!problems.none()) {
            return Optional.empty();
        }
        return Optional.of(new Planner(problems, parameters).plan(playbook, library.texts()));
    }
}
