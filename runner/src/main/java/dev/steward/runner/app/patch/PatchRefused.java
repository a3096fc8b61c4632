package dev.steward.runner.app.patch;

import java.util.List;

/** Package work, an exception or a reboot was not taken; nothing was begun. */
public final class PatchRefused extends Exception {

    private final Kind kind;
    private final List<String> problems;

    /** A refusal with at least one line, each with what was expected and the next step. */
    public PatchRefused(Kind kind, List<String> problems) {
        super(String.join("\n", problems));
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    /** A refusal in one line. */
    public PatchRefused(Kind kind, String problem) {
        this(kind, List.of(problem));
    }

    /** What a run was refused for. */
    public static PatchRefused of(List<String> problems, Exception cause) {
        PatchRefused refused = new PatchRefused(Kind.REFUSED, problems);
        refused.initCause(cause);
        return refused;
    }

    /** Why. */
    public enum Kind {
        /** What it is about does not exist. */
        UNKNOWN,
        /** It was not said so that it can be understood. */
        WRONG,
        /** Something is under way on a target. */
        BUSY,
        /** It was understood, and cannot be done as it stands. */
        REFUSED
    }

    /** Why. */
    public Kind kind() {
        return kind;
    }

    /** One line each. */
    public List<String> problems() {
        return problems;
    }
}
