package dev.steward.runner.config;

import java.util.List;
import java.util.Set;

/**
 * A configuration of which some sections are wrong.
 *
 * @param loaded the rest as it stands; a wrong section says what holds where nothing is said
 * @param wrong the names of the sections that are wrong
 * @param problems what is wrong with them
 */
public record Lenient(LoadedConfig loaded, Set<String> wrong, List<ConfigProblem> problems) {

    public Lenient {
        wrong = Set.copyOf(wrong);
        problems = List.copyOf(problems);
    }
}
