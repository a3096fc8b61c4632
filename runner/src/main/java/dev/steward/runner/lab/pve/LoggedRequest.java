package dev.steward.runner.lab.pve;

import java.util.Map;

/**
 * One request a lab answered.
 *
 * @param node the one that was asked
 * @param path below /api2/json, decoded
 * @param params those of query and body
 * @param status of the answer
 */
public record LoggedRequest(
        String node, String method, String path, Map<String, Object> params, String user, int status, String reason) {

    public LoggedRequest {
        params = Map.copyOf(params);
    }

    /** As a log would show it. */
    @Override
    public String toString() {
        return method + " " + path + " " + params + " -> " + status + " " + reason;
    }
}
