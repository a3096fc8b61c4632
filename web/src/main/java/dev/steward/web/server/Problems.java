package dev.steward.web.server;

import dev.steward.runner.app.RunRefused;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.page.ProblemView;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong, told without a stack trace: each has an ID under which the log knows more. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final SecureRandom random = new SecureRandom();

    /** What the sender is told. */
    Reply tell(Throwable failure, String what, boolean api) {
        Refused refused = failure instanceof Refused known ? known : refused(failure);
        String id = id();
        if (refused.status() >= 500) {
            LOG.error("problem {}: {} failed", id, what, failure);
        } else {
            LOG.info("problem {}: {} answered {}: {}", id, what, refused.status(), refused.getMessage());
        }
        ProblemView view =
                new ProblemView(refused.status(), refused.title(), refused.getMessage(), refused.problems(), id);
        return api
                ? new Reply.Json(refused.status(), document(view))
                : new Reply.Page(refused.status(), "problem", refused.title(), view, true);
    }

    private static Refused refused(Throwable failure) {
        if (failure instanceof RunRefused run) {
            return new Refused(422, "The run was not begun", "Nothing was started.", run.problems());
        }
        return new Refused(
                500, "Something went wrong here", "This is a fault of Steward, not of what you asked for.", List.of());
    }

    private String id() {
        byte[] bytes = new byte[4];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** RFC 9457. */
    private static Map<String, Object> document(ProblemView view) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", "about:blank");
        document.put("title", view.title());
        document.put("status", view.status());
        document.put("detail", view.detail());
        document.put("instance", "urn:steward:problem:" + view.id());
        document.put("problems", view.problems());
        return document;
    }
}
