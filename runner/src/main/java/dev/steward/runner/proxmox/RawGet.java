package dev.steward.runner.proxmox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A read as a person writes it, for what the product has no words for: {@code /nodes/pve1/tasks?limit=5}. It cannot write.
 *
 * @param path what is read
 * @param query its parameters; a repeated one has several values
 */
public record RawGet(PvePath path, Map<String, List<String>> query) {

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException when it is no path
     */
    public static RawGet parse(String text) {
        if (text.matches("(?is)(post|put|delete|create|set)\\s.*")) {
            throw new IllegalArgumentException(
                    "'" + text + "' would write; here is only read. Give the path alone, as /nodes");
        }
        if (text.matches("(?s).*[\\s\\p{Cntrl}#].*") || text.contains("://")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no path; expected one such as /nodes/pve1/tasks?limit=5");
        }
        String[] parts = text.split("\\?", 2);
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : parts.length == 1 ? new String[0] : parts[1].split("[&;]")) {
            String[] sides = pair.split("=", 2);
            query.computeIfAbsent(decoded(sides[0]), key -> new ArrayList<>())
                    .add(sides.length == 1 ? "1" : decoded(sides[1]));
        }
        return new RawGet(PvePath.parse(parts[0]), query);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Reads it. */
    public PveAnswer from(PveApi api) throws PveException, InterruptedException {
        return api.get(path, query);
    }
}
