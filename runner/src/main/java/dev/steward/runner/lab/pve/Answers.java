package dev.steward.runner.lab.pve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steward.runner.lab.pve.call.Refusal;
import dev.steward.runner.lab.pve.call.Total;
import dev.steward.runner.lab.pve.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts what a method gives into PVE's envelope. */
final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> envelope(Object answer) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (answer instanceof Total total) {
            body.put("data", total.data());
            body.put("total", total.total());
        } else {
            body.put("data", answer);
        }
        return body;
    }

    static Reply good(Object answer, boolean ext) {
        Map<String, Object> body = envelope(answer);
        if (ext) {
            body.put("success", 1);
        }
        return Reply.json(200, "OK", bytes(body));
    }

    /**
     * An error. Its text is in the status line; servers since 5.2.0 (January 2025) repeat it in the body, older ones have
     * nothing there but the errors of a 400.
     */
    static Reply refused(Refusal refusal, boolean modern, boolean ext) {
        if (ext) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("data", null);
            body.put("status", refusal.status());
            body.put("success", 0);
            body.put("message", refusal.getMessage());
            if (!refusal.errors().isEmpty()) {
                body.put("errors", refusal.errors());
            }
            return Reply.json(200, "OK", bytes(body));
        }
        String first = refusal.getMessage().lines().findFirst().orElse("");
        return Reply.json(refusal.status(), first, error(refusal.getMessage(), refusal.errors(), modern));
    }

    static byte[] error(String message, Map<String, String> errors, boolean modern) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("data", null);
        if (modern) {
            body.put("message", message);
        }
        if (!errors.isEmpty()) {
            body.put("errors", errors);
        }
        return bytes(body);
    }
}
