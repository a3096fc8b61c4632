package dev.steward.web.parts;

import dev.steward.runner.app.RunRefused;
import dev.steward.runner.app.patch.PatchRefused;
import dev.steward.runner.event.Cause;
import dev.steward.web.http.Caller;
import dev.steward.web.http.Refused;
import java.util.List;

/** What a desk of packages and reboots is asked, with its refusals in the words of HTTP. */
public final class Asked {

    private Asked() {}

    /** Something that a desk may refuse. */
    @FunctionalInterface
    public interface Question<T> {
        T answer() throws PatchRefused;
    }

    /**
     * The answer.
     *
     * @throws Refused where the desk refuses, with its words
     */
    public static <T> T of(Question<T> question) {
        try {
            return question.answer();
        } catch (PatchRefused e) {
            throw refused(e);
        }
    }

    private static Refused refused(PatchRefused e) {
        List<String> more = e.problems().size() > 1 ? e.problems() : List.of();
        String detail = e.problems().get(0);
        if (e.getCause() instanceof RunRefused run && run.forbidden()) {
            return Refused.forbidden(detail);
        }
        return switch (e.kind()) {
            case UNKNOWN -> new Refused(404, "Not found", detail, more);
            case WRONG -> new Refused(400, "Not understood", detail, more);
            case BUSY -> new Refused(409, "Not possible now", detail, more);
            case REFUSED -> new Refused(422, "Refused", detail, more);
        };
    }

    /** Who asks, as runs name it. */
    public static Cause cause(Caller caller) {
        Cause.Kind kind = caller.kind() == Caller.Kind.SESSION ? Cause.Kind.PERSON : Cause.Kind.API;
        return new Cause(kind, caller.name());
    }
}
