package dev.steward.runner.lab.pve.http;

import java.util.Map;

/**
 * One request as it came in.
 *
 * @param method in capitals
 * @param path before the question mark, still encoded
 * @param query after it, still encoded; empty where there is none
 * @param headers by name in small letters
 * @param body may be empty
 */
public record Request(String method, String path, String query, Map<String, String> headers, byte[] body) {

    /** A header, empty where it is missing. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
