package dev.steward.runner.proxmox;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an unsuccessful call was answered.
 *
 * @param status of HTTP, with AnyEvent's 595 to 599 among them; 0: there was no answer
 * @param reason the error text: the {@code message} of the body, else the reason phrase, else what the network said
 * @param errors what is wrong with which parameter
 */
public record PveReply(int status, String reason, Map<String, String> errors) {

    public PveReply {
        errors = Collections.unmodifiableMap(new TreeMap<>(errors));
    }

    /** No answer, and why. */
    public static PveReply none(String why) {
        return new PveReply(0, why, Map.of());
    }

    @Override
    public String toString() {
        String each = errors.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("; "));
        return reason + (each.isEmpty() ? "" : " [" + each + "]") + (status == 0 ? "" : " (" + status + ")");
    }
}
