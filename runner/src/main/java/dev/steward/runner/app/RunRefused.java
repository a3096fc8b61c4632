package dev.steward.runner.app;

import java.util.List;

/** A run was not begun: the playbook, the inventory or the limit is wrong, or the same schedule still runs. */
public final class RunRefused extends Exception {

    private final List<String> problems;

    /**
     * A refusal.
     *
     * @param problems one line each, with place and next step; at least one
     */
    public RunRefused(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each, with place and next step. */
    public List<String> problems() {
        return problems;
    }
}
