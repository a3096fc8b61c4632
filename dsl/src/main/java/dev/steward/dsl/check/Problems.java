package dev.steward.dsl.check;

import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.SourceRef;
import dev.steward.dsl.source.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers the problems of one check. */
final class Problems implements Report {

    private final Set<Problem> all = new LinkedHashSet<>();

    @Override
    public void error(SourceRef at, String message, String suggestion) {
        add(at, message, suggestion, Severity.ERROR);
    }

    @Override
    public void warning(SourceRef at, String message, String suggestion) {
        add(at, message, suggestion, Severity.WARNING);
    }

    private void add(SourceRef at, String message, String suggestion, Severity severity) {
        Optional<String> next = suggestion.isEmpty() ? Optional.empty() : Optional.of(suggestion);
        all.add(new Problem(at, message, next, severity));
    }

    /** Whether nothing refuses the playbook. */
    boolean none() {
        return all.stream().noneMatch(problem -> problem.severity() == Severity.ERROR);
    }

    /** In the order of the text: files as they were read, then line and column. */
    List<Problem> inOrder(List<String> files) {
        List<Problem> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparingInt((Problem p) -> place(files, p.at().file()))
                .thenComparingInt(p -> p.at().line())
                .thenComparingInt(p -> p.at().column()));
        return List.copyOf(sorted);
    }

    private static int place(List<String> files, String file) {
        int index = files.indexOf(file);
        return index < 0 ? files.size() : index;
    }
}
