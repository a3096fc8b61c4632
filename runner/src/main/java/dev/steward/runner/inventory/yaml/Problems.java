package dev.steward.runner.inventory.yaml;

import dev.steward.dsl.check.Problem;
import dev.steward.dsl.check.Problem.Severity;
import dev.steward.dsl.plan.SourceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong, so that all of it is told at once. */
final class Problems {

    private final List<Problem> found = new ArrayList<>();

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

    void addAll(Problems others) {
        found.addAll(others.found);
    }

    boolean refuse() {
        return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    List<Problem> all() {
        return List.copyOf(found);
    }
}
