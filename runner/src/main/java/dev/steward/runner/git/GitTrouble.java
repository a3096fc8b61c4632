package dev.steward.runner.git;

import java.util.List;

/** Why no revision could be taken; each problem is a line for the operator. */
public final class GitTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean far;
    private final transient List<String> problems;

    private GitTrouble(boolean far, List<String> problems, Throwable cause) {
        super(String.join("; ", problems), cause);
        this.far = far;
        this.problems = List.copyOf(problems);
    }

    /** The server did not give what was asked for: the next try may go well. */
    static GitTrouble far(String problem, Throwable cause) {
        return new GitTrouble(true, List.of(problem), cause);
    }

    /** The revision is not to be used. */
    public static GitTrouble revision(List<String> problems) {
        return new GitTrouble(false, problems, null);
    }

    /** This machine could not keep it, as when its disk is full. */
    static GitTrouble here(String problem, Throwable cause) {
        return new GitTrouble(true, List.of(problem), cause);
    }

    /** Whether it says nothing against the revision. */
    public boolean passing() {
        return far;
    }

    /** What is wrong, for the operator. */
    public List<String> problems() {
        return problems;
    }
}
