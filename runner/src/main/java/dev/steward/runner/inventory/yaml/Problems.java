package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.SourceRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Collects what is wrong, so that all of it is told at once. */
final class Problems {

    private final List<Problem> found = new ArrayList<>();
    private final Set<String> counted = new HashSet<>();

    void error(SourceRef at, String message, String suggestion) {
        error(at, message, Optional.of(suggestion));
    }

    void error(SourceRef at, String message, Optional<String> suggestion) {
        found.add(new Problem(at, message, suggestion, Severity.ERROR));
    }

    void warning(SourceRef at, String message, String suggestion) {
        warning(at, message, Optional.of(suggestion));
    }

    void warning(SourceRef at, String message, Optional<String> suggestion) {
        found.add(new Problem(at, message, suggestion, Severity.WARNING));
    }

    /** A warning that is told for its first place, with the count of the others. */
    void once(SourceRef at, String message, String suggestion) {
        found.add(new Problem(at, message, Optional.of(suggestion), Severity.WARNING));
        counted.add(message);
    }

    void addAll(Problems others) {
        found.addAll(others.found);
        counted.addAll(others.counted);
    }

    boolean refuse() {
        return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    List<Problem> all() {
        List<Problem> told = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Problem problem : found) {
            if (!counted.contains(problem.message())) {
                told.add(problem);
            } else if (seen.add(problem.message())) {
                told.add(withCount(problem));
            }
        }
        return List.copyOf(told);
    }

    private Problem withCount(Problem first) {
        long more =
                found.stream().filter(p -> p.message().equals(first.message())).count() - 1;
        String message =
                first.message() + (more == 0 ? "" : " (set in " + more + " more place" + (more == 1 ? ")" : "s)"));
        return new Problem(first.at(), message, first.suggestion(), first.severity());
    }
}
