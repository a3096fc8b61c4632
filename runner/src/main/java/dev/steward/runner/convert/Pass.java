package dev.steward.runner.convert;

import dev.steward.dsl.plan.SourceRef;
import dev.steward.runner.convert.jinja.Unconvertible;
import dev.steward.runner.inventory.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One way through a playbook: its page, and what could not be written on it. */
final class Pass {

    private static final int MOST = 2_000;

    private final Page page = new Page();
    private final List<Mark> marks = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<SourceRef, String> refused;
    private final Known known;
    private int steps;

    /**
     * A pass.
     *
     * @param refused what an earlier pass wrote and the check did not take, with its reason
     */
    Pass(Known known, Map<SourceRef, String> refused) {
        this.known = known;
        this.refused = refused;
    }

    Page page() {
        return page;
    }

    Known known() {
        return known;
    }

    List<Mark> marks() {
        return marks;
    }

    void note(String note) {
        notes.add(line(note));
    }

    /** What is said may hold words of the playbook: none of them ends the comment it stands in. */
    private static String line(String said) {
        return said.replaceAll("\\s*[\\p{Cntrl}\\u2028\\u2029]+\\s*", " ");
    }

    /**
     * Counts what is written.
     *
     * @throws Unconvertible where files that name each other hold more than anybody means
     */
    void step() throws Unconvertible {
        if (++steps > MOST) {
            throw new Unconvertible(
                    "the files that are named here hold more than " + MOST + " tasks with all they name");
        }
    }

    Set<String> notes() {
        return notes;
    }

    /** Writes something, or marks why not, with its own lines. */
    void guarded(YamlNode node, Source source, Page.Writing writing) {
        SourceRef at = node.at();
        try {
            if (refused.containsKey(at)) {
                throw new Unconvertible(refused.get(at));
            }
            int before = marks.size();
            try {
                page.region(at, writing);
            } catch (Unconvertible e) {
                marks.subList(before, marks.size()).clear();
                throw e;
            }
        } catch (Unconvertible e) {
            known.lose(node);
            mark(new Mark(at, line(e.getMessage())), source.from(at));
        }
    }

    /** A comment with the reason and the original. */
    void mark(Mark mark, List<String> original) {
        marks.add(mark);
        page.add("// NOT CONVERTED, " + mark);
        int indent = original.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        original.forEach(line -> page.add(("//   " + (line.isBlank() ? "" : line.substring(indent))).stripTrailing()));
    }
}
