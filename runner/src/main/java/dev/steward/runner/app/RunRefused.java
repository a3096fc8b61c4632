package dev.steward.runner.app;

import java.util.List;

/** A run was not begun: the playbook, the inventory or the limit is wrong, or the same schedule still runs. */
public final class RunRefused extends Exception {

    private final List<String> problems;
    private final boolean unreadable;
    private final boolean ending;

    /**
     * A refusal of what was asked.
     *
     * @param problems one line each, with place and next step; at least one
     */
    public RunRefused(List<String> problems) {
        this(problems, false);
    }

    /**
     * A refusal.
     *
     * @param problems one line each, with place and next step; at least one
     * @param unreadable whether the playbook or the inventory itself is wrong
     */
    public RunRefused(List<String> problems, boolean unreadable) {
        this(problems, unreadable, false);
    }

    private RunRefused(List<String> problems, boolean unreadable, boolean ending) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
        this.unreadable = unreadable;
        this.ending = ending;
    }

    /** This process takes no more runs; whoever asks again reaches the next owner of the state directory, or becomes it. */
    static RunRefused ending() {
        return new RunRefused(List.of("Steward is just ending; ask again in a moment."), false, true);
    }

    /** Whether it would be taken by the next owner of the state directory, unchanged. */
    boolean isEnding() {
        return ending;
    }

    /** Whether the playbook or the inventory itself is wrong, not what was asked of them. */
    public boolean unreadable() {
        return unreadable;
    }

    /** One line each, with place and next step. */
    public List<String> problems() {
        return problems;
    }
}
