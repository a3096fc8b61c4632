package dev.steward.web.server;

import dev.steward.runner.app.RunRefused;
import dev.steward.runner.store.trouble.StoreException;
import dev.steward.web.http.Refused;
import dev.steward.web.http.Reply;
import dev.steward.web.page.ProblemView;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong, told without a stack trace: each has an ID under which the log knows more. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private final SecureRandom random = new SecureRandom();
    private final UnaryOperator<RuntimeException> explained;

    /**
     * A teller.
     *
     * @param explained what the store makes of a failure: its own in plain words
     */
    Problems(UnaryOperator<RuntimeException> explained) {
        this.explained = explained;
    }

    /** What the sender is told. */
    Reply tell(Throwable thrown, String what, Form form) {
        Throwable failure = thrown instanceof RuntimeException any ? explained.apply(any) : thrown;
        Refused refused = failure instanceof Refused known ? known : refused(failure);
        String id = id();
        if (refused == failure && refused.status() >= 500) {
            LOG.warn("problem {}: {} answered {}: {}", id, what, refused.status(), refused.getMessage());
        } else if (failure instanceof StoreException) {
            LOG.error("problem {}: {} failed: {}", id, what, failure.getMessage());
        } else if (refused.status() >= 500) {
            LOG.error("problem {}: {} failed", id, what, failure);
        } else {
            LOG.info("problem {}: {} answered {}: {}", id, what, refused.status(), refused.getMessage());
        }
        ProblemView view =
                new ProblemView(refused.status(), refused.title(), refused.getMessage(), refused.problems(), id);
        return switch (form) {
            case PAGE -> new Reply.Page(refused.status(), "problem", refused.title(), view, true);
            case API -> new Reply.Json(refused.status(), document(view));
            case AGENT -> new Reply.Json(refused.status(), forAgents(view));
        };
    }

    /** How the sender wants to be told. */
    enum Form {
        PAGE,
        API,
        /** With the fields beside it that agents of other makers read. */
        AGENT;

        static Form of(String method, String path) {
            if (!path.startsWith("/api/")) {
                return PAGE;
            }
            return method.equals("POST") && path.startsWith("/api/proxmox/") ? AGENT : API;
        }
    }

    /** RFC 9457 lets a problem have further fields (3.2). */
    private static Map<String, Object> forAgents(ProblemView view) {
        Map<String, Object> document = document(view);
        document.put("success", false);
        document.put("error", error(view.status()));
        document.put("error_description", view.detail());
        return document;
    }

    private static String error(int status) {
        return switch (status) {
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "not_found";
            case 413 -> "too_large";
            case 415 -> "unsupported_media_type";
            case 422 -> "invalid_document";
            case 429 -> "rate_limited";
            default -> status >= 500 ? "server_error" : "invalid_request";
        };
    }

    private static Refused refused(Throwable failure) {
        if (failure instanceof RunRefused run && run.forbidden()) {
            return Refused.forbidden(run.getMessage());
        }
        if (failure instanceof RunRefused run && run.isSilent()) {
            return new Refused(503, "Another server does not answer", run.getMessage(), List.of());
        }
        if (failure instanceof RunRefused run) {
            return new Refused(422, "The run was not begun", "Nothing was started.", run.problems());
        }
        if (failure instanceof StoreException) {
            String said = failure.getMessage();
            return new Refused(
                    503,
                    "The history cannot be used now",
                    Character.toUpperCase(said.charAt(0)) + said.substring(1) + ".",
                    List.of("Power protection does not wait for it."));
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
