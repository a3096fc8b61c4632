package dev.steward.runner.convert;

import dev.steward.dsl.catalog.ModuleCatalog;
import dev.steward.dsl.check.Checked;
import dev.steward.dsl.check.PlaybookCompiler;
import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.convert.jinja.Groovy;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.InventoryException;
import dev.steward.runner.inventory.yaml.YamlNode;
import dev.steward.runner.inventory.yaml.YamlNode.Mapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a playbook of ours of one of Ansible's. What has no counterpart becomes a comment with the reason and the original
 * lines; so does what the check would not take, such as a task that asks for the result of one that was not converted.
 */
public final class PlaybookConversion {

    private static final int MOST = 300;

    private final PlaybookCompiler compiler;
    private final ModuleCatalog catalog;

    /**
     * A conversion.
     *
     * @param compiler checks what comes out
     * @param catalog the modules that it may call
     */
    public PlaybookConversion(PlaybookCompiler compiler, ModuleCatalog catalog) {
        this.compiler = compiler;
        this.catalog = catalog;
    }

    /**
     * Converts a playbook with what it imports.
     *
     * @param file Ansible's playbook
     * @param shown how marks name it
     * @throws IOException where it cannot be read
     * @throws InventoryException where it is no YAML
     * @throws Unconvertible where it is no playbook
     */
    public Converted of(Path file, String shown) throws IOException, Unconvertible {
        return of(file, shown, Map.of());
    }

    /**
     * Converts a playbook that is always begun with the same values from outside.
     *
     * @param given names with what the playbook's {@code vars} say for each; they go before what it says itself
     * @throws IOException where it cannot be read
     * @throws InventoryException where it is no YAML
     * @throws Unconvertible where it is no playbook
     */
    public Converted of(Path file, String shown, Map<String, String> given) throws IOException, Unconvertible {
        Source source = Source.of(file, shown);
        if (source.root().isEmpty() || source.list().stream().noneMatch(PlaybookConversion::isPlay)) {
            throw new Unconvertible(shown + " is no playbook: it is a list of plays, each with 'hosts'");
        }
        Known known = new Known(name -> catalog.find(name).isPresent(), given);
        Map<SourceRef, String> refused = new LinkedHashMap<>();
        for (int i = 0; ; i++) {
            String before = known.state();
            known.begin();
            Pass pass = new Pass(known, refused);
            new Plays(pass).write(source);
            String head = head(source, pass);
            String text = head + pass.page().text() + "}\n";
            List<Problem> problems = problems(text);
            boolean more = refuse(problems, pass, head, refused);
            if (!more && before.equals(known.state()) || i == MOST) {
                return new Converted(
                        text,
                        pass.marks(),
                        new ArrayList<>(pass.notes()),
                        problems,
                        known.parameters().keySet());
            }
        }
    }

    private static boolean isPlay(YamlNode node) {
        return node instanceof Mapping play
                && (play.get("hosts") != null
                        || play.get("import_playbook") != null
                        || play.get("ansible.builtin.import_playbook") != null);
    }

    private List<Problem> problems(String text) {
        Checked checked = compiler.check(file -> text, "converted.groovy", Map.of());
        return checked.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
    }

    /** What the check does not take is not written in the next pass; whether there is anything of that. */
    private static boolean refuse(List<Problem> problems, Pass pass, String head, Map<SourceRef, String> refused) {
        int offset = (int) head.lines().count() + 1;
        boolean more = false;
        for (Problem problem : problems) {
            Optional<SourceRef> origin = pass.page().origin(problem.at().line() - offset);
            String reason = reason(problem, pass.known());
            more |= origin.isPresent() && refused.putIfAbsent(origin.get(), reason) == null;
        }
        return more;
    }

    private static String reason(Problem problem, Known known) {
        String name = problem.message().replaceAll("unknown name '(.*)'", "$1");
        return known.registered(name).isPresent()
                ? "it asks for the result '" + name + "' of a task that is not converted"
                : problem.message()
                        + problem.suggestion().map(advice -> "; " + advice).orElse("");
    }

    private static String head(Source source, Pass pass) throws Unconvertible {
        Known known = pass.known();
        if (!known.foundNames().isEmpty()) {
            pass.note(
                    "Given by -e or by the inventory (by both: the inventory holds here, -e there), and parameters with the defaults that stood there: "
                            + String.join(", ", known.foundNames()) + ".");
        }
        if (!known.asked().isEmpty()) {
            pass.note("Read from the inventory alone, since nothing here gives them a value: "
                    + String.join(", ", known.asked())
                    + ". One that you give by -e goes into vars; a condition takes one that"
                    + " is missing for nothing, where Ansible fails; true and false stand in a text as they are here,"
                    + " and as True and False there.");
        }
        StringBuilder head =
                new StringBuilder("// Converted from " + source.path().getFileName() + ". ");
        int marks = pass.marks().size();
        head.append(
                marks == 0
                        ? "All of it was.\n"
                        : marks + (marks == 1 ? " place is" : " places are") + " marked: NOT CONVERTED.\n");
        pass.notes().forEach(note -> head.append("// ").append(note).append('\n'));
        head.append("playbook(").append(Groovy.text(title(source))).append(") {\n\n");
        Map<String, String> parameters = known.parameters();
        if (!parameters.isEmpty()) {
            head.append("    vars ")
                    .append(String.join(
                            ",\n         ",
                            parameters.entrySet().stream()
                                    .map(one -> one.getKey() + ": " + one.getValue())
                                    .toList()))
                    .append("\n\n");
        }
        return head.toString();
    }

    /** The name of the only play, else that of the file. */
    private static String title(Source source) throws Unconvertible {
        if (source.list().size() == 1 && source.list().get(0) instanceof Mapping play && play.get("name") != null) {
            return String.valueOf(play.get("name").value());
        }
        String name = source.path()
                .getFileName()
                .toString()
                .replaceFirst("\\.ya?ml$", "")
                .replaceAll("[-_]+", " ");
        return name.isBlank() ? "Playbook" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
