package dev.steward.runner.convert;

import dev.steward.dsl.check.Problem;
import java.util.List;
import java.util.Set;

/**
 * A playbook of ours that was made of one of Ansible's.
 *
 * @param text the playbook; what could not be converted stands in it as a comment
 * @param marks those places, in their order
 * @param notes what means something else now
 * @param problems what is still wrong with the text; empty: it passes the check
 * @param parameters the names of its {@code vars}
 */
public record Converted(
        String text, List<Mark> marks, List<String> notes, List<Problem> problems, Set<String> parameters) {

    public Converted {
        marks = List.copyOf(marks);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
        parameters = Set.copyOf(parameters);
    }
}
