package dev.steward.web.api;

import dev.steward.runner.follow.FollowException;
import dev.steward.web.http.Refused;
import java.util.List;

/** Failures of looking at a guest or node, in the words of HTTP. */
final class FollowTrouble {

    private FollowTrouble() {}

    /** 400, 404, 409, or 500 where the cluster or the host does not answer or refuses. */
    static Refused refused(FollowException e) {
        List<String> problems = e.problems().size() > 1 ? e.problems() : List.of();
        return switch (e.kind()) {
            case BAD -> new Refused(400, "Not understood", e.getMessage(), problems);
            case NOT_FOUND -> new Refused(404, "Not found", e.getMessage(), problems);
            case CONFLICT -> new Refused(409, "Not possible now", e.getMessage(), problems);
            case UNREACHABLE, FAILED -> new Refused(500, "It did not work there", e.getMessage(), problems);
        };
    }
}
