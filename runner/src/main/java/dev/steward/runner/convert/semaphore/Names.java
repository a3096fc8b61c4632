package dev.steward.runner.convert.semaphore;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Names of the export as names of files and schedules; each once. */
final class Names {

    private static final int LONGEST = 60;

    private final Map<String, Integer> used = new HashMap<>();

    /** A free name of lower-case letters, digits and dashes. */
    String of(String name) {
        String slug = slug(name);
        int count = used.merge(slug, 1, Integer::sum);
        return count == 1 ? slug : of(slug + "-" + count);
    }

    /** The same name for the same text. */
    static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        String most = plain.substring(0, Math.min(LONGEST, plain.length()));
        return most.isEmpty() ? "unnamed" : most;
    }
}
