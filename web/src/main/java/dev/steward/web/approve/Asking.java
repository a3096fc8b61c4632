package dev.steward.web.approve;

import dev.steward.runner.app.approve.ApprovalDesk.Person;
import dev.steward.runner.app.approve.ApprovalRefused;
import dev.steward.web.http.Caller;
import dev.steward.web.http.Refused;
import java.util.List;

/** What the desk of approvals is asked, with its refusals in the words of HTTP. */
final class Asking {

    private Asking() {}

    /** Something that the desk may refuse. */
    @FunctionalInterface
    interface Question<T> {
        T answer() throws ApprovalRefused;
    }

    static <T> T of(Question<T> question) {
        try {
            return question.answer();
        } catch (ApprovalRefused e) {
            List<String> more = e.problems().size() > 1
                    ? e.problems().subList(1, e.problems().size())
                    : List.of();
            String detail = e.problems().get(0);
            throw switch (e.kind()) {
                case UNKNOWN -> new Refused(404, "Not found", detail, more);
                case WRONG -> new Refused(400, "Not understood", detail, more);
                case FORBIDDEN -> new Refused(403, "Refused", detail, more);
                case CONFLICT -> new Refused(409, "Not possible now", detail, more);
            };
        }
    }

    /** Who asks: a token is nobody's word. */
    static Person person(Caller caller) {
        return new Person(caller.name(), caller.role(), caller.kind() == Caller.Kind.SESSION);
    }
}
