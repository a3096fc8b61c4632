package dev.steward.runner.cli;

import java.util.List;

/** A command cannot go on; its problems are printed one a line, and its code is the exit code. */
public final class Refusal extends Exception {

    private final int code;
    private final List<String> problems;

    /**
     * A refusal.
     *
     * @param code one of {@link Exit}
     * @param problems one line each
     */
    public Refusal(int code, List<String> problems) {
        super(String.join("\n", problems));
        this.code = code;
        this.problems = List.copyOf(problems);
    }

    /** The exit code. */
    public int code() {
        return code;
    }

    /** One line each. */
    public List<String> problems() {
        return problems;
    }
}
