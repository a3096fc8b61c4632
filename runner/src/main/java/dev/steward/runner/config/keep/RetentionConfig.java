package dev.steward.runner.config.keep;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How long the history is kept: a run that is past any bound goes with the next daily tidying, the oldest first, unless it still runs or
 * one that runs goes on with it. A playbook's rule replaces the general one key by key, for that playbook's runs alone: what it names is
 * counted among its own runs, which the general rule then leaves out. What it does not name, the general rule decides for its runs
 * together with those of all others.
 *
 * @param days since a run was created
 * @param runs the newest ones; a fire that was missed or held is none, and goes with runs that are older than those
 * @param size of the text that the newest runs left: their events, and what they were made from. The newest run stays however much it
 *     left, and the database takes more, for its tables and indexes; empty: any size
 * @param playbooks by the file of a playbook with its ending or without, as {@code weekly-updates}: other rules for its runs. Runs under a
 *     path elsewhere that ends in this file, as before its folder was another, are kept as long as that rule says or all others are,
 *     whichever is more
 */
public record RetentionConfig(int days, int runs, Optional<Bytes> size, Map<String, PlaybookKeep> playbooks) {

    /** A year, and at most 100,000 runs. */
    public static final RetentionConfig DEFAULT = new RetentionConfig(365, 100_000, Optional.empty(), Map.of());

    /** Of playbooks' files. */
    public static final String ENDING = ".groovy";

    public RetentionConfig {
        least("days", days);
        least("runs", runs);
        playbooks = Collections.unmodifiableMap(new LinkedHashMap<>(playbooks));
        Map<String, String> files = new TreeMap<>();
        playbooks.keySet().forEach(name -> {
            String before = files.put(file(name), name);
            if (before != null) {
                throw new IllegalArgumentException(
                        "playbooks names " + file(name) + " twice, as " + before + " and as " + name);
            }
        });
    }

    /** The file of a playbook that is named with its ending or without, however its path is written. */
    public static String file(String name) {
        return Path.of(name.endsWith(ENDING) ? name : name + ENDING).normalize().toString();
    }

    static void least(String key, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(key + " is " + count + "; expected at least 1");
        }
    }
}
