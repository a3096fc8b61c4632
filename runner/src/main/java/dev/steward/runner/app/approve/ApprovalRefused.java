package dev.steward.runner.app.approve;

import java.util.List;

/** A plan cannot be asked for, approved, rejected or applied; the messages name the next step. */
public final class ApprovalRefused extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final List<String> problems;

    /** Why not. */
    public enum Kind {
        /** There is none of that number. */
        UNKNOWN,
        /** What was said is not understood. */
        WRONG,
        /** This person may not. */
        FORBIDDEN,
        /** Not as things stand. */
        CONFLICT
    }

    /** A refusal. */
    public ApprovalRefused(Kind kind, List<String> problems) {
        super(String.join("\n", problems));
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    /** A refusal in one line. */
    public ApprovalRefused(Kind kind, String problem) {
        this(kind, List.of(problem));
    }

    /** Why not. */
    public Kind kind() {
        return kind;
    }

    /** One line each; at least one. */
    public List<String> problems() {
        return problems;
    }
}
