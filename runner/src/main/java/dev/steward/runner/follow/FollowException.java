package dev.steward.runner.follow;

import dev.steward.runner.proxmox.PveException;
import dev.steward.runner.proxmox.estate.EstateException;
import java.util.List;

/** Something cannot be looked at. Its message is for the operator. */
public final class FollowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient List<String> problems;

    /** What a caller tells apart. */
    public enum Kind {
        /** What was asked for makes no sense. */
        BAD,
        /** There is no such guest, node or UPID. */
        NOT_FOUND,
        /** There are several, or it is not in the state for this. */
        CONFLICT,
        /** The cluster or the host does not answer, or refuses. */
        UNREACHABLE,
        /** It was begun, and failed. */
        FAILED
    }

    /** A failure of one reason. */
    public FollowException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.problems = List.of(message);
    }

    /** A failure of several reasons, one line each. */
    public FollowException(Kind kind, List<String> problems) {
        super(String.join("\n", problems));
        this.kind = kind;
        this.problems = List.copyOf(problems);
    }

    static FollowException of(EstateException e) {
        Kind kind =
                switch (e.kind()) {
                    case NOT_FOUND -> Kind.NOT_FOUND;
                    case AMBIGUOUS -> Kind.CONFLICT;
                    case UNREACHABLE -> Kind.UNREACHABLE;
                };
        return new FollowException(kind, e.getMessage(), e);
    }

    static FollowException of(PveException e) {
        Kind kind =
                switch (e.kind()) {
                    case BAD_PARAMETER, NOT_IMPLEMENTED -> Kind.BAD;
                    case MISSING -> Kind.NOT_FOUND;
                    case BUSY, STATE, CONFLICT, NO_QUORUM -> Kind.CONFLICT;
                    default -> Kind.UNREACHABLE;
                };
        return new FollowException(kind, e.getMessage(), e);
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** One line each. */
    public List<String> problems() {
        return problems == null ? List.of(getMessage()) : problems;
    }
}
