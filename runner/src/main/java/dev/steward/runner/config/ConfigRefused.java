package dev.steward.runner.config;

import java.util.List;

/** Steward does not start with this configuration. */
public final class ConfigRefused extends Exception {

    private final transient List<ConfigProblem> problems;

    /**
     * A refusal.
     *
     * @param problems all of them, in the order of the text; at least one
     */
    public ConfigRefused(List<ConfigProblem> problems) {
        super(String.join("\n", problems.stream().map(ConfigProblem::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    /** All of them, in the order of the text. */
    public List<ConfigProblem> problems() {
        return problems;
    }
}
